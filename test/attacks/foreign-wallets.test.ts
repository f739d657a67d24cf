// A wallet of someone else is as unknown as one that never was: in code, reason, layer, trace, size, and in the log.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bytesToBase64Url } from '../../tee-sim/protocol/bytes.ts';
import { type CommandName, commands } from '../../tee-sim/protocol/commands.ts';
import { commandSamples } from '../helpers/command-samples.ts';
import type { TestAnswer } from '../helpers/seal-request.ts';
import { importTestWallet } from '../helpers/wallets.ts';
import { Device, type Person } from '../unit/tee-sim/ta/device.ts';

const OF_WALLET = (Object.keys(commands) as CommandName[]).filter((name) =>
  commands[name].access?.subject.kind.startsWith('wallet'),
);

let device: Device;
let bob: Person;
/** The owner's; one that nobody ever made; one that was deleted; one that Bob was bound to until it was revoked. */
let wallets: Record<'foreign' | 'unknown' | 'deleted' | 'revoked', string>;

beforeAll(() => {
  device = new Device();
  bob = device.addUser('Bob');
  const make = (passphrase: string) => importTestWallet(device.tee, device.owner.session, { passphrase });
  const unknown = bytesToBase64Url(randomBytes(16));
  wallets = { foreign: make('a'), unknown, deleted: make('b'), revoked: make('c') };
  const { userId } = bob.user;
  const must = (answer: TestAnswer) => expect(answer.code).toBe('SUCCESS');
  must(device.maximum('DELETE_WALLET', { walletId: wallets.deleted }));
  const terms = { type: 'Authorized', permissions: ['READ', 'SIGN'] };
  must(device.maximum('PUT_BINDING', { walletId: wallets.revoked, userId, terms }));
  must(device.plain('GET_WALLET', { walletId: wallets.revoked }, { by: bob }));
  device.tee.advance(30_000);
  must(device.enhanced('REVOKE_BINDING', { walletId: wallets.revoked, userId }));
});

afterAll(() => device.tee.dispose());

/** Everything that the asker sees, but for what is random in it. */
function seen({ code, origin, reason, layer, trace, body, steps, payload }: TestAnswer): unknown {
  const { requestDigest, sealed, ...clear } = payload;
  const sizes = [requestDigest.length, sealed?.ciphertext.length, sealed?.iv.length, sealed?.tag.length];
  return { code, origin, reason, layer, trace, body, steps, clear, sizes };
}

test.each(OF_WALLET)('%s: without a proof, with one factor, and with two', (name) => {
  const { tee } = device;
  // Time passes from command to command; the owner stays.
  expect(device.plain('GET_ACCOUNT', {}).code).toBe('SUCCESS');
  const proofs = [
    () => undefined,
    () => bob.user.proof(tee.machine.wall, 'password'),
    () => tee.twoFactors(bob.user),
  ];
  for (const proof of proofs) {
    const answers = Object.values(wallets).map((walletId) => {
      const sample = commandSamples({ walletId, userId: bob.user.userId })[name];
      return device.plain(name, sample, { by: bob, proof: proof() });
    });
    const [first, ...others] = answers.map(seen);
    expect(first).toMatchObject({ code: 'ITEM_NOT_FOUND', reason: 'unknown-wallet', layer: 3 });
    for (const other of others) {
      // Requests of the same size take the same place; time stands still between the two clocks of this TEE.
      expect(other).toEqual({ ...(first as object), clear: (other as { clear: unknown }).clear });
    }
  }
});

test('lists name nothing of it, and the log’s rows of it differ in nothing but the request', () => {
  expect(device.plain('LIST_WALLETS', {}, { by: bob }).body).toEqual({
    wallets: [],
    damaged: [],
    isAccessWhole: true,
  });
  const rows = Object.values(wallets).map((walletId) => {
    device.tee.advance(60_000);
    device.plain('GET_WALLET', { walletId }, { by: bob });
    const [row] = device.log('denial');
    return JSON.stringify({ ...row, requestDigest: '' });
  });
  expect(new Set(rows).size).toBe(1);
  for (const id of Object.values(wallets)) expect(rows[0]).not.toContain(id);
});

test('sessions of others cannot be told from sessions that never were', () => {
  const { sessions } = device.plain('LIST_SESSIONS', {}).body as {
    sessions: { ref: string; current: boolean }[];
  };
  const foreign = sessions.find(({ current }) => current)?.ref;
  const answers = [foreign, '0123456789abcdef'].map((ref) =>
    device.plain('TERMINATE_SESSION', { ref }, { by: bob }),
  );
  const [first, second] = answers.map(seen) as [{ clear: unknown }, { clear: unknown }];
  expect(first).toMatchObject({ code: 'ITEM_NOT_FOUND', reason: 'unknown-session' });
  expect(second).toEqual({ ...first, clear: second.clear });
  expect(device.plain('GET_STATUS', {}).code).toBe('SUCCESS');
});
