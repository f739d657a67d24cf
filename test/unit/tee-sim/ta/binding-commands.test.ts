import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestAnswer } from '../../../helpers/seal-request.ts';
import { transferOf } from '../../../helpers/signing.ts';
import { operationId, PAYMENT } from '../../../helpers/tee-in-process.ts';
import { Device, type Person, refused } from './device.ts';

const ALL_DAY = 25 * 3_600_000;
const UNKNOWN_USER = 'AAAAAAAAAAAAAAAAAAAAAQ';

let device: Device;
let [bob, eve]: Person[] = [];
beforeAll(() => {
  device = new Device();
  bob = device.addUser('Bob');
  eve = device.addUser('Eve');
});
afterAll(() => device.tee.dispose());

const coins = (perTransaction: number, perDay: number) => [
  { chainId: 1, asset: 'native', perTransaction: String(perTransaction), perDay: String(perDay) },
];
const authorized = { type: 'Authorized', permissions: ['READ', 'SIGN'] };

function newWallet(by: Person = device.owner): string {
  return device.tee.createWallet(by.session).walletId;
}

function grant(walletId: string, to: Person | undefined, terms: object = authorized): void {
  const answer = device.maximum('PUT_BINDING', { walletId, userId: to?.user.userId, terms });
  expect(refused(answer)).toBe('SUCCESS ');
}

function login(person: Person | undefined): Person {
  const { user } = person as Person;
  return { user, session: device.tee.login(device.tee.openSession(), user) };
}

function prepare(walletId: string, by: Person | undefined, amountWei = 1): TestAnswer {
  const transaction = transferOf(PAYMENT.to, BigInt(amountWei));
  const params = { walletId, account: 0, transaction };
  return device.plain('PREPARE_TRANSACTION', params, { by: by as Person });
}

const reviewIdOf = ({ body }: TestAnswer) => (body as { reviewId: string }).reviewId;

/** With two factors, so that no risk denies what the limits let through. */
function sign(walletId: string, by: Person | undefined, reviewId: string, id = operationId()): TestAnswer {
  return device.maximum('SIGN_TRANSACTION', { walletId, reviewId }, { by: by as Person, operationId: id });
}

function pay(walletId: string, by: Person | undefined = device.owner, amountWei = 1): TestAnswer {
  const prepared = prepare(walletId, by, amountWei);
  return prepared.code === 'SUCCESS' ? sign(walletId, by, reviewIdOf(prepared)) : prepared;
}

