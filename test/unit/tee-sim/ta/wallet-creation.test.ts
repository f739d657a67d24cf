import { mnemonicToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesToUtf8, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { operationId } from '../../../helpers/tee-in-process.ts';
import { Device, type Person, refused } from './device.ts';

const MINUTE_MS = 60_000;

let device: Device;
let bob: Person;
beforeAll(() => {
  device = new Device();
  bob = device.addUser('Bob');
});
afterAll(() => device.tee.dispose());

function prepare(words: 12 | 24 = 12, by: Person = device.owner) {
  const answer = device.plain('PREPARE_WALLET', { words }, { by });
  const [phrase = new Uint8Array(0)] = answer.secrets;
  const { wordsToCheck } = answer.body as { wordsToCheck: number[] };
  const list = bytesToUtf8(phrase).split(' ');
  return { list, wordsToCheck, checkedWords: wordsToCheck.map((place) => list[place] ?? '') };
}

function create(checkedWords: readonly string[], passphrase = '', by: Person = device.owner) {
  const params = { name: ' Rent ', checkedWords };
  return device.plain('CREATE_WALLET', params, { secrets: [utf8ToBytes(passphrase)], by });
}

test.each([12, 24] as const)('a phrase of %i words becomes a wallet that viem derives alike', (words) => {
  const { list, wordsToCheck, checkedWords } = prepare(words);
  expect(list).toHaveLength(words);
  expect(new Set(wordsToCheck).size).toBe(3);
  expect([...wordsToCheck].sort((a, b) => a - b)).toEqual(wordsToCheck);
  expect(Math.max(...wordsToCheck)).toBeLessThan(words);
  const { body } = create(checkedWords);
  const { walletId, account } = body as { walletId: string; account: unknown };
  const { address } = mnemonicToAccount(list.join(' '));
  expect(account).toEqual({ index: 0, address });
  const expected = {
    wallet: {
      walletId,
      name: 'Rent',
      source: 'phrase',
      imported: false,
      accounts: 1,
      firstAccount: { index: 0, address },
      binding: {
        userId: 'device-owner',
        userName: 'Alice',
        terms: { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'] },
        usage: [],
      },
    },
    accounts: [{ index: 0, address }],
  };
  expect(device.plain('GET_WALLET', { walletId }).body).toMatchObject(expected);
  const { wallets } = device.plain('LIST_WALLETS', {}).body as { wallets: unknown[] };
  expect(wallets).toContainEqual(expect.objectContaining({ ...expected.wallet, binding: expect.anything() }));
  expect(device.log('wallet')[0]).toMatchObject({
    command: 'CREATE_WALLET',
    wallet: { walletId, name: 'Rent', account: { address } },
  });
});

test('a passphrase gives another wallet of the same words', () => {
  const { list, checkedWords } = prepare();
  const { account } = create(checkedWords, 'señor Ångström').body as { account: { address: string } };
  // BIP-39 takes the passphrase in NFKD, as viem does.
  expect(account.address).not.toBe(mnemonicToAccount(list.join(' ')).address);
  expect(account.address).toBe(mnemonicToAccount(list.join(' '), { passphrase: 'señor Ångström' }).address);
});

test('no two phrases are alike', () => {
  expect(prepare().list).not.toEqual(prepare().list);
});

describe('the check of words', () => {
  test('takes any case and space around them', () => {
    const { checkedWords } = prepare();
    expect(create(checkedWords.map((word) => ` ${word.toUpperCase()} `)).code).toBe('SUCCESS');
  });

  test('refuses a wrong, missing or swapped word, and lets try again twice', () => {
    const { checkedWords } = prepare();
    const [first = '', second = '', third = ''] = checkedWords;
    const wrong = 'BAD_PARAMETERS words-do-not-match';
    expect(refused(create([first, second, third === 'zoo' ? 'zone' : 'zoo']))).toBe(wrong);
    expect(refused(create([first, '', third]))).toBe(wrong);
    expect(create(checkedWords).code).toBe('SUCCESS');
    prepare();
    for (let i = 0; i < 3; i += 1) expect(refused(create(['', '', '']))).toBe(wrong);
    expect(refused(create(['', '', '']))).toBe('BAD_STATE not-prepared');
  });

  test('drops the phrase for good at the third wrong one', () => {
    const { checkedWords } = prepare();
    for (let i = 0; i < 3; i += 1) create(['no', 'no', 'no']);
    expect(refused(create(checkedWords))).toBe('BAD_STATE not-prepared');
  });
});

describe('a prepared phrase', () => {
  test('is used up by the wallet that it becomes', () => {
    const { checkedWords } = prepare();
    expect(create(checkedWords).code).toBe('SUCCESS');
    expect(refused(create(checkedWords))).toBe('BAD_STATE not-prepared');
  });

  test('is answered again to the same operation, which creates nothing twice', () => {
    const { checkedWords } = prepare();
    const options = { secrets: [new Uint8Array(0)], operationId: operationId() };
    const params = { name: 'once', checkedWords };
    const first = device.plain('CREATE_WALLET', params, options);
    const again = device.plain('CREATE_WALLET', params, options);
    expect([first.code, again.code]).toEqual(['SUCCESS', 'SUCCESS']);
    expect(again.body).toEqual(first.body);
    const { wallets } = device.plain('LIST_WALLETS', {}).body as { wallets: { name: string }[] };
    expect(wallets.filter(({ name }) => name === 'once')).toHaveLength(1);
  });

  test('gives way to the next one', () => {
    const { checkedWords } = prepare();
    prepare(24);
    expect(refused(create(checkedWords))).toBe('BAD_PARAMETERS words-do-not-match');
  });

  test('belongs to its session', () => {
    const { checkedWords } = prepare();
    expect(refused(create(checkedWords, '', bob))).toBe('BAD_STATE not-prepared');
    expect(create(checkedWords).code).toBe('SUCCESS');
  });

  test('is gone after 15 minutes, however often it is asked for', () => {
    const { checkedWords } = prepare();
    device.tee.advance(14 * MINUTE_MS);
    device.plain('GET_STATUS', {});
    device.tee.advance(MINUTE_MS);
    expect(refused(create(checkedWords))).toBe('BAD_STATE not-prepared');
  });

  test('is gone when the session is locked', () => {
    const session = device.tee.login(device.tee.openSession(), bob.user);
    const { checkedWords } = prepare(12, { ...bob, session });
    device.tee.mustCall('LOCK_SESSION', {}, { session });
    const again = { ...bob, session: device.tee.login(session, bob.user) };
    expect(refused(create(checkedWords, '', again))).toBe('BAD_STATE not-prepared');
  });

  test('without a session that is logged in is none at all', () => {
    const session = device.tee.openSession();
    const answer = device.tee.call('PREPARE_WALLET', { words: 12 }, { session });
    expect(refused(answer)).toBe('ACCESS_DENIED login-required 2');
    expect(answer.secrets).toEqual([]);
  });
});

test('a passphrase that is no UTF-8 is refused, and the phrase stays', () => {
  const { checkedWords } = prepare();
  const params = { name: 'odd', checkedWords };
  const answer = device.plain('CREATE_WALLET', params, { secrets: [Uint8Array.of(0xc3, 0x28)] });
  expect(refused(answer)).toBe('BAD_PARAMETERS malformed');
  expect(create(checkedWords).code).toBe('SUCCESS');
});
