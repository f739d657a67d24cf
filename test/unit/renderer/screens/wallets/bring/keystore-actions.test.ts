import { expect, test, vi } from 'vitest';
import type { Tee } from '../../../../../../renderer/app/tee.ts';
import {
  cancelKeystore,
  openKeystore,
} from '../../../../../../renderer/screens/wallets/bring/keystore-actions.ts';
import {
  createKeystore,
  type KeystoreStore,
} from '../../../../../../renderer/screens/wallets/bring/keystore-store.ts';
import { TeeError } from '../../../../../../tee-sim/protocol/codes.ts';
import type { CommandResult } from '../../../../../../tee-sim/protocol/commands.ts';
import { addressSchema } from '../../../../../../tee-sim/protocol/payment.ts';

type Progress = CommandResult<'GET_KEYSTORE'>;

const ADDRESS = addressSchema.parse(`0x${'ab'.repeat(20)}`);
const FILE = { file: '{}', password: 'opéra' };
const noPause = async (): Promise<void> => undefined;

/** A TEE that answers GET_KEYSTORE with these, in turn. */
function teeWith(...answers: readonly Progress[]) {
  const asked: string[] = [];
  const secrets: (readonly Uint8Array[])[] = [];
  const left = [...answers];
  const invoke = vi.fn(
    async (command: string, _params: object, options?: { secrets: readonly Uint8Array[] }) => {
      asked.push(command);
      if (options !== undefined) secrets.push(options.secrets.map((secret) => secret.slice()));
      return { result: command === 'GET_KEYSTORE' ? left.shift() : {} };
    },
  );
  return { tee: { invoke } as unknown as Tee, invoke, asked, secrets };
}

function statuses(store: KeystoreStore): string[] {
  const seen: string[] = [];
  store.subscribe(({ opening }) => seen.push(opening.status));
  return seen;
}

test('is followed until it is open, and its password is zeroed', async () => {
  const store = createKeystore();
  const seen = statuses(store);
  const { tee, invoke, secrets } = teeWith(
    { state: 'opening', fraction: 0.25 },
    { state: 'opening', fraction: 0.75 },
    { state: 'opened', address: ADDRESS },
  );
  await openKeystore(store, tee, FILE, noPause);
  expect(seen).toEqual(['opening', 'opening', 'opening', 'opened']);
  expect(store.getState().opening).toEqual({ status: 'opened', address: ADDRESS });
  expect(secrets.flat().map((secret) => new TextDecoder().decode(secret))).toEqual(['opéra']);
  const sent = invoke.mock.calls[0]?.[2]?.secrets[0];
  expect(sent?.every((byte) => byte === 0)).toBe(true);
});

test.each(['wrong-password', 'damaged', 'other-address'] as const)(
  'says what is wrong: %s',
  async (reason) => {
    const store = createKeystore();
    await openKeystore(store, teeWith({ state: 'failed', reason }).tee, FILE, noPause);
    expect(store.getState().opening).toEqual({ status: 'wrong', reason });
  },
);

test('that the TEE does not have any more is lost', async () => {
  const store = createKeystore();
  await openKeystore(store, teeWith({ state: 'none' }).tee, FILE, noPause);
  expect(store.getState().opening).toEqual({ status: 'lost' });
});

test('that the TEE refuses leaves the reason', async () => {
  const store = createKeystore();
  const refused = new TeeError('BAD_FORMAT', 'keystore-format');
  const tee = { invoke: () => Promise.reject(refused) } as unknown as Tee;
  await openKeystore(store, tee, FILE, noPause);
  expect(store.getState().opening).toMatchObject({
    status: 'failed',
    failure: { reason: 'keystore-format' },
  });
});

test('can be ended meanwhile, here and in the TEE, and stays ended', async () => {
  const store = createKeystore();
  const { tee, asked } = teeWith({ state: 'opening', fraction: 0.5 }, { state: 'opened', address: ADDRESS });
  await openKeystore(store, tee, FILE, () => cancelKeystore(store, tee));
  expect(store.getState().opening).toEqual({ status: 'idle' });
  expect(asked).toEqual(['OPEN_KEYSTORE', 'GET_KEYSTORE', 'CANCEL_KEYSTORE']);
});

test('a refusal that comes after it was ended is nobody’s any more', async () => {
  const store = createKeystore();
  const answer = Promise.withResolvers<never>();
  const tee = { invoke: () => answer.promise } as unknown as Tee;
  const opening = openKeystore(store, tee, FILE, noPause);
  store.setState({ opening: { status: 'idle' } });
  answer.reject(new TeeError('BUSY'));
  await opening;
  expect(store.getState().opening).toEqual({ status: 'idle' });
});

test('nothing is ended that was not begun', async () => {
  const { tee, invoke } = teeWith();
  await cancelKeystore(createKeystore(), tee);
  expect(invoke).not.toHaveBeenCalled();
});
