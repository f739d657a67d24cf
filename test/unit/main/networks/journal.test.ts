import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Journal } from '../../../../main/networks/journal.ts';
import { type JournalEntry, viewOf } from '../../../../main/networks/journal-entry.ts';
import { trackedSchema } from '../../../../preload/networks.ts';
import { temporaryFolder } from '../../../helpers/network-fixture.ts';
import { journalEntry } from './journal-sample.ts';

let folder: string;
let path: string;
let now = 5_000;
const told: JournalEntry[] = [];
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'transactions.json');
  told.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (): Journal =>
  new Journal(
    path,
    () => now,
    (entry) => told.push(entry),
  );
const numbered = (i: number, more: Partial<JournalEntry> = {}) =>
  journalEntry({ hash: `0x${String(i).padStart(64, '0')}`, ...more });

it('is durable once it is put, and read again after a restart', async () => {
  const entry = await open().put(numbered(1, { state: 'pending' }));
  expect(await open().all()).toEqual([entry]);
  expect(statSync(path).mode & 0o077).toBe(0);
});

it('takes what was being sent for unknown after a restart, and nothing else', async () => {
  const journal = open();
  await journal.put(numbered(1, { state: 'broadcasting' }));
  await journal.put(numbered(2, { state: 'prepared' }));
  expect((await open().all()).map(({ state }) => state)).toEqual(['unknown', 'prepared']);
});

it('writes only what matters, and tells everything', async () => {
  const journal = open();
  const first = await journal.put(numbered(1));
  const before = readFileSync(path, 'utf8');
  now += 1_000;
  const second = await journal.put({
    ...first,
    confirmations: 2,
    checkedAtMs: now,
    problem: { reason: 'unreachable' },
  });
  expect(readFileSync(path, 'utf8')).toBe(before);
  expect(second).toMatchObject({ confirmations: 2, updatedAtMs: first.updatedAtMs });
  await journal.put({ ...second, state: 'mined' });
  expect(readFileSync(path, 'utf8')).not.toBe(before);
  expect(told).toHaveLength(3);
});

it('keeps what somebody else wrote meanwhile', async () => {
  const journal = open();
  const read = await journal.put(numbered(1));
  const sent = await journal.put({ ...read, state: 'broadcasting' });
  expect(await journal.replace(read, { ...read, state: 'dropped' })).toBe(sent);
  expect(await journal.replace(sent, { ...sent, state: 'pending' })).toMatchObject({ state: 'pending' });
});

it('keeps what somebody else writes at the very same time', async () => {
  const journal = open();
  for (let ticks = 0; ticks < 20; ticks += 1) {
    const read = await journal.put(numbered(ticks));
    const replaced = journal.replace(read, { ...read, state: 'dropped' });
    for (let i = 0; i < ticks; i += 1) await Promise.resolve();
    await Promise.all([replaced, journal.put({ ...read, state: 'broadcasting' })]);
    expect([ticks, (await journal.get(read.hash)).state]).toEqual([ticks, 'broadcasting']);
  }
});

it('brings nothing back that was discarded', async () => {
  const journal = open();
  const read = await journal.put(numbered(1, { state: 'prepared' }));
  await journal.remove(read);
  expect(await journal.replace(read, { ...read, state: 'pending' })).toBeUndefined();
  expect(await journal.all()).toEqual([]);
});

it('forgets the oldest settled ones, never one on its way, and lets go of what nobody sends again', async () => {
  const journal = open();
  const settled = { state: 'mined', settled: true } as const;
  const lines = Array.from({ length: 505 }, (_, i) => numbered(i, { ...settled, payload: { kind: 'gone' } }));
  writeFileSync(path, JSON.stringify({ v: 1, entries: [numbered(9_999), ...lines] }));
  expect(await journal.forgottenUntil()).toBeUndefined();
  const last = await journal.put(numbered(10_000, settled));
  expect(last.payload).toEqual({ kind: 'gone' });
  const kept = await open().all();
  expect(kept).toHaveLength(501);
  expect([kept[0]?.hash, kept[1]?.hash]).toEqual([numbered(9_999).hash, numbered(6).hash]);
  // Also after a restart: what is not listed was not therefore not sent.
  expect(await open().forgottenUntil()).toBe(numbered(5).createdAtMs);
});

