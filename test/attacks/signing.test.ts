// Attacks on signing in two steps: a review taken elsewhere, kept too long, used again, or turned into something else.
import { hashMessage, keccak256, recoverAddress, recoverTransactionAddress } from 'viem';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { bytesToBase64Url, bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import type { TransactionInput } from '../../tee-sim/protocol/ethereum.ts';
import { operationDigest } from '../../tee-sim/protocol/operation-digest.ts';
import { defaultPolicy } from '../../tee-sim/protocol/policy.ts';
import { parseSigned, serializeUnsigned } from '../../tee-sim/wallet/transaction-codec.ts';
import { operationId, type TestTee } from '../helpers/tee-in-process.ts';
import { Device, type Person, refused } from '../unit/tee-sim/ta/device.ts';
import {
  AUTHORIZED,
  bind,
  importPhrase,
  LIMIT,
  left,
  OWNER,
  prepare,
  prepareMessage,
  RECIPIENT,
  sign,
  signedBy,
  signMessage,
  transfer,
  tryPrepare,
  UNKNOWN_REVIEW,
} from './signing-device.ts';

const NOTHING = { signatures: 0, used: ['0'] };
const REVIEW_LIFE_MS = 10 * 60_000;

let device: Device;
let tee: TestTee;
let owner: Person;
let walletId: string;

beforeEach(() => {
  device = new Device();
  ({ tee, owner } = device);
  walletId = importPhrase(device);
  limit([LIMIT]);
});
afterEach(() => tee.dispose());

function limit(limits: readonly object[] | undefined): void {
  expect(bind(device, walletId, owner, limits === undefined ? OWNER : { ...OWNER, limits }).code).toBe(
    'SUCCESS',
  );
}

/** Another session of the owner. */
const elsewhere = (): Person => ({ user: owner.user, session: tee.login(tee.openSession(), owner.user) });

function addAuthorized(name: string): Person {
  const person = device.addUser(name);
  expect(bind(device, walletId, person, AUTHORIZED).code).toBe('SUCCESS');
  return person;
}

const enhanced = (person = owner) => person.user.proof(tee.machine.wall, 'password');

describe('a review taken elsewhere', () => {
  test('serves no other session, user, wallet or command, and stays good for its own', () => {
    const bob = addAuthorized('Bob');
    const other = importPhrase(device, { passphrase: 'another', name: 'other' });
    const again = elsewhere();
    const { reviewId } = prepare(device, walletId);
    const attempts = {
      session: () => sign(device, walletId, reviewId, { by: again }),
      user: () => sign(device, walletId, reviewId, { by: bob }),
      wallet: () => sign(device, other, reviewId),
      command: () => signMessage(device, walletId, reviewId),
    };
    for (const [name, attempt] of Object.entries(attempts)) {
      expect(refused(attempt()), name).toBe(UNKNOWN_REVIEW);
    }
    const text = prepareMessage(device, walletId, { kind: 'text', text: 'hello' });
    expect(refused(sign(device, walletId, text.reviewId))).toBe(UNKNOWN_REVIEW);
    expect(left(device, walletId)).toEqual(NOTHING);
    expect(left(device, other).signatures).toBe(0);
    expect(sign(device, walletId, reviewId).code).toBe('SUCCESS');
    expect(left(device, walletId)).toEqual({ signatures: 1, used: ['1'] });
  });

  test('a proof made for another review, or for preparing this one, is none for signing it', () => {
    const mine = prepare(device, walletId);
    const other = prepare(device, walletId, transfer({ nonce: '1' }));
    const madeFor = {
      SIGN_TRANSACTION: { walletId, reviewId: other.reviewId },
      PREPARE_TRANSACTION: { walletId, account: 0, transaction: transfer() },
    };
    for (const [command, params] of Object.entries(madeFor)) {
      const { factors, passwords } = tee.twoFactors(owner.user);
      const digest = operationDigest(nobleEngine, command, { params, features: undefined, secrets: [] });
      const body = { proof: { payloadDigest: bytesToBase64Url(digest), factors } };
      const answer = sign(device, walletId, mine.reviewId, { secrets: passwords, body });
      expect(refused(answer), command).toBe('SECURITY payload-changed 4');
    }
    expect(left(device, walletId)).toEqual(NOTHING);
    expect(sign(device, walletId, mine.reviewId).code).toBe('SUCCESS');
  });
});

describe('a review kept until something changed', () => {
  test('under another policy it is over, also once the old one is back', () => {
    const { reviewId } = prepare(device, walletId);
    const stricter = structuredClone(defaultPolicy);
    stricter.operationAuthorization.denyFrom = 84;
    const change = (baseVersion: number, policy: unknown) =>
      expect(device.maximum('CHANGE_POLICY', { baseVersion, policy }).code).toBe('SUCCESS');
    change(0, stricter);
    expect(refused(sign(device, walletId, reviewId))).toBe('BAD_STATE review-outdated');
    expect(left(device, walletId)).toEqual(NOTHING);
    // Version 2 says what version 0 said, and is another one all the same.
    change(1, defaultPolicy);
    expect(refused(sign(device, walletId, reviewId))).toBe('BAD_STATE review-outdated');
  });

  test('a lock ends it, whoever logs in to the session afterwards', () => {
    const { reviewId } = prepare(device, walletId);
    expect(device.plain('LOCK_SESSION', {}).code).toBe('SUCCESS');
    expect(refused(sign(device, walletId, reviewId))).toBe('ACCESS_DENIED login-required 2');
    tee.advance(30_000);
    const by = { user: owner.user, session: tee.login(owner.session, owner.user) };
    expect(refused(sign(device, walletId, reviewId, { by }))).toBe(UNKNOWN_REVIEW);
    expect(left(device, walletId, by)).toEqual(NOTHING);
  });

  test('another login on its session ends it, without a lock in between', () => {
    const bob = addAuthorized('Bob');
    const { reviewId } = prepare(device, walletId);
    const over = { user: bob.user, session: tee.login(owner.session, bob.user) };
    expect(refused(sign(device, walletId, reviewId, { by: over }))).toBe(UNKNOWN_REVIEW);
  });

  test('ten minutes end it, and so does a restart', () => {
    const old = prepare(device, walletId);
    tee.advance(REVIEW_LIFE_MS - 1);
    const young = prepare(device, walletId);
    tee.advance(1);
    expect(refused(sign(device, walletId, old.reviewId, { proof: enhanced() }))).toBe(UNKNOWN_REVIEW);
    tee.shutDown();
    tee.boot();
    tee.advance(30_000);
    const by = elsewhere();
    expect(refused(sign(device, walletId, young.reviewId, { by }))).toBe(UNKNOWN_REVIEW);
    expect(left(device, walletId, by)).toEqual(NOTHING);
  });

  test('whose binding was revoked, tightened, or ran out meanwhile, signs nothing', () => {
    const bob = addAuthorized('Bob');
    const by = bob;
    const { reviewId } = prepare(device, walletId, transfer({ valueWei: '50' }), { by });
    const expected: [Record<string, unknown>, string][] = [
      [{ ...AUTHORIZED, limits: [{ ...LIMIT, perTransaction: '49' }] }, 'ACCESS_DENIED transaction-limit 3'],
      [{ ...AUTHORIZED, limits: [] }, 'ACCESS_DENIED no-limit-for-asset 3'],
      [{ type: 'Authorized', permissions: ['READ'] }, 'ACCESS_DENIED not-permitted 3'],
      [{ ...AUTHORIZED, expiresAtMs: tee.machine.wall }, 'ACCESS_DENIED binding-expired 3'],
    ];
    for (const [terms, reason] of expected) {
      expect(bind(device, walletId, bob, terms).code).toBe('SUCCESS');
      expect(refused(sign(device, walletId, reviewId, { by, proof: enhanced(bob) }))).toBe(reason);
    }
    expect(device.enhanced('REVOKE_BINDING', { walletId, userId: bob.user.userId }).code).toBe('SUCCESS');
    expect(refused(sign(device, walletId, reviewId, { by }))).toBe('ITEM_NOT_FOUND unknown-wallet 3');
    expect(left(device, walletId)).toEqual(NOTHING);
  });

  test('of a wallet that was deleted meanwhile', () => {
    const { reviewId } = prepare(device, walletId);
    expect(device.maximum('DELETE_WALLET', { walletId }).code).toBe('SUCCESS');
    expect(refused(sign(device, walletId, reviewId))).toBe('ITEM_NOT_FOUND unknown-wallet 3');
  });
});

describe('a review used again', () => {
  test('signs once; the same operation id is told the same signature, and no other operation is', () => {
    const { reviewId } = prepare(device, walletId);
    const id = operationId();
    const first = sign(device, walletId, reviewId, { operationId: id });
    expect(first.code).toBe('SUCCESS');
    expect(refused(sign(device, walletId, reviewId))).toBe(UNKNOWN_REVIEW);
    expect(sign(device, walletId, reviewId, { operationId: id }).body).toEqual(first.body);
    const other = prepare(device, walletId, transfer({ nonce: '1' }));
    expect(refused(sign(device, walletId, other.reviewId, { operationId: id }))).toBe(
      'ACCESS_CONFLICT operation-conflict',
    );
    expect(left(device, walletId)).toEqual({ signatures: 1, used: ['1'] });
  });

  test('a hundred requests at once for one review: one signature', () => {
    const { reviewId } = prepare(device, walletId, transfer({ valueWei: '60' }));
    const sealed = Array.from({ length: 100 }, () =>
      tee.seal(
        'SIGN_TRANSACTION',
        { walletId, reviewId },
        { session: owner.session, operationId: operationId() },
      ),
    );
    const answers = sealed.map(({ text, keys }) => refused(tee.send(text, keys)));
    expect(answers.filter((answer) => answer === 'SUCCESS ')).toHaveLength(1);
    // Once it is used, there is none any more; the limit, asked first where it is, says no as well.
    expect(new Set(answers.slice(1))).toEqual(new Set([UNKNOWN_REVIEW]));
    expect(left(device, walletId)).toEqual({ signatures: 1, used: ['60'] });
  });

  test('is not used up by what is denied: a missing level, a wrong proof, a limit', () => {
    limit(undefined);
    const blind = transfer({ data: `0x12345678${'00'.repeat(32)}` });
    const { reviewId, level, grounds } = prepare(device, walletId, blind);
    expect({ level, grounds }).toEqual({ level: 'Maximum', grounds: expect.arrayContaining(['unbounded']) });
    expect(refused(sign(device, walletId, reviewId))).toBe('ACCESS_DENIED maximum-needed 4');
    expect(refused(sign(device, walletId, reviewId, { proof: enhanced() }))).toBe(
      'ACCESS_DENIED maximum-needed 4',
    );
    const wrong = { ...tee.twoFactors(owner.user), passwords: [new Uint8Array(12).fill(97)] };
    expect(refused(sign(device, walletId, reviewId, { proof: wrong }))).toBe('ACCESS_DENIED wrong-proof 4');
    expect(left(device, walletId).signatures).toBe(0);
    const proof = tee.twoFactors(owner.user);
    expect(sign(device, walletId, reviewId, { proof }).code).toBe('SUCCESS');
    expect(left(device, walletId).signatures).toBe(1);
  });
});

describe('a client that says something else when it signs', () => {
  test('has no place to say it', () => {
    const { reviewId } = prepare(device, walletId);
    const good = { walletId, reviewId };
    const bodies: unknown[] = [
      { ...good, transaction: transfer({ valueWei: '99' }) },
      { ...good, account: 1 },
      { ...good, level: 'Standard' },
      { walletId },
      { reviewId },
      { walletId, reviewId: [reviewId] },
      { walletId, reviewId: `${reviewId} ` },
      { walletId, reviewId: 'B'.repeat(22) },
    ];
    for (const params of bodies) {
      expect(refused(device.plain('SIGN_TRANSACTION', params)), JSON.stringify(params)).toBe(
        'BAD_PARAMETERS malformed',
      );
    }
    const extra = [{ features: { localHour: 3 } }, { secrets: [new Uint8Array(32)] }];
    for (const options of extra) {
      expect(refused(device.plain('SIGN_TRANSACTION', good, options))).toBe('BAD_PARAMETERS malformed');
    }
    const without = tee.call('SIGN_TRANSACTION', good, { session: owner.session });
    expect(refused(without)).toBe('BAD_PARAMETERS operation-id-missing');
    expect(left(device, walletId)).toEqual(NOTHING);
  });

  test('gets exactly what the review showed, and any other tool recovers the sender', async () => {
    limit(undefined);
    const common = { chainId: 1, nonce: '3', to: RECIPIENT, valueWei: '7', data: '0x', gasLimit: '21000' };
    const priced = { ...common, gasPriceWei: '5' };
    const accessList = [{ address: RECIPIENT, storageKeys: [`0x${'01'.repeat(32)}`] }];
    const forms: TransactionInput[] = [
      { ...priced, type: 'legacy' },
      { ...priced, type: 'eip2930', accessList },
      transfer({ nonce: '9', maxFeePerGasWei: '5', accessList }),
    ];
    for (const form of forms) {
      const review = prepare(device, walletId, form);
      const signed = signedBy(sign(device, walletId, review.reviewId, { proof: tee.twoFactors(owner.user) }));
      const raw = signed.transaction?.raw ?? new Uint8Array(0);
      expect(serializeUnsigned(parseSigned(raw).transaction)).toEqual(review.bytes);
      expect(signed.hash).toEqual(review.hash);
      expect(keccak256(review.bytes)).toBe(`0x${bytesToHex(review.hash)}`);
      const serializedTransaction = `0x${bytesToHex(raw)}` as `0x02${string}`;
      expect(await recoverTransactionAddress({ serializedTransaction })).toBe(review.account.address);
      expect(keccak256(raw)).toBe(`0x${bytesToHex(signed.transaction?.hash ?? raw)}`);
    }
  });

  test('cannot have a transaction signed as a message of 32 bytes: Maximum for the owner, nothing under a limit', async () => {
    const { hash } = prepare(device, walletId, transfer({ valueWei: '1000' }));
    const message = { kind: 'bytes', bytes: `0x${bytesToHex(hash)}` };
    const limited = prepareMessage(device, walletId, message);
    expect(limited).toMatchObject({ level: 'Maximum', limit: { reason: 'unbounded-spend' } });
    expect(limited.decoded.flags).toEqual(expect.arrayContaining(['blind', 'hash-like-message']));
    const denied = signMessage(device, walletId, limited.reviewId, { proof: tee.twoFactors(owner.user) });
    expect(refused(denied)).toBe('ACCESS_DENIED unbounded-spend 3');
    limit(undefined);
    const { reviewId } = prepareMessage(device, walletId, message);
    expect(refused(signMessage(device, walletId, reviewId, { proof: enhanced() }))).toBe(
      'ACCESS_DENIED maximum-needed 4',
    );
    const answer = signMessage(device, walletId, reviewId, { proof: tee.twoFactors(owner.user) });
    const { signature, hash: signedHash } = signedBy(answer);
    // Even then it is the prefixed message that is signed, never the 32 bytes as they are.
    expect(`0x${bytesToHex(signedHash)}`).toBe(hashMessage({ raw: hash }));
    const recovered = await recoverAddress({
      hash: `0x${bytesToHex(hash)}`,
      signature: `0x${bytesToHex(signature)}`,
    });
    expect(recovered).not.toBe(prepare(device, walletId).account.address);
  });

  test('cannot make a payment usual by preparing it often', () => {
    limit(undefined);
    const first = prepare(device, walletId, transfer(), { features: { localHour: 3 } });
    for (let i = 0; i < 10; i += 1) {
      tee.advance(61_000);
      prepare(device, walletId, transfer(), { features: { localHour: 3 } });
    }
    tee.advance(61_000);
    const last = prepare(device, walletId, transfer(), { features: { localHour: 3 } });
    expect(last.assessment.score).toBeGreaterThanOrEqual(first.assessment.score);
    expect(last.assessment.factors.map(({ rule }) => rule)).toContain('first-payment-to-address');
    expect(last.firstPaidMs).toBeUndefined();
  });
});

describe('flooded with reviews', () => {
  test('a session keeps sixteen; one that is signed, or is over, makes room', () => {
    limit(undefined);
    const kept = Array.from({ length: 16 }, (_, i) => prepare(device, walletId, transfer({ nonce: `${i}` })));
    const FULL = 'BUSY reviews-full';
    expect(refused(tryPrepare(device, walletId))).toBe(FULL);
    const message = { walletId, account: 0, message: { kind: 'text', text: 'one more' } };
    expect(refused(device.plain('PREPARE_MESSAGE', message))).toBe(FULL);
    // Another session has room of its own.
    expect(tryPrepare(device, walletId, transfer(), { by: elsewhere() }).code).toBe('SUCCESS');
    const [oldest] = kept;
    expect(sign(device, walletId, oldest?.reviewId ?? '', { proof: enhanced() }).code).toBe('SUCCESS');
    expect(tryPrepare(device, walletId).code).toBe('SUCCESS');
    expect(refused(tryPrepare(device, walletId))).toBe(FULL);
    tee.advance(REVIEW_LIFE_MS);
    expect(tryPrepare(device, walletId).code).toBe('SUCCESS');
    expect(refused(sign(device, walletId, kept[1]?.reviewId ?? '', { proof: enhanced() }))).toBe(
      UNKNOWN_REVIEW,
    );
  });

  test('what is too large, or refused, takes no room and leaves no row', () => {
    const rows = () => (device.plain('GET_STATUS', {}).body as { logRows: number }).logRows;
    const before = rows();
    const huge = transfer({ data: `0x${'00'.repeat(131_073)}` });
    for (let i = 0; i < 20; i += 1) {
      expect(refused(tryPrepare(device, walletId, huge))).toBe('BAD_PARAMETERS malformed');
      expect(refused(tryPrepare(device, walletId, { unsigned: '0x00' }))).toBe(
        'NOT_SUPPORTED unsupported-transaction-type',
      );
    }
    expect(rows()).toBe(before);
    expect(tryPrepare(device, walletId).code).toBe('SUCCESS');
  });
});

test('what a layer denies or the payload forbids leaves limit and history as they were', () => {
  const attempts: [string, () => string][] = [
    ['ACCESS_DENIED transaction-limit 3', () => tried({ valueWei: '61' })],
    ['ACCESS_DENIED no-limit-for-asset 3', () => tried({ chainId: 137 })],
    // 21,000 gas at one wei each: the fee alone is over the limit.
    ['ACCESS_DENIED transaction-limit 3', () => tried({ maxFeePerGasWei: '1' })],
    ['ACCESS_DENIED unbounded-spend 3', () => tried({ to: null, data: '0x6000' })],
    ['ACCESS_DENIED unbounded-spend 3', () => tried({ data: '0x12345678' })],
  ];
  const tried = (change: Parameters<typeof transfer>[0]): string => {
    const { reviewId } = prepare(device, walletId, transfer(change));
    return refused(sign(device, walletId, reviewId, { proof: tee.twoFactors(owner.user) }));
  };
  for (const [expected, attempt] of attempts) expect(attempt()).toBe(expected);
  expect(left(device, walletId)).toEqual(NOTHING);
});
