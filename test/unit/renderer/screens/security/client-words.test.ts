import { describe, expect, test } from 'vitest';
import { createFormat } from '../../../../../renderer/i18n/format.ts';
import { messagesFor } from '../../../../../renderer/i18n/languages.ts';
import {
  hexDigestOf,
  isCompleteClient,
  permissionWords,
} from '../../../../../renderer/screens/security/client-words.ts';
import { type ClientPermissions, presetPermissions } from '../../../../../tee-sim/protocol/clients.ts';

const DIGEST = '0123456789abcdef'.repeat(4);
const words = (permissions: ClientPermissions) =>
  permissionWords(messagesFor('en'), createFormat('en'), 'en', permissions);

describe('permissions in words', () => {
  test('of a client that only reads', () => {
    expect(words(presetPermissions('read-only', 'Europe/Zurich'))).toEqual({
      operations: 'sign people in, see wallets and addresses, and see the history',
      time: 'Mon, Tue, Wed, Thu, and Fri, 09:00–18:00 (Europe/Zurich)',
      addresses: '10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, and fc00::/7',
      rate: 'At most 100 requests in 1 minute',
    });
  });

  test('of the wallet itself', () => {
    const { clients } = messagesFor('en').security;
    expect(words(presetPermissions('wallet', 'UTC'))).toMatchObject({
      operations: clients.everything,
      time: clients.anyTime,
      addresses: clients.anyAddress,
    });
  });

  test('of a client that may do nothing, until midnight', () => {
    const window = { timeZone: 'UTC', weekDays: [7, 1, 1], fromMinute: 0, toMinute: 1_440 };
    const permissions = {
      ...presetPermissions('wallet', 'UTC'),
      allowedOperations: [],
      accessTimeWindow: window,
    };
    expect(words(permissions)).toMatchObject({
      operations: messagesFor('en').security.clients.nothing,
      time: 'Mon and Sun, 00:00–24:00 (UTC)',
    });
  });
});

describe('a digest', () => {
  test('may be pasted in groups and capitals', () => {
    expect(hexDigestOf(` ${DIGEST.toUpperCase().replace(/(.{4})/g, '$1 ')}\n`)).toBe(DIGEST);
  });

  test.each(['', DIGEST.slice(1), `${DIGEST}0`, DIGEST.replace('0', 'g'), `0x${DIGEST.slice(2)}`])(
    '%j is none',
    (text) => {
      expect(hexDigestOf(text)).toBeUndefined();
    },
  );
});

test.each([
  [{ name: 'Books', clientId: DIGEST, binaryHash: DIGEST }, true],
  [{ name: '  ', clientId: DIGEST, binaryHash: DIGEST }, false],
  [{ name: 'x'.repeat(65), clientId: DIGEST, binaryHash: DIGEST }, false],
  [{ name: 'Books', clientId: '', binaryHash: DIGEST }, false],
  [{ name: 'Books', clientId: DIGEST, binaryHash: 'ab' }, false],
])('%j is complete: %s', (form, isComplete) => {
  expect(isCompleteClient(form)).toBe(isComplete);
});
