import { argon2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  argon2idKdf,
  countCharacters,
  PASSWORD_PARAMETERS,
} from '../../../../tee-sim/authorization/password.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';

test('argon2id with the parameters in force, against OpenSSL', () => {
  const password = utf8ToBytes('correct horse battery');
  const salt = randomBytes(16);
  const { memoryKib: memory, passes, lanes: parallelism } = PASSWORD_PARAMETERS;
  const oracle = argon2Sync('argon2id', {
    message: password,
    nonce: salt,
    memory,
    passes,
    parallelism,
    tagLength: 32,
  });
  expect(argon2idKdf(password, salt, PASSWORD_PARAMETERS)).toEqual(Uint8Array.from(oracle));
});

test('the parameters are not below 19 MiB and two passes', () => {
  expect(PASSWORD_PARAMETERS.memoryKib).toBeGreaterThanOrEqual(19 * 1024);
  expect(PASSWORD_PARAMETERS.passes).toBeGreaterThanOrEqual(2);
});

test('other parameters, salts and passwords give other keys', () => {
  const small = { memoryKib: 8, passes: 1, lanes: 1 };
  const [password, salt] = [utf8ToBytes('password'), new Uint8Array(16)];
  const keys = [
    argon2idKdf(password, salt, small),
    argon2idKdf(password, salt, { ...small, passes: 2 }),
    argon2idKdf(password, salt, { ...small, memoryKib: 16 }),
    argon2idKdf(password, new Uint8Array(16).fill(1), small),
    argon2idKdf(utf8ToBytes('Password'), salt, small),
  ];
  expect(new Set(keys.map(String)).size).toBe(keys.length);
});

test('characters are counted, not bytes', () => {
  const lengths = ['', 'abc', '密码密码', 'é😀'].map((text) => countCharacters(utf8ToBytes(text)));
  expect(lengths).toEqual([0, 3, 4, 2]);
});
