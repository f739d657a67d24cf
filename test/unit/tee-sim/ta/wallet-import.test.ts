import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hexToBytes, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { JUNK_ACCOUNTS, JUNK_KEY, JUNK_PHRASE, phraseSecrets } from '../../../helpers/wallets.ts';
import { Device, type Person, refused } from './device.ts';

let device: Device;
let [bob, eve]: Person[] = [];
beforeAll(() => {
  device = new Device();
  bob = device.addUser('Bob');
  eve = device.addUser('Eve');
});
afterAll(() => device.tee.dispose());

function importPhrase(phrase: string, { passphrase = '', by = device.owner } = {}) {
  return device.plain(
    'IMPORT_PHRASE',
    { name: 'old' },
    { secrets: phraseSecrets({ phrase, passphrase }), by },
  );
}

function importKey(key: Uint8Array, by = device.owner) {
  return device.plain('IMPORT_KEY', { name: 'old key' }, { secrets: [key], by });
}

function remove({ body }: { body: unknown }, by = device.owner): void {
  const { walletId } = body as { walletId: string };
  expect(device.maximum('DELETE_WALLET', { walletId }, { by }).code).toBe('SUCCESS');
}

const account = (address: string) => ({ account: { index: 0, address } });

describe('IMPORT_PHRASE', () => {
  test.each([
    ['as it is written', JUNK_PHRASE],
    ['in capitals', JUNK_PHRASE.toUpperCase()],
    ['with odd spacing', `\n\t ${JUNK_PHRASE.replaceAll(' ', '   ')}\r\n`],
    ['with full-width spaces', JUNK_PHRASE.replaceAll(' ', '　')],
    [
      'in full-width letters',
      JUNK_PHRASE.replaceAll(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    ],
  ])('takes the phrase that everybody knows, %s', (_, phrase) => {
    const answer = importPhrase(phrase);
    expect(answer.body).toMatchObject(account(JUNK_ACCOUNTS[0]));
    const { walletId } = answer.body as { walletId: string };
    const { wallet } = device.plain('GET_WALLET', { walletId }).body as { wallet: object };
    expect(wallet).toMatchObject({ source: 'phrase', imported: true, accounts: 1 });
    remove(answer);
  });

  test.each([
    ['a wrong checksum', JUNK_PHRASE.replace('junk', 'test'), 'wrong-checksum'],
    ['a word of no list', JUNK_PHRASE.replace('junk', 'jumk'), 'unknown-word'],
    ['a word of another list', JUNK_PHRASE.replace('junk', 'ábaco'), 'unknown-word'],
    ['an invisible character', JUNK_PHRASE.replace('junk', 'ju\u200bnk'), 'unknown-word'],
    ['eleven words', JUNK_PHRASE.replace(' junk', ''), 'wrong-word-count'],
    ['thirteen words', `${JUNK_PHRASE} test`, 'wrong-word-count'],
    ['fifteen words', 'abandon '.repeat(14).concat('address'), 'wrong-word-count'],
    ['nothing but spaces', '    ', 'wrong-word-count'],
  ])('refuses %s, and stores nothing', (_, phrase, reason) => {
    const before = device.log('wallet').length;
    expect(refused(importPhrase(phrase))).toBe(`BAD_PARAMETERS ${reason}`);
    expect(device.plain('LIST_WALLETS', {}).body).toMatchObject({ wallets: [] });
    expect(device.log('wallet')).toHaveLength(before);
  });

  test('takes the same words with a passphrase as another wallet', () => {
    const plain = importPhrase(JUNK_PHRASE);
    const hidden = importPhrase(JUNK_PHRASE, { passphrase: 'TREZOR' });
    expect(hidden.code).toBe('SUCCESS');
    expect(hidden.body).not.toMatchObject(account(JUNK_ACCOUNTS[0]));
    remove(plain);
    remove(hidden);
  });

  test('takes one wallet once for each owner, however it comes', () => {
    const mine = importPhrase(JUNK_PHRASE);
    expect(refused(importPhrase(JUNK_PHRASE))).toBe('ACCESS_CONFLICT wallet-exists');
    expect(refused(importKey(JUNK_KEY))).toBe('ACCESS_CONFLICT wallet-exists');
    const bobs = importPhrase(JUNK_PHRASE, { by: bob as Person });
    expect(bobs.code).toBe('SUCCESS');
    remove(bobs, bob);
    const { walletId } = mine.body as { walletId: string };
    device.plain('DERIVE_ACCOUNTS', { walletId, count: 1 });
    const second = device.maximum('EXPORT_KEY', { walletId, account: 1 }).secrets[0] as Uint8Array;
    expect(refused(importKey(second))).toBe('ACCESS_CONFLICT wallet-exists');
    const bobsSecond = importKey(second, bob as Person);
    expect(bobsSecond.code).toBe('SUCCESS');
    remove(bobsSecond, bob);
    remove(mine);
    // Removed, it may come back.
    const again = importPhrase(JUNK_PHRASE);
    expect(again.code).toBe('SUCCESS');
    remove(again);
  });

  test('does not take a wallet that somebody shares for the one who imports', () => {
    const mine = importPhrase(JUNK_PHRASE);
    const { walletId } = mine.body as { walletId: string };
    const terms = { type: 'Authorized', permissions: ['READ'] };
    device.maximum('PUT_BINDING', { walletId, userId: eve?.user.userId, terms });
    const eves = importPhrase(JUNK_PHRASE, { by: eve as Person });
    expect(eves.code).toBe('SUCCESS');
    remove(eves, eve);
    remove(mine);
  });

  test('takes no phrase without end', () => {
    expect(refused(importPhrase('test '.repeat(300)))).toBe('BAD_PARAMETERS malformed');
  });
});

describe('IMPORT_KEY', () => {
  test('takes one key as one account, which has no phrase', () => {
    const answer = importKey(JUNK_KEY);
    expect(answer.body).toMatchObject(account(JUNK_ACCOUNTS[0]));
    const { walletId } = answer.body as { walletId: string };
    expect(refused(device.plain('DERIVE_ACCOUNTS', { walletId, count: 1 }))).toBe('BAD_STATE single-account');
    expect(refused(device.maximum('EXPORT_PHRASE', { walletId }))).toBe('BAD_STATE no-phrase');
    const exported = device.maximum('EXPORT_KEY', { walletId, account: 0 });
    expect(exported.secrets).toEqual([JUNK_KEY]);
    remove(answer);
  });

  const order = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';
  test.each([
    ['zero', '00'.repeat(32)],
    ['the order of the curve', order],
    ['more than that', 'ff'.repeat(32)],
  ])('refuses %s', (_, key) => {
    expect(refused(importKey(hexToBytes(key)))).toBe('BAD_PARAMETERS not-a-key');
  });

  test.each([31, 33])('refuses %i bytes', (length) => {
    expect(refused(importKey(new Uint8Array(length).fill(1)))).toBe('BAD_PARAMETERS malformed');
  });
});

test('no import leaves anything of its secret in the log', () => {
  for (const answer of [importPhrase(JUNK_PHRASE, { passphrase: 'correct horse' })]) remove(answer);
  remove(importKey(JUNK_KEY));
  const log = JSON.stringify(device.log('wallet'));
  for (const secret of ['junk', 'horse', Buffer.from(JUNK_KEY).toString('hex')]) {
    expect(log).not.toContain(secret);
    expect(log).not.toContain(Buffer.from(utf8ToBytes(secret)).toString('base64url'));
  }
});
