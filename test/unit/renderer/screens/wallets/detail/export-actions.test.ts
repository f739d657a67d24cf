import { expect, test } from 'vitest';
import type { Authorized } from '../../../../../../renderer/app/authorized.ts';
import { HeldSecret } from '../../../../../../renderer/app/held-secret.ts';
import {
  exportSecret,
  type Wanted,
} from '../../../../../../renderer/screens/wallets/detail/export-actions.ts';
import { walletIdSchema } from '../../../../../../tee-sim/protocol/bindings.ts';
import { TeeError } from '../../../../../../tee-sim/protocol/codes.ts';

const walletId = walletIdSchema.parse('A'.repeat(22));
const PHRASE: Wanted = { command: 'EXPORT_PHRASE', params: { walletId } };
const KEY: Wanted = { command: 'EXPORT_KEY', params: { walletId, account: 2 } };
const yes = (): boolean => true;

function answering(answer: () => Promise<unknown>): Pick<Authorized, 'invoke'> {
  return { invoke: answer } as unknown as Pick<Authorized, 'invoke'>;
}

test('what comes is held, and whether a passphrase goes with it is said', async () => {
  for (const [wanted, result, hasPassphrase] of [
    [PHRASE, { hasPassphrase: true }, true],
    [KEY, { address: '0x' }, false],
  ] as const) {
    const held = new HeldSecret();
    const secret = Uint8Array.of(7);
    const authorized = answering(async () => ({ result, secrets: [secret] }));
    expect(await exportSecret(authorized, wanted, held, yes)).toEqual({ status: 'shown', hasPassphrase });
    expect(held.bytes).toBe(secret);
  }
});

test('what comes for nobody is zeroed', async () => {
  const held = new HeldSecret();
  const secret = Uint8Array.of(7);
  const authorized = answering(async () => ({ result: {}, secrets: [secret] }));
  expect(await exportSecret(authorized, KEY, held, () => false)).toEqual({ status: 'cancelled' });
  expect([...secret]).toEqual([0]);
  expect(held.bytes).toBeUndefined();
});

test('a question that was cancelled, or a refusal, shows nothing', async () => {
  const held = new HeldSecret();
  const cancelled = answering(async () => ({ cancelled: true }));
  expect(await exportSecret(cancelled, KEY, held, yes)).toEqual({ status: 'cancelled' });
  const refused = answering(() => Promise.reject(new TeeError('ACCESS_DENIED', 'not-permitted')));
  expect(await exportSecret(refused, KEY, held, yes)).toMatchObject({
    status: 'failed',
    failure: { reason: 'not-permitted' },
  });
  const without = answering(async () => ({ result: {}, secrets: [] }));
  expect(await exportSecret(without, KEY, held, yes)).toMatchObject({ status: 'failed' });
  expect(held.bytes).toBeUndefined();
});
