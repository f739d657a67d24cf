import { expect, test, vi } from 'vitest';
import { openAead } from '../../../../tee-sim/crypto/aead.ts';
import { nobleEngine as engine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { deriveRequestKeys } from '../../../../tee-sim/crypto/request-keys.ts';
import { AnswerSealer } from '../../../../tee-sim/os/seal-answer.ts';
import { base64UrlToBytes, bytesToBase64Url, bytesToUtf8 } from '../../../../tee-sim/protocol/bytes.ts';
import {
  answerPayloadSchema,
  decodeAnswerFrame,
  LABELS,
  sealedAnswerContext,
  signedBytes,
} from '../../../../tee-sim/protocol/envelope.ts';

const { privateKey, publicKey } = engine.sm2GenerateKeyPair(randomBytes);
const sealer = new AnswerSealer(engine, randomBytes, privateKey);
const keys = deriveRequestKeys(engine, randomBytes(16), randomBytes(8), randomBytes(8));
const context = { requestDigest: randomBytes(32), driverContext: '{"channelId":"a"}', issuedAtMs: 5 };
const SUCCESS = { code: 'SUCCESS', origin: 'TRUSTED_APP' } as const;

test('a refusal names its reason in the clear and is signed like any answer', () => {
  const { payload, signature } = sealer.refuse(context, {
    code: 'SECURITY',
    origin: 'TEE',
    reason: 'cannot-open',
  });
  expect(JSON.parse(payload)).toEqual({
    v: 1,
    requestDigest: bytesToBase64Url(context.requestDigest),
    code: 'SECURITY',
    origin: 'TEE',
    issuedAtMs: 5,
    driverContext: '{"channelId":"a"}',
    reason: 'cannot-open',
  });
  const verify = (label: string) =>
    engine.sm2Verify(publicKey, signedBytes(label, payload), base64UrlToBytes(signature));
  expect(verify(LABELS.answer)).toBe(true);
  expect(verify(LABELS.attestation)).toBe(false);
});

test('a sealed answer opens for its request and code only', () => {
  const body = { steps: [], body: { total: 3 } };
  const { sealed } = answerPayloadSchema.parse(JSON.parse(sealer.seal(context, keys, SUCCESS, body).payload));
  if (sealed === undefined) throw new Error('not sealed');
  const open = (digest: Uint8Array, code: 'SUCCESS' | 'GENERIC') =>
    openAead(
      engine,
      keys.answer,
      sealed.iv,
      sealed.ciphertext,
      sealed.tag,
      sealedAnswerContext(digest, code),
    );
  const { json, secrets } = decodeAnswerFrame(open(context.requestDigest, 'SUCCESS'));
  expect(JSON.parse(bytesToUtf8(json))).toEqual(body);
  expect(secrets).toEqual([]);
  expect(() => open(randomBytes(32), 'SUCCESS')).toThrow();
  expect(() => open(context.requestDigest, 'GENERIC')).toThrow();
});

test('reason and body are inside the seal', () => {
  const verdict = { code: 'BAD_STATE', origin: 'TEE' } as const;
  const { payload } = sealer.seal(context, keys, verdict, { reason: 'no-session', steps: [] });
  expect(payload).not.toContain('no-session');
  expect(Object.keys(JSON.parse(payload))).not.toContain('reason');
});

test('the encoded body is zeroed', () => {
  const encode = vi.spyOn(TextEncoder.prototype, 'encode');
  const body = { steps: [], body: 'opened-on-demand' };
  sealer.seal(context, keys, SUCCESS, body);
  const at = encode.mock.calls.findIndex(([text]) => text?.includes('opened-on-demand'));
  const { length } = JSON.stringify(body);
  expect(encode.mock.results[at]?.value).toEqual(new Uint8Array(length));
  vi.restoreAllMocks();
});

test('secrets lie beside the JSON inside the seal, and only the caller zeroes them', () => {
  const own = [Uint8Array.of(1, 2, 3), randomBytes(32)];
  const { payload } = sealer.seal(context, keys, SUCCESS, { steps: [] }, own);
  const { sealed } = answerPayloadSchema.parse(JSON.parse(payload));
  if (sealed === undefined) throw new Error('not sealed');
  const { iv, ciphertext, tag } = sealed;
  const inside = sealedAnswerContext(context.requestDigest, 'SUCCESS');
  const opened = decodeAnswerFrame(openAead(engine, keys.answer, iv, ciphertext, tag, inside));
  expect(opened.secrets).toEqual(own);
  expect(own[0]).toEqual(Uint8Array.of(1, 2, 3));
});

test('what was encrypted is zeroed, however that went', () => {
  const seen: Uint8Array[] = [];
  const watched = {
    ...engine,
    sm4: () => {
      throw new Error('no');
    },
  };
  const secret = randomBytes(32);
  const original = Uint8Array.prototype.set;
  vi.spyOn(Uint8Array.prototype, 'set').mockImplementation(function (this: Uint8Array, source, offset) {
    if (source === secret) seen.push(this);
    original.call(this, source, offset);
  });
  const failing = new AnswerSealer(watched, randomBytes, privateKey);
  expect(() => failing.seal(context, keys, SUCCESS, { steps: [] }, [secret])).toThrow();
  vi.restoreAllMocks();
  expect(seen).toHaveLength(1);
  expect(seen[0]?.every((byte) => byte === 0)).toBe(true);
});

test('refuses a body that would not fit an answer', () => {
  const body = { steps: [], body: 'x'.repeat(4 * 1_048_576) };
  expect(() => sealer.seal(context, keys, SUCCESS, body)).toThrow(
    expect.objectContaining({ code: 'SHORT_BUFFER', reason: 'too-large' }),
  );
});
