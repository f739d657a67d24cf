import { describe, expect, it } from 'vitest';
import { type AnswerPayload, openAnswer } from '../../../../tee-sim/client/open-answer.ts';
import { sealAead } from '../../../../tee-sim/crypto/aead.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { sealedAnswerContext } from '../../../../tee-sim/protocol/envelope.ts';

const keys = { encKey: randomBytes(16), macKey: randomBytes(32) };
const bare: AnswerPayload = {
  v: 1,
  requestDigest: randomBytes(32),
  code: 'SECURITY',
  origin: 'TEE',
  issuedAtMs: 1,
};
const mismatch = expect.objectContaining({ code: 'SECURITY', reason: 'answer-mismatch', origin: 'API' });

function sealed(bytes: Uint8Array): AnswerPayload {
  const iv = randomBytes(16);
  const context = sealedAnswerContext(bare.requestDigest, bare.code);
  return { ...bare, sealed: { iv, ...sealAead(nobleEngine, keys, iv, bytes, context) } };
}

describe('the sealed part of an answer', () => {
  it('may be missing from a refusal, which then says its reason openly', () => {
    expect(openAnswer(nobleEngine, keys, { ...bare, reason: 'cannot-open' })).toEqual({
      reason: 'cannot-open',
      steps: [],
    });
  });

  it('may not be missing from a success', () => {
    expect(() => openAnswer(nobleEngine, keys, { ...bare, code: 'SUCCESS' })).toThrow(mismatch);
  });

  it('opens, and overrules a reason given openly', () => {
    const body = { reason: 'stale', steps: [] };
    const payload = { ...sealed(Buffer.from(JSON.stringify(body))), reason: 'replayed' } as const;
    expect(openAnswer(nobleEngine, keys, payload)).toEqual(body);
  });

  it.each([
    ['is not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['is not JSON', Buffer.from('{')],
    ['is no object', Buffer.from('[]')],
    ['is empty', new Uint8Array(0)],
  ])('that %s is refused, though its tag is right', (_name, bytes) => {
    expect(() => openAnswer(nobleEngine, keys, sealed(bytes))).toThrow(mismatch);
  });

  it('does not open under the keys of another request', () => {
    const payload = sealed(Buffer.from('{"steps":[]}'));
    const other = { encKey: randomBytes(16), macKey: randomBytes(32) };
    expect(openAnswer(nobleEngine, keys, payload)).toEqual({ steps: [] });
    expect(() => openAnswer(nobleEngine, other, payload)).toThrow(mismatch);
  });
});
