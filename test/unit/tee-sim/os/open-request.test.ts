import { expect, test } from 'vitest';
import { nobleEngine as engine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { EpochManager } from '../../../../tee-sim/os/epochs.ts';
import { decodeRequest, openEnvelope, parseEnvelope } from '../../../../tee-sim/os/open-request.ts';
import { StepTimer } from '../../../../tee-sim/os/steps.ts';
import { bytesToBase64Url, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { encodeFrame } from '../../../../tee-sim/protocol/envelope.ts';
import { sealRequest } from '../../../helpers/seal-request.ts';

const epoch = new EpochManager(engine, randomBytes, () => 0).current();
const CANNOT_OPEN = { code: 'SECURITY', reason: 'cannot-open', origin: 'TEE' };

/** Counts what the engine is asked to do, so that a refusal that skips work shows. */
function countingEngine() {
  const counts = { sm3: 0, sm4: 0 };
  const counting = {
    ...engine,
    sm3: (...parts: Uint8Array[]) => {
      counts.sm3 += 1;
      return engine.sm3(...parts);
    },
    sm4: (key: Uint8Array) => {
      counts.sm4 += 1;
      return engine.sm4(key);
    },
  };
  return { counting, counts };
}

function open(text: string, use = engine) {
  return openEnvelope(use, randomBytes, epoch, parseEnvelope(text), new StepTimer(() => 0));
}

test('gives frame and answer keys of an honest request, and zeroes both on destroy', () => {
  const frame = encodeFrame({ json: utf8ToBytes('{}'), secrets: [], mac: new Uint8Array(0) });
  const { text, keys } = sealRequest(epoch, {}, { frame });
  const opened = open(text);
  expect(opened.frame).toEqual(frame);
  expect(opened.keys.answer).toEqual(keys.answer);
  opened.destroy();
  const zeroed = [opened.frame, opened.keys.answer.encKey, opened.keys.request.macKey];
  expect(zeroed.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
});

test('zeroes the session key', () => {
  const unwrapped: Uint8Array[] = [];
  const watched = {
    ...epoch,
    unwrap: (wrappedKey: Uint8Array) => {
      const key = epoch.unwrap(wrappedKey);
      unwrapped.push(key);
      return key;
    },
  };
  const { text } = sealRequest(epoch, {}, { frame: Uint8Array.of(1) });
  openEnvelope(engine, randomBytes, watched, parseEnvelope(text), new StepTimer(() => 0));
  expect(unwrapped).toEqual([new Uint8Array(16)]);
});

test('a bad C3, a wrong key length and a bad tag are refused alike after the same derivations', () => {
  const honest = sealRequest(epoch, {}, { frame: new Uint8Array(100) });
  const badTag = JSON.stringify({ ...honest.envelope, tag: bytesToBase64Url(randomBytes(32)) });
  const wrapped = engine.sm2Encrypt(epoch.channelPublicKey, randomBytes(16), randomBytes);
  wrapped[70] = (wrapped[70] ?? 0) ^ 1;
  const badC3 = JSON.stringify({ ...honest.envelope, wrappedKey: bytesToBase64Url(wrapped) });
  const derivations = [badTag, badC3].map((text) => {
    const { counting, counts } = countingEngine();
    expect(() => open(text, counting)).toThrow(expect.objectContaining(CANNOT_OPEN));
    return counts;
  });
  expect(derivations[0]).toEqual(derivations[1]);
  expect(derivations[0]?.sm3).toBeGreaterThan(0);
  expect(derivations[0]?.sm4).toBe(0);
  const { text } = sealRequest(epoch, {}, { sessionKey: randomBytes(32) });
  expect(() => open(text)).toThrow(expect.objectContaining(CANNOT_OPEN));
});

test('decodes frame and body; the copies are its own', () => {
  const body = { nonce: bytesToBase64Url(new Uint8Array(16)), issuedAtMs: 5, command: 'X', params: { a: 1 } };
  const secret = randomBytes(32);
  const plaintext = encodeFrame({
    json: utf8ToBytes(JSON.stringify(body)),
    secrets: [secret],
    mac: new Uint8Array(0),
  });
  const decoded = decodeRequest(plaintext);
  plaintext.fill(0);
  expect(decoded.body).toEqual({ ...body, nonce: new Uint8Array(16) });
  expect(decoded.frame.secrets).toEqual([secret]);
});

test.each([
  ['no frame', new Uint8Array(3)],
  ['no JSON', encodeFrame({ json: utf8ToBytes('{'), secrets: [], mac: new Uint8Array(0) })],
  ['no UTF-8', encodeFrame({ json: Uint8Array.of(0xff), secrets: [], mac: new Uint8Array(0) })],
  ['no body', encodeFrame({ json: utf8ToBytes('{}'), secrets: [], mac: new Uint8Array(0) })],
])('refuses a plaintext with %s', (_name, plaintext) => {
  expect(() => decodeRequest(plaintext)).toThrow(
    expect.objectContaining({ code: 'BAD_FORMAT', reason: 'malformed', origin: 'TEE' }),
  );
});
