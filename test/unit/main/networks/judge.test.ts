import { describe, expect, it } from 'vitest';
import { type JournalEntry, journalEntrySchema } from '../../../../main/networks/journal-entry.ts';
import { type Facts, judge, outdone } from '../../../../main/networks/judge.ts';
import { TRANSACTION_STATES } from '../../../../preload/networks.ts';
import { journalEntry } from './journal-sample.ts';

const A = `0x${'aa'.repeat(32)}`;
const B = `0x${'bb'.repeat(32)}`;
const nothing: Facts = { head: 100n, mined: null, isCanonical: false, known: false, used: 5n };
const known: Facts = { ...nothing, known: true };
const used: Facts = { ...nothing, used: 6n };
const minedAt = (blockNumber: bigint, more: object = {}): Facts => ({
  ...known,
  used: 6n,
  isCanonical: true,
  mined: { blockNumber, blockHash: A, success: true, gasUsed: 21_000n, feeWei: 42n, ...more },
});

let clock = 10_000;
const patience = { dropAfterMs: 1_000, lookForMs: 100_000 };
/** Looks after each other, `stepMs` apart. */
function look(entry: JournalEntry, facts: readonly Facts[], stepMs = 600): JournalEntry {
  return facts.reduce((current, each) => {
    clock += stepMs;
    return judge(current, each, clock, patience);
  }, entry);
}

describe('a transaction', () => {
  it('that is in a block counts its confirmations, and is settled with the last that was asked for', () => {
    const mined = look(journalEntry({ state: 'unknown', problem: { reason: 'timed-out' } }), [minedAt(99n)]);
    expect(mined).toMatchObject({
      state: 'mined',
      confirmations: 2,
      settled: false,
      block: { number: '99', hash: A },
      gasUsed: '21000',
      feeWei: '42',
    });
    expect(mined).not.toHaveProperty('problem');
    expect(look(mined, [minedAt(98n)])).toMatchObject({ confirmations: 3, settled: true });
  });

  it('counts one at least where the node’s head lags', () => {
    expect(look(journalEntry(), [minedAt(105n)])).toMatchObject({ state: 'mined', confirmations: 1 });
  });

  it('that was reverted has failed', () => {
    const failed = look(journalEntry(), [minedAt(100n, { success: false })]);
    expect(failed).toMatchObject({ state: 'failed', failure: 'reverted' });
    expect(look(failed, [minedAt(100n)])).not.toHaveProperty('failure');
  });

  it('whose block the chain left is pending again, however the node says it', () => {
    const mined = look(journalEntry(), [minedAt(100n)]);
    for (const after of [known, nothing, { ...minedAt(100n), isCanonical: false }]) {
      const left = look(mined, [after]);
      expect(left).toMatchObject({ state: 'pending', reorganizations: 1, confirmations: 0, settled: false });
      expect(left).not.toHaveProperty('block');
    }
    expect(look(mined, [minedAt(100n, { blockHash: B })])).toMatchObject({
      state: 'mined',
      reorganizations: 1,
      block: { hash: B },
    });
    expect(look(mined, [minedAt(100n)])).toMatchObject({ reorganizations: 0 });
  });

  it('whose nonce is used by another is replaced, once that was seen twice', () => {
    const once = look(journalEntry(), [used]);
    expect(once).toMatchObject({ state: 'pending', settled: false });
    const twice = look(once, [used]);
    expect(twice).toMatchObject({ state: 'replaced', settled: false, replacedAtBlock: '100' });
    expect(look(twice, [{ ...used, head: 101n }])).toMatchObject({ settled: false });
    expect(look(twice, [{ ...used, head: 102n }])).toMatchObject({ state: 'replaced', settled: true });
  });

  it('is not given up as replaced at one height, because receipts come late', () => {
    const twice = look(journalEntry({ confirmationsNeeded: 1 }), [used, used, used]);
    expect(twice).toMatchObject({ state: 'replaced', settled: false });
    expect(look(twice, [minedAt(100n)])).toMatchObject({ state: 'mined' });
    expect(look(twice, [{ ...used, head: 101n }])).toMatchObject({ state: 'replaced', settled: true });
  });

  it('that a node says it has is not replaced yet, and one that comes back never was', () => {
    expect(
      look(journalEntry(), [
        { ...used, known: true },
        { ...used, known: true },
      ]),
    ).toMatchObject({ state: 'pending' });
    const replaced = look(journalEntry(), [used, used]);
    expect(look(replaced, [minedAt(100n)])).toMatchObject({ state: 'mined' });
    expect(look(replaced, [minedAt(100n)])).not.toHaveProperty('replacedAtBlock');
    expect(look(replaced, [nothing])).toMatchObject({ state: 'pending' });
  });

  it('that no node knows is dropped, once it was missed often and long enough', () => {
    expect(look(journalEntry(), [nothing, nothing], 5_000)).toMatchObject({ state: 'pending' });
    expect(look(journalEntry(), [nothing, nothing, nothing], 100)).toMatchObject({ state: 'pending' });
    expect(look(journalEntry(), [nothing, nothing, nothing])).toMatchObject({
      state: 'dropped',
      settled: false,
    });
    expect(look(journalEntry(), [nothing, nothing, known, nothing, nothing])).toMatchObject({
      state: 'pending',
    });
    expect(look(journalEntry({ state: 'unknown' }), [nothing])).toMatchObject({ state: 'unknown' });
    expect(look(journalEntry({ state: 'unknown' }), [nothing, nothing, nothing])).toMatchObject({
      state: 'dropped',
    });
  });

  it('that was dropped or refused is looked for a while longer, and found', () => {
    for (const more of [{ state: 'dropped' }, { state: 'failed', failure: 'rejected' }] as const) {
      const lost = journalEntry({ ...more, createdAtMs: clock });
      expect(look(lost, [nothing])).toMatchObject({ state: lost.state, settled: false });
      expect(look(lost, [nothing], 200_000)).toMatchObject({ state: lost.state, settled: true });
      const found = look(lost, [known]);
      expect(found).toMatchObject({ state: 'pending' });
      expect(found).not.toHaveProperty('failure');
    }
  });

  it('that was refused stays so with its reason when its nonce goes to another', () => {
    const problem = { reason: 'rpc-error', rpc: { code: -32_000, message: 'no' } } as const;
    const refused = journalEntry({ state: 'failed', failure: 'rejected', problem });
    expect(look(refused, [used, used])).toMatchObject({ state: 'failed', failure: 'rejected', problem });
    expect(look(refused, [used, used, { ...used, head: 110n }])).toMatchObject({ settled: true });
  });

  it('that never left stays where it is, with its reason, until its nonce is gone', () => {
    const prepared = journalEntry({ state: 'prepared', problem: { reason: 'unreachable' } });
    expect(look(prepared, [nothing, nothing, nothing, nothing])).toMatchObject({
      state: 'prepared',
      settled: false,
      problem: { reason: 'unreachable' },
    });
    expect(look(prepared, [used, used])).toMatchObject({ state: 'replaced' });
  });

  it.each(TRANSACTION_STATES)('that is %s and mined is mined', (state) => {
    expect(
      look(journalEntry({ state, doubt: { about: 'missing', times: 9, sinceMs: 0 } }), [minedAt(100n)]),
    ).toMatchObject({ state: 'mined' });
  });
});

