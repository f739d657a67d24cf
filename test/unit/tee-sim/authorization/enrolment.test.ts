import { expect, test } from 'vitest';
import { Enrolment } from '../../../../tee-sim/authorization/enrolment.ts';
import { entropyOfWords } from '../../../../tee-sim/authorization/recovery-words.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { PASSWORD, UsersBoot } from './users-fixture.ts';

const boot = new UsersBoot();
const { user, prepared } = boot.register();
const { enrolment } = boot.users;

test('password and recovery words both open the one user key', () => {
  const byPassword = enrolment.openByPassword(user, utf8ToBytes(PASSWORD));
  const byWords = enrolment.openByWords(user, entropyOfWords(prepared.words));
  expect(byPassword).toBeDefined();
  expect(byWords).toEqual(byPassword);
  expect(nobleEngine.sm2PublicKey(byPassword ?? new Uint8Array())).toEqual(user.publicKey);
});

test('a wrong password or other words open nothing', () => {
  expect(enrolment.openByPassword(user, utf8ToBytes(`${PASSWORD}!`))).toBeUndefined();
  expect(enrolment.openByWords(user, randomBytes(16))).toBeUndefined();
});

test('another password wraps the same key; the old one opens it no more, the words still do', () => {
  const key = enrolment.openByPassword(user, utf8ToBytes(PASSWORD));
  if (key === undefined) throw new Error('did not open');
  const time = { atMs: 1, countsFromMs: 0 };
  const changed = enrolment.withPassword(user, key, utf8ToBytes('another password'), time);
  expect(enrolment.openByPassword(changed, utf8ToBytes('another password'))).toEqual(key);
  expect(enrolment.openByPassword(changed, utf8ToBytes(PASSWORD))).toBeUndefined();
  expect(enrolment.openByWords(changed, entropyOfWords(prepared.words))).toEqual(key);
});

test('no password can be put around a key that is not the user’s', () => {
  const { privateKey } = nobleEngine.sm2GenerateKeyPair(randomBytes);
  const time = { atMs: 1, countsFromMs: 0 };
  expect(() => enrolment.withPassword(user, privateKey, utf8ToBytes(PASSWORD), time)).toThrow(
    expect.objectContaining({ code: 'GENERIC' }),
  );
});

test('the user key and the key material are wiped once they are wrapped', () => {
  const seen: Uint8Array[] = [];
  const engine = {
    ...nobleEngine,
    sm2GenerateKeyPair(random: typeof randomBytes) {
      const pair = nobleEngine.sm2GenerateKeyPair(random);
      seen.push(pair.privateKey);
      return pair;
    },
  };
  const kdf = () => {
    const material = randomBytes(32);
    seen.push(material);
    return material;
  };
  const watched = new Enrolment(engine, randomBytes, kdf);
  const { userId, name, role } = user;
  watched.newUser({
    ...{ userId, name, role, prepared, oneTimeStep: 0, typing: undefined, atMs: 0, countsFromMs: 0 },
    password: utf8ToBytes(PASSWORD),
  });
  watched.openByPassword(user, utf8ToBytes(PASSWORD));
  expect(seen).toHaveLength(3);
  for (const secret of seen) expect(secret).toEqual(new Uint8Array(32));
});

test('what was prepared can be wiped without taking it from the record', () => {
  const record = enrolment.withOneTimeCode(user, prepared, 7, { atMs: 1, countsFromMs: 5 });
  const kept = prepared.oneTimeSecret.slice();
  prepared.oneTimeSecret.fill(0);
  expect(record.oneTimeCode).toMatchObject({ secret: kept, lastStep: 7, enrolledAtMs: 1, countsFromMs: 5 });
  prepared.oneTimeSecret.set(kept);
});
