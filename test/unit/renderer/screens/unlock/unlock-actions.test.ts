import { describe, expect, test } from 'vitest';
import { lastUser, rememberUser } from '../../../../../renderer/screens/unlock/last-user.ts';
import { recoverProblems } from '../../../../../renderer/screens/unlock/recover-rules.ts';
import {
  recover,
  showRecovery,
  showUnlock,
  unlock,
} from '../../../../../renderer/screens/unlock/unlock-actions.ts';
import { createUnlock } from '../../../../../renderer/screens/unlock/unlock-store.ts';
import { TeeError } from '../../../../../tee-sim/protocol/codes.ts';
import { MemoryStorage } from '../../fixture.ts';

const decoded = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

/** A TEE that answers as it is told, and keeps the very buffers that it was given. */
function scripted(error?: TeeError) {
  const seen: { texts: string[]; buffers: readonly Uint8Array[]; about: unknown }[] = [];
  const take = async (about: unknown, buffers: readonly Uint8Array[]) => {
    seen.push({ about, buffers, texts: buffers.map(decoded) });
    await Promise.resolve();
    if (error !== undefined) throw error;
  };
  const tee = {
    login: (factors: unknown, passwords: readonly Uint8Array[]) => take(factors, passwords),
    invoke: (command: string, params: unknown, options: { secrets: readonly Uint8Array[] }) =>
      take([command, params], options.secrets),
  } as unknown as Parameters<typeof unlock>[1] & Parameters<typeof recover>[1];
  return { seen, tee };
}

const zeroed = (buffers: readonly Uint8Array[]) => buffers.every((one) => one.every((byte) => byte === 0));

describe('unlocking', () => {
  test('shows the password, and zeroes it', async () => {
    const store = createUnlock();
    const { tee, seen } = scripted();
    expect(await unlock(store, tee, { name: 'Ada', password: 'secret' })).toBe(true);
    expect(seen[0]).toMatchObject({ about: { factor: 'password', user: 'Ada' }, texts: ['secret'] });
    expect(zeroed(seen[0]?.buffers ?? [])).toBe(true);
    expect(store.getState().run.status).toBe('idle');
  });

  test('that is refused says why, and zeroes the password', async () => {
    const store = createUnlock();
    const { tee, seen } = scripted(new TeeError('ACCESS_DENIED', 'locked-out'));
    expect(await unlock(store, tee, { name: 'Ada', password: 'secret' })).toBe(false);
    expect(store.getState().run).toMatchObject({ status: 'failed', failure: { reason: 'locked-out' } });
    expect(zeroed(seen[0]?.buffers ?? [])).toBe(true);
  });

  test('is tried once at a time', async () => {
    const store = createUnlock();
    const { tee, seen } = scripted();
    const entered = { name: 'Ada', password: 'secret' };
    expect(await Promise.all([unlock(store, tee, entered), unlock(store, tee, entered)])).toEqual([
      true,
      false,
    ]);
    expect(seen).toHaveLength(1);
  });
});

describe('a forgotten password', () => {
  const entered = { name: 'Ada', words: ' Able ACID ', password: 'new password' };

  test('is replaced with the words; then the person unlocks with the new one', async () => {
    const store = createUnlock();
    showRecovery(store, 'Ada');
    const { tee, seen } = scripted();
    expect(await recover(store, tee, entered)).toBe(true);
    expect(seen[0]).toMatchObject({
      about: ['RECOVER_PASSWORD', { name: 'Ada' }],
      texts: ['able acid', 'new password'],
    });
    expect(zeroed(seen[0]?.buffers ?? [])).toBe(true);
    expect(store.getState()).toMatchObject({ view: 'unlock', name: 'Ada', recovered: true });
  });

  test('that is refused stays on the form', async () => {
    const store = createUnlock();
    showRecovery(store, 'Ada');
    const { tee, seen } = scripted(new TeeError('ACCESS_DENIED', 'wrong-proof'));
    expect(await recover(store, tee, entered)).toBe(false);
    expect(store.getState()).toMatchObject({ view: 'recover', run: { failure: { reason: 'wrong-proof' } } });
    expect(zeroed(seen[0]?.buffers ?? [])).toBe(true);
    showUnlock(store);
    expect(store.getState()).toMatchObject({ view: 'unlock', run: { status: 'idle' } });
  });

  test('what stood there of an earlier success is gone at the next try', async () => {
    const store = createUnlock();
    await recover(store, scripted().tee, entered);
    await unlock(store, scripted(new TeeError('ACCESS_DENIED', 'wrong-proof')).tee, entered);
    expect(store.getState().recovered).toBe(false);
  });

  const twelve = Array(12).fill('able').join(' ');
  const good = { name: 'Ada', words: twelve, password: 'new password', repeat: 'new password' };
  test.each([
    [good, {}],
    [{ ...good, name: ' ' }, { name: 'nameEmpty' }],
    [{ ...good, words: `${twelve} able` }, { words: 'wordsForm' }],
    [{ ...good, words: twelve.replace('able', 'ab1e') }, { words: 'wordsForm' }],
    [{ ...good, password: 'short', repeat: 'short' }, { password: 'passwordShort' }],
    [{ ...good, repeat: 'new passwort' }, { repeat: 'passwordsDiffer' }],
  ])('the form of %j', (entries, problems) => {
    expect(recoverProblems(entries, 10)).toEqual(problems);
  });
});

test('who unlocked last is remembered, and nothing else', () => {
  const storage = new MemoryStorage();
  expect(lastUser(storage)).toBeUndefined();
  rememberUser(storage, 'Ada');
  expect(lastUser(storage)).toBe('Ada');
  expect([...storage.items.values()]).toEqual(['Ada']);
});