it('judges a UserOperation, whose nonce nobody counts, by what is found', () => {
  const operation = journalEntry({ kind: 'user-operation', payload: { kind: 'gone' } });
  const facts = { ...nothing, used: undefined };
  expect(look(operation, [facts, facts, facts])).toMatchObject({ state: 'dropped' });
  expect(look(operation, [minedAt(100n, { carriedBy: B })])).toMatchObject({ state: 'mined', carriedBy: B });
});

it('counts no deeper than can be written down, whatever height a node names', () => {
  const facts = { head: (1n << 64n) - 1n, isCanonical: true, known: true, used: 6n };
  const receipt = {
    blockNumber: 1n,
    blockHash: `0x${'cd'.repeat(32)}`,
    success: true,
    gasUsed: 1n,
    feeWei: 1n,
  };
  const mined = judge(journalEntry({ payload: { kind: 'gone' } }), { ...facts, mined: receipt }, 5_000);
  expect(mined).toMatchObject({ state: 'mined', settled: true });
  expect(journalEntrySchema.safeParse(mined).success).toBe(true);
});

describe('another of this app’s own in a block with its nonce', () => {
  const other = journalEntry({
    hash: B,
    state: 'mined',
    block: { number: '90', hash: A },
    confirmations: 1,
  });
  const missed = { about: 'missing', times: 1, sinceMs: 0 } as const;
  const problem = { reason: 'unreachable' } as const;

  it.each([
    ['dropped', {}],
    ['prepared', { problem }],
    ['unknown', {}],
    ['pending', { doubt: missed }],
    ['replaced', { replacedAtBlock: '91' }],
  ] as const)('replaces at once what is %s', (state, more) => {
    const after = outdone(journalEntry({ state, ...more }), other);
    const replacedAtBlock = state === 'replaced' ? '91' : '90';
    expect(after).toMatchObject({ state: 'replaced', replacedBy: B, replacedAtBlock, settled: false });
    expect(after).not.toHaveProperty('doubt');
    expect(after).not.toHaveProperty('problem');
    expect(outdone(after, other)).toBe(after);
  });

  it.each([
    ['that a node has', { state: 'pending' }],
    ['that is being sent', { state: 'broadcasting' }],
    ['that was refused', { state: 'failed', failure: 'rejected' }],
    ['that is in a block itself', { state: 'mined', block: { number: '91', hash: B } }],
  ] as const)('changes nothing %s', (_, more) => {
    const entry = journalEntry(more);
    expect(outdone(entry, other)).toBe(entry);
  });

  it('settles with the other, and what nobody looks for any more is changed by nothing less', () => {
    const dropped = journalEntry({ state: 'dropped' });
    expect(outdone(dropped, { ...other, settled: true })).toMatchObject({ settled: true });
    const forgotten = journalEntry({ state: 'dropped', settled: true });
    expect(outdone(forgotten, other)).toBe(forgotten);
    expect(outdone(forgotten, { ...other, settled: true })).toMatchObject({
      state: 'replaced',
      settled: true,
    });
  });

  it('is none while it is in no block', () => {
    const dropped = journalEntry({ state: 'dropped' });
    expect(outdone(dropped, journalEntry({ hash: B }))).toBe(dropped);
  });
});
