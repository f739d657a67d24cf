// The frame inside a request and the bytes that are signed or authenticated: exact, and never ambiguous.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesToBase64Url,
  bytesToHex,
  concatBytes,
  u32be,
  utf8ToBytes,
} from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import {
  decodeAnswerFrame,
  decodeFrame,
  encodeAnswerFrame,
  encodeFrame,
  encodeHeader,
  LABELS,
  MAX_ENVELOPE_BYTES,
  type RequestFrame,
  requestDigestInput,
  requestEnvelopeSchema,
  sealedAnswerContext,
  sessionMacInput,
  signedBytes,
} from '../../../../tee-sim/protocol/envelope.ts';

const part = fc.uint8Array({ maxLength: 60 });
const frame: fc.Arbitrary<RequestFrame> = fc.record({
  json: part,
  secrets: fc.array(part, { maxLength: 8 }),
  mac: part,
});
const malformed = new TeeError('BAD_FORMAT', 'malformed', 'TEE');

describe('the frame of an answer', () => {
  it('is that of a request, without a MAC', () => {
    const original = { json: Uint8Array.of(7), secrets: [Uint8Array.of(8, 9)] };
    const bytes = encodeAnswerFrame(original);
    expect(bytes).toEqual(encodeFrame({ ...original, mac: new Uint8Array(0) }));
    const decoded = decodeAnswerFrame(bytes);
    bytes.fill(0);
    expect(decoded).toEqual(original);
  });

  it('is refused with a MAC, and when it is cut anywhere', () => {
    const original = { json: Uint8Array.of(7), secrets: [Uint8Array.of(8, 9)] };
    const withMac = encodeFrame({ ...original, mac: Uint8Array.of(1) });
    expect(() => decodeAnswerFrame(withMac)).toThrow(malformed);
    const bytes = encodeAnswerFrame(original);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeAnswerFrame(bytes.subarray(0, length))).toThrow(malformed);
    }
  });
});

describe('the frame of a request', () => {
  it('is lp(json) ‖ u32(count) ‖ lp(secret)… ‖ lp(mac)', () => {
    const original = { json: Uint8Array.of(7), secrets: [Uint8Array.of(8, 9)], mac: new Uint8Array(0) };
    expect(encodeFrame(original)).toEqual(
      Uint8Array.of(0, 0, 0, 1, 7, 0, 0, 0, 1, 0, 0, 0, 2, 8, 9, 0, 0, 0, 0),
    );
  });

  it('comes back, in copies that outlive it', () => {
    fc.assert(
      fc.property(frame, (original) => {
        const bytes = encodeFrame(original);
        const decoded = decodeFrame(bytes);
        bytes.fill(0);
        expect(decoded).toEqual(original);
      }),
    );
  });

  it('is read at any place of a larger buffer', () => {
    const bytes = encodeFrame({ json: Uint8Array.of(1, 2), secrets: [], mac: new Uint8Array(0) });
    const within = concatBytes(new Uint8Array(7).fill(9), bytes).subarray(7);
    expect(decodeFrame(within).json).toEqual(Uint8Array.of(1, 2));
  });

  it('is refused when it is cut anywhere, or longer', () => {
    const bytes = encodeFrame({
      json: utf8ToBytes('{}'),
      secrets: [new Uint8Array(32)],
      mac: new Uint8Array(32),
    });
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeFrame(bytes.subarray(0, length))).toThrow(malformed);
    }
    expect(() => decodeFrame(concatBytes(bytes, Uint8Array.of(0)))).toThrow(malformed);
  });

  it.each([
    ['a length beyond its end', concatBytes(u32be(0xffffffff), new Uint8Array(20))],
    ['nine secrets', concatBytes(u32be(0), u32be(9), ...Array.from({ length: 10 }, () => u32be(0)))],
    ['four billion secrets', concatBytes(u32be(0), u32be(0xffffffff), u32be(0))],
  ])('is refused with %s', (_name, bytes) => {
    expect(() => decodeFrame(bytes)).toThrow(malformed);
  });

  it('never fails otherwise, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        let decoded: RequestFrame;
        try {
          decoded = decodeFrame(bytes);
        } catch (error) {
          expect(error).toEqual(malformed);
          return;
        }
        expect(encodeFrame(decoded)).toEqual(bytes);
      }),
    );
  });
});

describe('what is signed and authenticated', () => {
  it('has another label each time', () => {
    expect(new Set(Object.values(LABELS)).size).toBe(Object.keys(LABELS).length);
  });

  it('separates label and text by a zero, which no label holds', () => {
    expect(signedBytes('a', 'b')).toEqual(Uint8Array.of(0x61, 0, 0x62));
    for (const label of Object.values(LABELS)) expect(label).not.toContain('\0');
  });

  it('never lets bytes move from one field to the next', () => {
    const keyId = new Uint8Array(8);
    const inputs = [
      requestDigestInput('ab', 'c'),
      requestDigestInput('a', 'bc'),
      requestDigestInput('abc', ''),
      encodeHeader({ v: 1, suite: 2, keyId }),
      encodeHeader({ v: 2, suite: 2, keyId }),
      encodeHeader({ v: 1, suite: 1, keyId }),
      encodeHeader({ v: 1, suite: 2, keyId: new Uint8Array(8).fill(1) }),
      sealedAnswerContext(keyId, 'SUCCESS'),
      sealedAnswerContext(keyId, 'SECURITY'),
      sessionMacInput(keyId, keyId, { json: Uint8Array.of(1, 2), secrets: [] }),
      sessionMacInput(keyId, keyId, { json: Uint8Array.of(1), secrets: [Uint8Array.of(2)] }),
      sessionMacInput(keyId, keyId, { json: new Uint8Array(0), secrets: [Uint8Array.of(1, 2)] }),
    ];
    expect(new Set(inputs.map(bytesToHex)).size).toBe(inputs.length);
  });
});

describe('the envelope', () => {
  const text = (length: number): string => bytesToBase64Url(new Uint8Array(length));
  const good = {
    v: 1,
    suite: 2,
    keyId: text(8),
    wrappedKey: text(113),
    iv: text(16),
    ciphertext: text(40),
    tag: text(32),
  };

  it('parses to bytes', () => {
    const parsed = requestEnvelopeSchema.parse(good);
    expect(parsed.wrappedKey).toEqual(new Uint8Array(113));
    expect(parsed.ciphertext).toEqual(new Uint8Array(40));
  });

  it.each([
    ['a key id of 7 bytes', { keyId: text(7) }],
    ['a key id of 9 bytes', { keyId: text(9) }],
    ['an IV of 12 bytes', { iv: text(12) }],
    ['a tag of 16 bytes', { tag: text(16) }],
    ['no wrapped key', { wrappedKey: '' }],
    ['no ciphertext', { ciphertext: '' }],
    ['too much ciphertext', { ciphertext: text(MAX_ENVELOPE_BYTES + 1) }],
    ['padding', { iv: `${text(16)}==` }],
    ['a number for bytes', { iv: 16 }],
    ['a version that is text', { v: '1' }],
    ['a version beyond a byte', { v: 256 }],
    ['a suite that is no whole number', { suite: 1.5 }],
    ['a field that nobody knows', { extra: true }],
  ])('is refused with %s', (_name, change) => {
    expect(requestEnvelopeSchema.safeParse({ ...good, ...change }).success).toBe(false);
  });

  it.each(Object.keys(good))('is refused without %s', (field) => {
    const without = Object.fromEntries(Object.entries(good).filter(([name]) => name !== field));
    expect(requestEnvelopeSchema.safeParse(without).success).toBe(false);
  });
});
