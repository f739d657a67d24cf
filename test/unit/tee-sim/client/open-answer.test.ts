import { describe, expect, it } from 'vitest';
import { type AnswerPayload, openAnswer } from '../../../../tee-sim/client/open-answer.ts';
import { sealAead } from '../../../../tee-sim/crypto/aead.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { encodeAnswerFrame, sealedAnswerContext } from '../../../../tee-sim/protocol/envelope.ts';

const keys = { encKey: randomBytes(16), macKey: randomBytes(32) };
const bare: AnswerPayload = {
  v: 1,
  requestDigest: randomBytes(32),
  code: 'SECURITY',
  origin: 'TEE',
  issuedAtMs: 1,
};
const mismatch = expect.objectContaining({ code: 'SECURITY', reason: 'answer-mismatch', origin: 'API' });

function sealed(bytes: Uint8Array, code: AnswerPayload['code'] = bare.code): AnswerPayload {
  const iv = randomBytes(16);
  const context = sealedAnswerContext(bare.requestDigest, code);
  return { ...bare, code, sealed: { iv, ...sealAead(nobleEngine, keys, iv, bytes, context) } };
}

function framed(json: Uint8Array, secrets: readonly Uint8Array[] = []): Uint8Array {
  return encodeAnswerFrame({ json, secrets });
}

describe('the sealed part of an answer', () => {
  it('may be missing from a refusal, which then says its reason openly', () => {
    expect(openAnswer(nobleEngine, keys, { ...bare, reason: 'cannot-open' })).toEqual({
      body: { reason: 'cannot-open', steps: [] },
      secrets: [],
    });
  });

  it('may not be missing from a success', () => {
    expect(() => openAnswer(nobleEngine, keys, { ...bare, code: 'SUCCESS' })).toThrow(mismatch);
  });

  it('opens, and overrules a reason given openly', () => {
    const body = { reason: 'stale', steps: [] };
    const payload = { ...sealed(framed(Buffer.from(JSON.stringify(body)))), reason: 'replayed' } as const;
    expect(openAnswer(nobleEngine, keys, payload)).toEqual({ body, secrets: [] });
  });

  it.each([
    ['is not UTF-8', framed(Uint8Array.of(0x22, 0xff, 0x22))],
    ['is not JSON', framed(Buffer.from('{'))],
    ['is no object', framed(Buffer.from('[]'))],
    ['is empty', framed(new Uint8Array(0))],
    ['is no frame', Buffer.from('{"steps":[]}')],
    ['is cut short', framed(Buffer.from('{"steps":[]}'), [randomBytes(4)]).subarray(0, -6)],
  ])('that %s is refused, though its tag is right', (_name, bytes) => {
    expect(() => openAnswer(nobleEngine, keys, sealed(bytes))).toThrow(mismatch);
  });

  it('does not open under the keys of another request', () => {
    const payload = sealed(framed(Buffer.from('{"steps":[]}')));
    const other = { encKey: randomBytes(16), macKey: randomBytes(32) };
    expect(openAnswer(nobleEngine, keys, payload)).toEqual({ body: { steps: [] }, secrets: [] });
    expect(() => openAnswer(nobleEngine, other, payload)).toThrow(mismatch);
  });

  it('hands out the byte fields of a success, and takes none with a refusal', () => {
    const [phrase, key] = [Buffer.from('zoo zoo'), randomBytes(32)];
    const bytes = framed(Buffer.from('{"steps":[]}'), [phrase, key]);
    const { secrets } = openAnswer(nobleEngine, keys, sealed(bytes, 'SUCCESS'));
    expect(secrets.map((each) => Buffer.from(each))).toEqual([phrase, Buffer.from(key)]);
    expect(() => openAnswer(nobleEngine, keys, sealed(bytes))).toThrow(mismatch);
  });
});
