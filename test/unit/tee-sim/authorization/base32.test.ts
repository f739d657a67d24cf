import { expect, test } from 'vitest';
import { base32 } from '../../../../tee-sim/authorization/base32.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';

test('RFC 4648 §10, without padding', () => {
  const known = {
    '': '',
    f: 'MY',
    fo: 'MZXQ',
    foo: 'MZXW6',
    foob: 'MZXW6YQ',
    fooba: 'MZXW6YTB',
    foobar: 'MZXW6YTBOI',
  };
  for (const [text, encoded] of Object.entries(known)) expect(base32(utf8ToBytes(text))).toBe(encoded);
});

test('every bit arrives: all ones', () => {
  expect(base32(new Uint8Array(20).fill(0xff))).toBe('7'.repeat(32));
});
