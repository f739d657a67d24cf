// Attacks on proofs: replayed, lifted into another operation, mixed of two people, nested, and guessed.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bytesToBase64Url, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { operationDigest } from '../../tee-sim/protocol/operation-digest.ts';
import type { TestSession } from '../helpers/seal-request.ts';
import { transferOf } from '../helpers/signing.ts';
import { type CallOptions, operationId, PAYMENT, type TestTee } from '../helpers/tee-in-process.ts';
import type { TestProof } from '../helpers/test-user.ts';
import { phraseSecrets } from '../helpers/wallets.ts';
import { Device, type Person, refused } from '../unit/tee-sim/ta/device.ts';

const WRONG = 'ACCESS_DENIED wrong-proof';

let device: Device;
let tee: TestTee;
let owner: Person;

beforeEach(() => {
  device = new Device();
  ({ tee, owner } = device);
});
afterEach(() => tee.dispose());

function logRows(): number {
  return (tee.mustCall('GET_STATUS', {}, { session: owner.session }) as { logRows: number }).logRows;
}

/** A login over a session of its own. */
function login(proof: TestProof, session: TestSession = tee.openSession()): string {
  return refused(tee.call('AUTHENTICATE_USER', {}, { session, proof }));
}

describe('replay', () => {
  test('the very same request, with all its proofs, is refused a second time and changes nothing', () => {
    const proof = tee.twoFactors(owner.user);
    const options = { session: owner.session, operationId: operationId(), proof };
    const { walletId } = tee.createWallet(owner.session);
    const { text, keys } = tee.seal('DELETE_WALLET', { walletId }, options);
    expect(tee.send(text, keys).code).toBe('SUCCESS');
    const rows = logRows();
    expect(refused(tee.send(text, keys))).toBe('SECURITY replayed');
    expect(logRows()).toBe(rows);
  });

  test('a committed operation asked for again: its first answer, no limit taken, no proof used up', () => {
    const { walletId } = tee.createWallet(owner.session);
    const limit = { chainId: 1, asset: 'native', perTransaction: '9'.repeat(18), perDay: '9'.repeat(18) };
    const terms = { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'], limits: [limit] };
    const limited = device.maximum('PUT_BINDING', { walletId, userId: owner.user.userId, terms });
    expect(limited.code).toBe('SUCCESS');
    const id = operationId();
    const prepared = (nonce: string) => {
      const transaction = transferOf(PAYMENT.to, PAYMENT.amountWei, { nonce });
      const params = { walletId, account: 0, transaction };
      return device.plain('PREPARE_TRANSACTION', params).body as { reviewId: string };
    };
    const { reviewId } = prepared('0');
    const pay = (options: CallOptions = {}) =>
      tee.call(
        'SIGN_TRANSACTION',
        { walletId, reviewId },
        { session: owner.session, operationId: id, ...options },
      );
    const proof = owner.user.proof(tee.machine.wall, 'password');
    const first = pay({ proof });
    expect(first.code).toBe('SUCCESS');
    const used = () =>
      (
        device.plain('GET_WALLET', { walletId }).body as {
          wallet: { binding: { usage: { usedToday: string }[] } };
        }
      ).wallet.binding.usage.map(({ usedToday }) => usedToday);
    expect(used()).toEqual([PAYMENT.amountWei]);
    const rows = logRows();
    tee.advance(6 * 60_000);
    // Long after Enhanced is over, with a proof that is wrong, or with none.
    const wrong = { factors: proof.factors, passwords: [utf8ToBytes('wrong, and never looked at')] };
    for (const again of [pay(), pay({ proof: wrong })]) {
      expect(again).toMatchObject({ code: 'SUCCESS', body: first.body });
    }
    expect(used()).toEqual([PAYMENT.amountWei]);
    expect(logRows()).toBe(rows);
    const misuse = tee.call(
      'SIGN_TRANSACTION',
      { walletId, reviewId: prepared('1').reviewId },
      { session: owner.session, operationId: id },
    );
    expect(refused(misuse)).toBe('ACCESS_CONFLICT operation-conflict');
  });

  test('somebody else’s operation id is nobody’s for me', () => {
    const bob = device.addUser('Bob');
    const id = operationId();
    const imported = (session: TestSession) =>
      tee.call('IMPORT_PHRASE', { name: 'w' }, { session, operationId: id, secrets: phraseSecrets() });
    expect(imported(owner.session).code).toBe('SUCCESS');
    const mine = tee.call('GET_OPERATION', { operationId: id }, { session: bob.session });
    expect(mine.body).toEqual({ outcome: 'unknown' });
    expect(imported(bob.session).code).toBe('SUCCESS');
  });

  test('a one-time code works once, whichever operation, session or boot it is shown to', () => {
    tee.advance(30_000);
    const proof = owner.user.proof(tee.machine.wall, 'password', 'one-time-code');
    expect(login(proof)).toBe('SUCCESS ');
    expect(login(proof)).toBe(`${WRONG} 2`);
    tee.shutDown();
    tee.boot();
    expect(login(proof)).toBe(`${WRONG} 2`);
  });

  test('a recovery code works once, also when two requests show it at once', () => {
    const proof = owner.user.proof(tee.machine.wall, 'password', 'recovery-code');
    const sealed = [tee.openSession(), tee.openSession()].map((session) =>
      tee.seal('AUTHENTICATE_USER', {}, { session, proof }),
    );
    expect(sealed.map(({ text, keys }) => refused(tee.send(text, keys)))).toEqual(['SUCCESS ', `${WRONG} 2`]);
  });
});

describe('a proof lifted into another operation', () => {
  /** The body's proof, made for one operation and sent with another. */
  function lifted(madeFor: unknown, sent: { command: string; params: unknown }) {
    const proof = tee.twoFactors(owner.user);
    const payloadDigest = operationDigest(nobleEngine, 'DELETE_WALLET', {
      params: madeFor,
      features: undefined,
      secrets: [],
    });
    const body = { proof: { payloadDigest: bytesToBase64Url(payloadDigest), factors: proof.factors } };
    return refused(
      tee.call(sent.command, sent.params, {
        session: owner.session,
        operationId: operationId(),
        secrets: proof.passwords,
        body,
      }),
    );
  }

  test('is refused before it is judged: another command, other parameters, another wallet', () => {
    const [mine, other] = [
      tee.createWallet(owner.session).walletId,
      tee.createWallet(owner.session).walletId,
    ];
    const rows = logRows();
    const attempts = [
      { command: 'DELETE_WALLET', params: { walletId: other } },
      { command: 'CONFIRM_CLIENT_PROGRAM', params: {} },
      { command: 'REMOVE_FACTOR', params: { factor: 'one-time-code' } },
      { command: 'LOCK_SESSION', params: {} },
    ];
    for (const attempt of attempts.slice(0, 3)) {
      expect(lifted({ walletId: mine }, attempt), attempt.command).toBe('SECURITY payload-changed 4');
    }
    // Denials, and not one attempt at a factor: the proof was not used up.
    expect(logRows()).toBe(rows + 3);
    expect(device.log('authentication').at(0)).toMatchObject({ event: 'success', purpose: 'login' });
    expect(lifted({ walletId: mine }, { command: 'DELETE_WALLET', params: { walletId: mine } })).toBe(
      'SUCCESS ',
    );
  });

  test('into a login: a step-up’s factors open no session', () => {
    const proof = tee.twoFactors(owner.user);
    const body = {
      proof: { payloadDigest: bytesToBase64Url(randomBytes(32)), factors: proof.factors },
    };
    const session = tee.openSession();
    const answer = tee.call('AUTHENTICATE_USER', {}, { session, secrets: proof.passwords, body });
    expect(refused(answer)).toBe('SECURITY payload-changed 4');
    expect(refused(tee.call('LIST_WALLETS', {}, { session }))).toBe('ACCESS_DENIED login-required 2');
  });

  test('with the password left out, repeated, or beside one that nobody asked for', () => {
    const proof = tee.twoFactors(owner.user);
    const [password = new Uint8Array()] = proof.passwords;
    for (const passwords of [[], [password, password], [password, randomBytes(32)]]) {
      expect(login({ ...proof, passwords })).toBe('BAD_PARAMETERS malformed');
    }
  });
});

describe('multi-factor proofs', () => {
  test('of two users, in every order and spelling, open nobody’s session', () => {
    const bob = device.addUser('Bob');
    tee.advance(30_000);
    const now = tee.machine.wall;
    const mixed = (a: Person, b: Person): TestProof => ({
      factors: {
        factor: 'multi-factor',
        primary: { factor: 'password', user: a.user.name },
        secondary: { factor: 'one-time-code', user: b.user.name, code: b.user.nextCode(now) },
      },
      passwords: [utf8ToBytes(a.user.password)],
    });
    expect(login(mixed(owner, bob))).toBe('ACCESS_DENIED other-user 2');
    expect(login(mixed(bob, owner))).toBe('ACCESS_DENIED other-user 2');
    // Within a session: somebody else's two factors do not step it up.
    const { walletId } = tee.createWallet(owner.session);
    const stepUp = (proof: TestProof) =>
      refused(
        tee.call(
          'DELETE_WALLET',
          { walletId },
          { session: owner.session, operationId: operationId(), proof },
        ),
      );
    expect(stepUp(bob.user.proof(now, 'password', 'one-time-code'))).toBe('ACCESS_DENIED other-user 4');
    expect(stepUp(mixed(owner, bob))).toBe('ACCESS_DENIED other-user 4');
    // Nothing of either was used up or counted: both still log in, once the codes are drawn that come next.
    tee.advance(120_000);
    expect(login(owner.user.proof(tee.machine.wall, 'password', 'one-time-code'))).toBe('SUCCESS ');
    expect(login(bob.user.proof(tee.machine.wall, 'password', 'one-time-code'))).toBe('SUCCESS ');
  });

  test('of one factor twice, also where a recovery code stands in for the one-time code', () => {
    tee.advance(30_000);
    const { user } = owner;
    const now = tee.machine.wall;
    const code = { factor: 'one-time-code', user: user.name, code: user.nextCode(now) } as const;
    const recovery = { factor: 'recovery-code', user: user.name, code: user.recoveryCodes[0] ?? '' } as const;
    const password = { factor: 'password', user: user.name } as const;
    const typed = utf8ToBytes(user.password);
    const twice = (
      primary: typeof code | typeof recovery | typeof password,
      secondary: typeof code | typeof recovery | typeof password,
      passwords: Uint8Array[] = [],
    ): TestProof => ({ factors: { factor: 'multi-factor', primary, secondary }, passwords });
    const proofs = [
      twice(password, password, [typed, typed]),
      twice(code, code),
      twice(code, recovery),
      twice(recovery, code),
      twice(recovery, { ...recovery, code: user.recoveryCodes[1] ?? '' }),
      twice(password, { ...password, user: 'ALICE' }, [typed, typed]),
    ];
    for (const proof of proofs) expect(login(proof)).toBe('ACCESS_DENIED same-factor 2');
    // None of the codes is used up.
    expect(login({ factors: code, passwords: [] })).toBe('SUCCESS ');
    expect(login({ factors: recovery, passwords: [] })).toBe('SUCCESS ');
  });

  test('where the second factor is wrong: the first is not used up, and nobody is logged in', () => {
    const { user } = owner;
    const recovery = user.recoveryCodes[0] ?? '';
    const mixed = (password: string): TestProof => ({
      factors: {
        factor: 'multi-factor',
        primary: { factor: 'recovery-code', user: user.name, code: recovery },
        secondary: { factor: 'password', user: user.name },
      },
      passwords: [utf8ToBytes(password)],
    });
    const session = tee.openSession();
    expect(login(mixed('not the password at all'), session)).toBe(`${WRONG} 2`);
    expect(refused(tee.call('LIST_WALLETS', {}, { session }))).toBe('ACCESS_DENIED login-required 2');
    expect(login(mixed(user.password), session)).toBe('SUCCESS ');
  });

  test.each([1, 2, 1_000])('nested %i deep are no proof at all', (depth) => {
    const leaf = { factor: 'password', user: owner.user.name };
    const nested = Array.from({ length: depth }).reduce<unknown>(
      (inner) => ({ factor: 'multi-factor', primary: inner, secondary: leaf }),
      { factor: 'multi-factor', primary: leaf, secondary: leaf },
    );
    const session = tee.openSession();
    const body = { proof: { payloadDigest: bytesToBase64Url(new Uint8Array(32)), factors: nested } };
    const secrets = [utf8ToBytes(owner.user.password)];
    const answer = tee.call('AUTHENTICATE_USER', {}, { session, body, secrets });
    expect(refused(answer)).toBe('BAD_PARAMETERS malformed');
  });
});
