// The authenticated encryption: what it is made of, every bit that it must notice, and nothing decrypted before.
import { createCipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AeadKeys, openAead, sealAead } from '../../../../tee-sim/crypto/aead.ts';
import type { CryptoEngine } from '../../../../tee-sim/crypto/engine.ts';
import { bytesToHex, concatBytes, u32be, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { enginePairs, nobleEngine, seededRandom } from '../../../helpers/engines.ts';

const random = seededRandom('aead');
const KEYS: AeadKeys = { encKey: random(16), macKey: random(32) };
const IV = random(16);
const CONTEXT = utf8ToBytes('risk_logs|7');
const PLAINTEXT = utf8ToBytes('{"typing":{"holdMs":[81,92]}}');
const macInvalid = new TeeError('MAC_INVALID');

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

describe.each(enginePairs)('authenticated encryption from %s', (_name, writer, reader) => {
  it('opens what was sealed', () => {
    const { ciphertext, tag } = sealAead(writer, KEYS, IV, PLAINTEXT, CONTEXT);
    expect(ciphertext).toHaveLength(PLAINTEXT.length);
    expect(tag).toHaveLength(32);
    expect(openAead(reader, KEYS, IV, ciphertext, tag, CONTEXT)).toEqual(PLAINTEXT);
  });

  it('tells an empty plaintext from a failure', () => {
    const { ciphertext, tag } = sealAead(writer, KEYS, IV, new Uint8Array(0), CONTEXT);
    expect(openAead(reader, KEYS, IV, ciphertext, tag, CONTEXT)).toEqual(new Uint8Array(0));
    expect(() => openAead(reader, KEYS, IV, ciphertext, flipped(tag, 0), CONTEXT)).toThrow(macInvalid);
  });
});

describe('authenticated encryption', () => {
  const { ciphertext, tag } = sealAead(nobleEngine, KEYS, IV, PLAINTEXT, CONTEXT);

  it('is SM4-CTR, then HMAC-SM3 over the length-prefixed context, IV and ciphertext', () => {
    const cipher = createCipheriv('sm4-ctr', KEYS.encKey, IV);
    expect(bytesToHex(ciphertext)).toBe(cipher.update(PLAINTEXT, undefined, 'hex'));
    const macInput = [CONTEXT, IV, ciphertext].flatMap((part) => [u32be(part.length), part]);
    expect(bytesToHex(tag)).toBe(
      createHmac('sm3', KEYS.macKey)
        .update(concatBytes(...macInput))
        .digest('hex'),
    );
  });

  it.each([
    ['context', CONTEXT],
    ['IV', IV],
    ['ciphertext', ciphertext],
    ['tag', tag],
  ])('refuses every bit changed in its %s', (_name, part) => {
    for (let bit = 0; bit < 8 * part.length; bit += 1) {
      const change = (candidate: Uint8Array): Uint8Array =>
        candidate === part ? flipped(part, bit) : candidate;
      expect(() =>
        openAead(nobleEngine, KEYS, change(IV), change(ciphertext), change(tag), change(CONTEXT)),
      ).toThrow(macInvalid);
    }
  });

  it('refuses a tag that is cut, longer or missing, and bytes moved between context and ciphertext', () => {
    for (const other of [
      tag.subarray(0, 31),
      tag.subarray(0, 16),
      concatBytes(tag, Uint8Array.of(0)),
      new Uint8Array(0),
    ]) {
      expect(() => openAead(nobleEngine, KEYS, IV, ciphertext, other, CONTEXT)).toThrow(macInvalid);
    }
    const moved = concatBytes(CONTEXT, ciphertext.subarray(0, 1));
    expect(() => openAead(nobleEngine, KEYS, IV, ciphertext.subarray(1), tag, moved)).toThrow(macInvalid);
  });

  it('refuses another MAC key; another encryption key only gives other bytes', () => {
    const otherMac = { ...KEYS, macKey: flipped(KEYS.macKey, 3) };
    expect(() => openAead(nobleEngine, otherMac, IV, ciphertext, tag, CONTEXT)).toThrow(macInvalid);
    const otherEnc = { ...KEYS, encKey: flipped(KEYS.encKey, 3) };
    expect(openAead(nobleEngine, otherEnc, IV, ciphertext, tag, CONTEXT)).not.toEqual(PLAINTEXT);
  });

  it('decrypts nothing before the tag holds', () => {
    const withoutCipher: CryptoEngine = {
      ...nobleEngine,
      sm4: () => {
        throw new Error('decrypted');
      },
    };
    const open = (given: Uint8Array): Uint8Array =>
      openAead(withoutCipher, KEYS, IV, ciphertext, given, CONTEXT);
    expect(() => open(flipped(tag, 9))).toThrow(macInvalid);
    expect(() => open(tag)).toThrow('decrypted');
  });

  it.each([
    ['an encryption key of 32 bytes', { ...KEYS, encKey: random(32) }, IV],
    ['a MAC key of 16 bytes', { ...KEYS, macKey: random(16) }, IV],
    ['an IV of 12 bytes', KEYS, random(12)],
  ])('refuses %s', (_name, keys, iv) => {
    const badParameters = new TeeError('BAD_PARAMETERS');
    expect(() => sealAead(nobleEngine, keys, iv, PLAINTEXT, CONTEXT)).toThrow(badParameters);
    expect(() => openAead(nobleEngine, keys, iv, ciphertext, tag, CONTEXT)).toThrow(badParameters);
  });

  it('holds for any plaintext and context', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, bytes, (plaintext, context) => {
        const sealed = sealAead(nobleEngine, KEYS, IV, plaintext, context);
        expect(openAead(nobleEngine, KEYS, IV, sealed.ciphertext, sealed.tag, context)).toEqual(plaintext);
      }),
    );
  });
});
