// Exports of phrases and keys: who may, with which proofs, and how often they are told.
import { describe, expect, test } from 'vitest';
import { bytesToUtf8 } from '../../tee-sim/protocol/bytes.ts';
import { commands } from '../../tee-sim/protocol/commands.ts';
import { operationId } from '../helpers/tee-in-process.ts';
import { JUNK_PHRASE } from '../helpers/wallets.ts';
import { refused } from '../unit/tee-sim/ta/device.ts';
import { AUTHORIZED, bind, importPhrase, left, prepare, sign, transfer } from './signing-device.ts';
import { device, owner, PASSPHRASE, RAW_KEY, tee } from './wallet-key-device.ts';

describe('exports', () => {
  test('need both factors for exactly this one, and are told once', () => {
    const walletId = importPhrase(device, { passphrase: PASSPHRASE });
    const other = importPhrase(device, { name: 'other' });
    expect(refused(device.plain('EXPORT_PHRASE', { walletId }))).toBe('ACCESS_DENIED maximum-needed 4');
    expect(refused(device.enhanced('EXPORT_PHRASE', { walletId }))).toBe('ACCESS_DENIED maximum-needed 4');
    const id = operationId();
    const proof = tee.twoFactors(owner.user);
    const first = device.plain('EXPORT_PHRASE', { walletId }, { operationId: id, proof });
    expect(first).toMatchObject({ code: 'SUCCESS', body: { hasPassphrase: true } });
    expect(first.secrets.map(bytesToUtf8)).toEqual([JUNK_PHRASE]);
    expect(JSON.stringify(first.body) + JSON.stringify(first.trace)).not.toContain('junk');
    const again = device.plain('EXPORT_PHRASE', { walletId }, { operationId: id });
    expect(again).toMatchObject({ code: 'BAD_STATE', reason: 'answer-not-kept', secrets: [] });
    const outcome = device.plain('GET_OPERATION', { operationId: id });
    expect(outcome.body).toEqual({ outcome: 'committed', command: 'EXPORT_PHRASE', result: 'null' });
    const stolen = device.plain('EXPORT_PHRASE', { walletId: other }, { operationId: id });
    expect(refused(stolen)).toBe('ACCESS_CONFLICT operation-conflict');
  });

  test('are the owner’s alone, and of a key there is no phrase', () => {
    const walletId = importPhrase(device);
    const bob = device.addUser('Bob');
    expect(bind(device, walletId, bob, AUTHORIZED).code).toBe('SUCCESS');
    for (const [command, params] of [
      ['EXPORT_PHRASE', { walletId }],
      ['EXPORT_KEY', { walletId, account: 0 }],
    ] as const) {
      const answer = device.maximum(command, params, { by: bob });
      expect(refused(answer)).toBe('ACCESS_DENIED not-permitted 3');
      expect(answer.secrets).toEqual([]);
    }
    const key = device.plain('IMPORT_KEY', { name: 'key' }, { secrets: [RAW_KEY] });
    const { walletId: keyWallet } = commands.IMPORT_KEY.result.parse(key.body);
    expect(refused(device.maximum('EXPORT_PHRASE', { walletId: keyWallet }))).toBe('BAD_STATE no-phrase');
  });

  test('of a session that showed no password, ask for one; signing does too', () => {
    const walletId = importPhrase(device);
    tee.advance(30_000);
    const opened = tee.openSession();
    const code = owner.user.proof(tee.machine.wall, 'one-time-code');
    const { sessionId } = tee.mustCall('AUTHENTICATE_USER', {}, { session: opened, proof: code }) as {
      sessionId: string;
    };
    const by = { user: owner.user, session: { ...opened, id: sessionId } };
    const { reviewId } = prepare(device, walletId, transfer(), { by });
    expect(refused(sign(device, walletId, reviewId, { by }))).toBe('ACCESS_DENIED password-needed 4');
    expect(left(device, walletId, by).signatures).toBe(0);
    const proof = owner.user.proof(tee.machine.wall, 'password');
    expect(sign(device, walletId, reviewId, { by, proof }).code).toBe('SUCCESS');
  });
});
