import { beforeEach, describe, expect, test } from 'vitest';
import type { TrackedInput, TrackedTransaction } from '../../../../../preload/networks.ts';
import { type Sent, sentOf } from '../../../../../renderer/app/networks/sent-before.ts';
import {
  fateOf,
  findUnsettled,
  type LeftPayment,
  waitingOf,
} from '../../../../../renderer/app/networks/unsettled.ts';
import { walletIdSchema } from '../../../../../tee-sim/protocol/bindings.ts';
import { hexToBytes } from '../../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../../tee-sim/protocol/codes.ts';
import { operationIdSchema } from '../../../../../tee-sim/protocol/schema.ts';
import { ACCOUNT, HASH, tracked } from './network-samples.ts';

const WALLET = walletIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA');
const OTHER_HASH = `0x${'cd'.repeat(32)}`;
const LEFT: LeftPayment = {
  walletId: WALLET,
  reservationId: 'AAAAAAAAAAAAAAAAAAAAAA',
  operationId: operationIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA'),
};
const OWNER = { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'] };
const SIGNER = { type: 'Authorized', permissions: ['READ', 'SIGN'] };
const READER = { type: 'Authorized', permissions: ['READ'] };

/** A wallet with one account, and signatures of whom it says. */
class ScriptedTee {
  readonly asked: string[] = [];
  terms: object = OWNER;
  signatures: { readonly hash: string; readonly userName: string }[] = [{ hash: HASH, userName: 'Ada' }];
  outcome: object | TeeError = { outcome: 'unknown' };

  invoke = (async (command: string, { before, limit = 0, number = 0 }: Record<string, number>) => {
    this.asked.push(command);
    const wallet = { walletId: WALLET, binding: { terms: JSON.stringify(this.terms) } };
    switch (command) {
      case 'LIST_WALLETS':
        return { result: { wallets: [wallet] } };
      case 'GET_WALLET':
        return { result: { wallet, accounts: [{ index: 0, address: ACCOUNT }] } };
      case 'GET_SIGNATURE':
        return { result: { summary: this.#summary(number) } };
      default: {
        const newest = Math.min(this.signatures.length, (before ?? Number.MAX_SAFE_INTEGER) - 1);
        const count = Math.max(0, Math.min(limit, newest));
        return { result: { signatures: Array.from({ length: count }, (_, i) => this.#summary(newest - i)) } };
      }
    }
  }) as unknown as Parameters<typeof findUnsettled>[0]['tee']['invoke'];

  whenOpen = async () => true;

  findOutcome = (async () => {
    if (this.outcome instanceof TeeError) throw this.outcome;
    return this.outcome;
  }) as unknown as Parameters<typeof findUnsettled>[0]['tee']['findOutcome'];

  #summary(number: number) {
    const { hash, userName } = this.signatures[number - 1] ?? { hash: HASH, userName: '' };
    return { number, userName, signedAtMs: 1_000, transactionHash: hexToBytes(hash.slice(2)) };
  }
}

function sentWith(transactions: readonly TrackedTransaction[], lostAtMs?: number): Sent {
  const byHash = Object.fromEntries(transactions.map((each) => [each.hash, each]));
  const lostJournal = lostAtMs === undefined ? undefined : { name: 'x', atMs: lostAtMs };
  return sentOf(
    { byHash, isLoaded: true },
    { known: { networks: [], offered: [], putAside: [], lostJournal } },
  );
}

const prepared = (change: Partial<TrackedInput> = {}) => tracked({ state: 'prepared', ...change });

let tee: ScriptedTee;
beforeEach(() => {
  tee = new ScriptedTee();
});

const find = (sent: Sent, left: readonly LeftPayment[] = [], name = 'Ada') =>
  findUnsettled({ tee, user: { name }, sent }, left);

describe('in the journal', () => {
  test('only what was not sent, or nobody knows, is anything to be told of', () => {
    expect(fateOf(prepared())).toBe('not-sent');
    expect(fateOf(tracked({ state: 'unknown' }))).toBe('unknown');
    for (const state of ['broadcasting', 'pending', 'mined', 'replaced', 'dropped', 'failed'] as const)
      expect(fateOf(tracked({ state })), state).toBeUndefined();
    expect(fateOf(prepared({ settled: true }))).toBeUndefined();
    expect(fateOf(prepared({ kind: 'user-operation' }))).toBeUndefined();
    expect(fateOf(undefined)).toBeUndefined();
  });

  test('what waits longest comes first', () => {
    const later = prepared({ hash: OTHER_HASH, createdAtMs: 1_900_000_000_000 });
    expect(waitingOf(sentWith([later, prepared()])).map(({ hash }) => hash)).toEqual([HASH, OTHER_HASH]);
  });

  test('nobody is asked anything while nothing waits', async () => {
    expect(await find(sentWith([tracked()]))).toEqual([]);
    expect(tee.asked).toEqual([]);
  });

  test('it is found with its words, of one own wallet, whoever signed', async () => {
    const found = await find(sentWith([prepared()]), [], 'Grace');
    expect(found).toMatchObject([
      { key: HASH, fate: 'not-sent', walletId: WALLET, left: undefined, summary: { number: 1 } },
    ]);
  });

  test('far back in the history it is found too', async () => {
    const others = Array.from({ length: 250 }, () => ({ hash: OTHER_HASH, userName: 'Ada' }));
    tee.signatures = [{ hash: HASH, userName: 'Ada' }, ...others];
    expect(await find(sentWith([prepared()]))).toMatchObject([{ summary: { number: 1 } }]);
  });

  test('its owner is told of it even where the history does not have it', async () => {
    tee.signatures = [];
    expect(await find(sentWith([prepared()]))).toMatchObject([{ key: HASH, summary: undefined }]);
  });

  test('who may sign with a wallet of somebody else is told of their own only', async () => {
    tee.terms = SIGNER;
    expect(await find(sentWith([prepared()]), [], 'Grace')).toEqual([]);
    expect(await find(sentWith([prepared()]), [], 'Ada')).toHaveLength(1);
    tee.signatures = [];
    expect(await find(sentWith([prepared()]), [], 'Ada')).toEqual([]);
  });

  test('who only reads a wallet, or has none with that account, is told nothing', async () => {
    tee.terms = READER;
    expect(await find(sentWith([prepared()]))).toEqual([]);
    tee.terms = OWNER;
    const account = `0x${'2'.repeat(40)}`;
    expect(await find(sentWith([prepared({ account })]))).toEqual([]);
  });
});

describe('left behind by a window', () => {
  const signed = {
    outcome: 'committed',
    command: 'SIGN_TRANSACTION',
    result: { number: 1, transaction: { hash: hexToBytes(HASH.slice(2)) } },
  };

  test('what was signed and is in no journal was not sent', async () => {
    tee.outcome = signed;
    expect(await find(sentWith([]), [LEFT])).toMatchObject([
      { key: HASH, fate: 'not-sent', left: LEFT, summary: { number: 1 } },
    ]);
  });

  test('nobody knows whether it was sent where the journal was lost since', async () => {
    tee.outcome = signed;
    expect(await find(sentWith([], 1_000), [LEFT])).toMatchObject([{ fate: 'unknown' }]);
    expect(await find(sentWith([], 999), [LEFT])).toMatchObject([{ fate: 'not-sent' }]);
  });

  test('what was not signed is nothing to be told of', async () => {
    expect(await find(sentWith([]), [LEFT])).toEqual([]);
  });

  test('what the TEE cannot say is not known', async () => {
    tee.outcome = new TeeError('CORRUPT_OBJECT', 'damaged-record');
    expect(await find(sentWith([]), [LEFT])).toMatchObject([
      { key: LEFT.operationId, fate: 'unknown', summary: undefined },
    ]);
  });
});