it('forgets what it could not write the first time, and nothing else', async () => {
  const journal = open();
  const kept = await journal.put(numbered(1));
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
  await expect(journal.put(numbered(2))).rejects.toMatchObject({ reason: 'storage' });
  await expect(journal.put({ ...kept, state: 'unknown' })).rejects.toMatchObject({ reason: 'storage' });
  expect(await journal.all()).toMatchObject([{ hash: kept.hash, state: 'unknown' }]);
});

it('that is damaged is put aside, and never claims again to know what was in it', async () => {
  const damaged = '{"v":1,"entries":[{"hash":"0x"}]}';
  writeFileSync(path, damaged);
  const before = Date.now();
  const lost = await open().lost();
  expect(lost?.name).toMatch(/^transactions\.damaged-/);
  expect(readFileSync(join(folder, lost?.name ?? ''), 'utf8')).toBe(damaged);
  expect(lost?.atMs).toBeGreaterThanOrEqual(before);
  const later = open();
  await later.put(numbered(1));
  expect(await open().lost()).toEqual(lost);
  writeFileSync(join(folder, 'transactions.damaged-some-day.json'), damaged);
  writeFileSync(join(folder, 'networks.damaged-2999-01-01T00-00-00-000Z.json'), damaged);
  expect(await open().lost()).toEqual(lost);
  writeFileSync(join(folder, 'transactions.damaged-2999-01-01T00-00-00-000Z.json'), damaged);
  expect(await open().lost()).toEqual({
    name: 'transactions.damaged-2999-01-01T00-00-00-000Z.json',
    atMs: Date.UTC(2999, 0),
  });
});

it('has lost nothing where nothing was damaged, or there is no folder yet', async () => {
  expect(await open().lost()).toBeUndefined();
  path = join(folder, 'later', 'transactions.json');
  expect(await open().lost()).toBeUndefined();
});

it('shows what the contract says, without the bytes that are sent', () => {
  const view = viewOf(numbered(1, { doubt: { about: 'used', times: 1, sinceMs: 1 }, replacedAtBlock: '1' }));
  expect(trackedSchema.safeParse(view).success).toBe(true);
  expect(JSON.stringify(view)).not.toContain('payload');
});

it('writes nothing that it could not read again', async () => {
  const kept = await open().put(numbered(1));
  const journal = open();
  await expect(journal.put(numbered(2, { state: 'mined', confirmations: 2 ** 64 }))).rejects.toMatchObject({
    reason: 'storage',
  });
  const again = open();
  expect(await again.all()).toEqual([kept]);
  expect(await again.lost()).toBeUndefined();
});

it.each([
  ['more', 500, '0x02'],
  ['more bytes', 17, `0x${'02'.repeat(262_144)}`],
] as const)('takes no %s than it can hold, and goes on with what it has', async (_, count, raw) => {
  const lines = Array.from({ length: count }, (_entry, i) => numbered(i, { payload: { kind: 'raw', raw } }));
  writeFileSync(path, JSON.stringify({ v: 1, entries: lines }));
  const journal = open();
  const [first] = await journal.all();
  await expect(journal.put(numbered(9_999))).rejects.toMatchObject({ reason: 'storage' });
  if (first === undefined) throw new RangeError('entries');
  expect(await journal.put({ ...first, state: 'mined', settled: true })).toMatchObject({ settled: true });
  expect(await journal.all()).toHaveLength(count);
});

it('lets go of nothing that somebody else wrote meanwhile, nor of what it could not unwrite', async () => {
  const journal = open();
  const prepared = await journal.put(numbered(1, { state: 'prepared' }));
  const sent = await journal.put({ ...prepared, state: 'broadcasting' });
  await expect(journal.remove(prepared)).rejects.toMatchObject({ reason: 'bad-transaction' });
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
  await expect(journal.remove(sent)).rejects.toMatchObject({ reason: 'storage' });
  expect(await journal.all()).toEqual([sent]);
});