describe('PUT_BINDING', () => {
  test('grants at Maximum, tightens at Enhanced, loosens at Maximum again', () => {
    const walletId = newWallet();
    const userId = bob?.user.userId;
    const put = (level: 'plain' | 'enhanced' | 'maximum', limits: object) =>
      refused(device[level]('PUT_BINDING', { walletId, userId, terms: { ...authorized, limits } }));
    expect(put('enhanced', coins(50, 100))).toBe('ACCESS_DENIED maximum-needed 4');
    expect(put('maximum', coins(50, 100))).toBe('SUCCESS ');
    device.tee.advance(301_000);
    expect(put('plain', coins(40, 80))).toBe('ACCESS_DENIED enhanced-needed 4');
    expect(put('enhanced', coins(40, 80))).toBe('SUCCESS ');
    expect(put('enhanced', coins(41, 80))).toBe('ACCESS_DENIED maximum-needed 4');
    expect(put('maximum', coins(41, 80))).toBe('SUCCESS ');
    const { bindings } = device.plain('LIST_BINDINGS', { walletId }).body as { bindings: unknown[] };
    expect(bindings).toMatchObject([
      { userName: 'Alice' },
      { userName: 'Bob', terms: { limits: coins(41, 80) }, usage: [{ usedToday: '0' }] },
    ]);
    expect(device.log('binding')[0]).toMatchObject({
      binding: { walletId, userId, from: { limits: coins(40, 80) }, to: { limits: coins(41, 80) } },
    });
  });

  test('refuses an unknown user, a second owner, and terms that the type does not have', () => {
    const walletId = newWallet();
    const put = (userId: string | undefined, terms: object) =>
      refused(device.maximum('PUT_BINDING', { walletId, userId, terms }));
    expect(put(UNKNOWN_USER, authorized)).toBe('ITEM_NOT_FOUND unknown-user');
    expect(put(bob?.user.userId, { type: 'Owner', permissions: ['READ'] })).toBe(
      'ACCESS_DENIED not-permitted',
    );
    expect(put(bob?.user.userId, { type: 'Guardian', permissions: ['READ', 'SIGN'] })).toBe(
      'BAD_PARAMETERS malformed',
    );
  });

  test("limits the owner's own payments, and takes nothing else from the owner", () => {
    const walletId = newWallet();
    const { userId } = device.owner.user;
    const whole = { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'] };
    const put = (terms: object) => refused(device.maximum('PUT_BINDING', { walletId, userId, terms }));
    expect(put({ ...whole, permissions: ['READ', 'SIGN'] })).toBe('BAD_STATE own-binding');
    expect(put({ ...whole, expiresAtMs: device.tee.machine.wall + ALL_DAY })).toBe('BAD_STATE own-binding');
    expect(put(authorized)).toBe('BAD_STATE own-binding');
    expect(put({ ...whole, limits: coins(10, 10) })).toBe('SUCCESS ');
    expect(refused(pay(walletId, device.owner, 11))).toBe('ACCESS_DENIED transaction-limit 3');
    expect(put(whole)).toBe('SUCCESS ');
  });

  test('is the owner’s: neither an authorized user nor a guardian changes who is bound', () => {
    const walletId = newWallet();
    grant(walletId, bob);
    grant(walletId, eve, { type: 'Guardian', permissions: ['READ', 'APPROVE'] });
    for (const by of [bob, eve]) {
      for (const [command, terms] of [
        ['PUT_BINDING', { terms: authorized }],
        ['REVOKE_BINDING', {}],
      ] as const) {
        const params = { walletId, userId: 'device-owner', ...terms };
        const answer = device.plain(command, params, { by: by as Person });
        expect(refused(answer)).toBe('ACCESS_DENIED not-permitted 3');
      }
      const deleted = device.plain('DELETE_WALLET', { walletId }, { by: by as Person });
      expect(refused(deleted)).toBe('ACCESS_DENIED not-permitted 3');
    }
  });
});

describe('a binding', () => {
  test('of a guardian sees the wallet and cannot pay from it', () => {
    const walletId = newWallet();
    grant(walletId, eve, { type: 'Guardian', permissions: ['READ', 'APPROVE'] });
    expect(device.plain('GET_WALLET', { walletId }, { by: eve as Person }).code).toBe('SUCCESS');
    expect(refused(pay(walletId, eve, 1))).toBe('ACCESS_DENIED not-permitted 3');
  });

  test('without READ is in no list', () => {
    const walletId = newWallet();
    grant(walletId, eve, { type: 'Authorized', permissions: ['SIGN'] });
    expect(JSON.stringify(device.plain('LIST_WALLETS', {}, { by: eve as Person }).body)).not.toContain(
      walletId,
    );
    expect(refused(device.plain('GET_WALLET', { walletId }, { by: eve as Person }))).toBe(
      'ACCESS_DENIED not-permitted 3',
    );
  });

  test('that is revoked is as if it had never been, and cannot be revoked twice', () => {
    const walletId = newWallet();
    const userId = bob?.user.userId;
    grant(walletId, bob);
    expect(pay(walletId, bob, 1).code).toBe('SUCCESS');
    expect(device.plain('REVOKE_BINDING', { walletId, userId }).code).toBe('SUCCESS');
    expect(refused(pay(walletId, bob, 1))).toBe('ITEM_NOT_FOUND unknown-wallet 3');
    expect(refused(device.plain('REVOKE_BINDING', { walletId, userId }))).toBe(
      'ITEM_NOT_FOUND unknown-binding',
    );
    const own = device.plain('REVOKE_BINDING', { walletId, userId: 'device-owner' });
    expect(refused(own)).toBe('BAD_STATE own-binding');
  });

  test('ends by the later of TEE and wall time, and then is in no list', () => {
    const walletId = newWallet();
    grant(walletId, bob, { ...authorized, expiresAtMs: device.tee.machine.wall + 120_000 });
    expect(pay(walletId, bob, 1).code).toBe('SUCCESS');
    device.tee.advance(120_000);
    expect(refused(pay(walletId, bob, 1))).toBe('ACCESS_DENIED binding-expired 3');
    expect(JSON.stringify(device.plain('LIST_WALLETS', {}, { by: bob as Person }).body)).not.toContain(
      walletId,
    );
  });
});

describe('limits', () => {
  test('let exactly one of eight signatures for 60 % of the day through', () => {
    const walletId = newWallet();
    grant(walletId, bob, { ...authorized, limits: coins(100, 100) });
    const reviews = Array.from({ length: 8 }, () => reviewIdOf(prepare(walletId, bob, 60)));
    const proof = device.tee.twoFactors((bob as Person).user);
    // Each could pay alone: all bring the same proof, which is only looked at where the limits let a request through.
    const answers = reviews.map((reviewId) =>
      refused(device.plain('SIGN_TRANSACTION', { walletId, reviewId }, { by: bob as Person, proof })),
    );
    expect(answers[0]).toBe('SUCCESS ');
    expect(answers.slice(1)).toEqual(new Array(7).fill('ACCESS_DENIED daily-limit 3'));
    const { wallet } = device.plain('GET_WALLET', { walletId }, { by: bob as Person }).body as {
      wallet: { binding: { usage: unknown } };
    };
    expect(wallet.binding.usage).toEqual([{ chainId: 1, asset: 'native', usedToday: '60' }]);
  });

  test('take the same operation sent twice once', () => {
    const walletId = newWallet();
    grant(walletId, bob, { ...authorized, limits: coins(100, 100) });
    const id = operationId();
    const reviewId = reviewIdOf(prepare(walletId, bob, 60));
    const [first, second] = [sign(walletId, bob, reviewId, id), sign(walletId, bob, reviewId, id)];
    expect(first.code).toBe('SUCCESS');
    expect(second.body).toEqual(first.body);
    expect(pay(walletId, bob, 40).code).toBe('SUCCESS');
    // The repetition is answered also where it would not fit any more.
    expect(sign(walletId, bob, reviewId, id).body).toEqual(first.body);
  });

  test('know of payments from before the binding was revoked and granted anew', () => {
    const walletId = newWallet();
    const terms = { ...authorized, limits: coins(100, 100) };
    grant(walletId, bob, terms);
    expect(refused(pay(walletId, bob, 60))).toBe('SUCCESS ');
    device.plain('REVOKE_BINDING', { walletId, userId: bob?.user.userId });
    grant(walletId, bob, terms);
    expect(refused(pay(walletId, bob, 60))).toBe('ACCESS_DENIED daily-limit 3');
  });

  test('hold across a restart and a jump of the wall clock, and roll on with running time', () => {
    const { tee } = device;
    const walletId = newWallet();
    grant(walletId, bob, { ...authorized, limits: coins(100, 100) });
    expect(refused(pay(walletId, bob, 60))).toBe('SUCCESS ');
    tee.machine.wall += 10 * ALL_DAY;
    // Sessions end by the wall clock; limits do not move by it, and are asked before any proof.
    const denied = (by: Person) => {
      const reviewId = reviewIdOf(prepare(walletId, by, 60));
      return refused(device.plain('SIGN_TRANSACTION', { walletId, reviewId }, { by }));
    };
    expect(denied(login(bob))).toBe('ACCESS_DENIED daily-limit 3');
    tee.machine.wall -= 10 * ALL_DAY;
    tee.shutDown();
    tee.boot();
    expect(denied(login(bob))).toBe('ACCESS_DENIED daily-limit 3');
    tee.advance(ALL_DAY);
    const tomorrow = login(bob);
    expect(refused(pay(walletId, tomorrow, 60))).toBe('SUCCESS ');
    bob = tomorrow;
    eve = login(eve);
    Object.assign(device, { owner: login(device.owner) });
  });
});
