// Opens a request: envelope text → authenticated plaintext → body. One answer for whatever does not open.
// Must never say which of unwrapping and authenticating failed, nor skip work that would show it.
import { openAead } from '../crypto/aead.ts';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { deriveRequestKeys, type RequestKeys } from '../crypto/request-keys.ts';
import { bytesToUtf8, lengthPrefixed, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import {
  CHANNEL_SUITE,
  decodeFrame,
  encodeHeader,
  MAX_ENVELOPE_BYTES,
  PROTOCOL_VERSION,
  type RequestBody,
  type RequestEnvelope,
  type RequestFrame,
  requestBodySchema,
  requestEnvelopeSchema,
} from '../protocol/envelope.ts';
import type { Epoch } from './epochs.ts';
import { refusal } from './refusals.ts';
import type { StepTimer } from './steps.ts';

const SESSION_KEY_BYTES = 16;

/** A request that authenticated. `destroy` zeroes its keys and plaintext. */
export interface OpenedRequest {
  readonly header: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly keys: RequestKeys;
  /** Plaintext of the frame, not decoded yet. */
  readonly frame: Uint8Array;
  destroy(): void;
}

/**
 * The outer form. @throws EXCESS_DATA too-large before anything is parsed · BAD_FORMAT malformed ·
 * NOT_SUPPORTED unknown-version, unknown-suite (all origin TEE)
 */
export function parseEnvelope(text: string): RequestEnvelope {
  // UTF-8 is never shorter than UTF-16 is long, so that most oversized texts are not even encoded.
  if (text.length > MAX_ENVELOPE_BYTES || utf8ToBytes(text).length > MAX_ENVELOPE_BYTES) {
    throw refusal('envelope-too-large');
  }
  const parsed = requestEnvelopeSchema.safeParse(parseJson(text));
  if (!parsed.success) throw refusal('malformed-form');
  if (parsed.data.v !== PROTOCOL_VERSION) throw refusal('unknown-version');
  if (parsed.data.suite !== CHANNEL_SUITE) throw refusal('unknown-suite');
  return parsed.data;
}

/**
 * Session key = SM2-decrypt(channel key, wrappedKey); frame = AEAD-open under the keys derived from it, with
 * additional data lp(header) ‖ lp(wrappedKey). A session key that does not unwrap is replaced by a random one,
 * so that a bad C3 and a bad tag take the same way and time; only a C1 off the curve, which its sender knows
 * to be one, is refused sooner.
 * Zeroes the session key; the rest is the caller's to `destroy`. @throws SECURITY cannot-open (origin TEE)
 */
export function openEnvelope(
  engine: CryptoEngine,
  random: RandomBytes,
  epoch: Epoch,
  envelope: RequestEnvelope,
  steps: StepTimer,
): OpenedRequest {
  const { wrappedKey, iv, ciphertext, tag } = envelope;
  const header = encodeHeader(envelope);
  const sessionKey = steps.measure('unwrap-key', wrappedKey.length, () =>
    unwrapOrRandom(epoch, wrappedKey, random),
  );
  return steps.measure('open', ciphertext.length, () => {
    const keys = deriveRequestKeys(engine, sessionKey, header, wrappedKey);
    wipe(sessionKey);
    try {
      const context = lengthPrefixed(header, wrappedKey);
      const frame = openAead(engine, keys.request, iv, ciphertext, tag, context);
      const destroy = (): void => {
        keys.destroy();
        wipe(frame);
      };
      return { header, wrappedKey, keys, frame, destroy };
    } catch {
      keys.destroy();
      throw refusal('cannot-open');
    }
  });
}

/** Frame and body. The caller zeroes the frame's parts. @throws BAD_FORMAT malformed (origin TEE) */
export function decodeRequest(plaintext: Uint8Array): { frame: RequestFrame; body: RequestBody } {
  const frame = decodeFrame(plaintext);
  try {
    const parsed = requestBodySchema.safeParse(parseJson(bytesToUtf8(frame.json)));
    if (parsed.success) return { frame, body: parsed.data };
  } catch {
    // not UTF-8; refused below like any other bad form
  }
  wipeFrame(frame);
  throw refusal('malformed-form');
}

/** Zeroes every byte that came out of the envelope. */
export function wipeFrame(frame: RequestFrame): void {
  wipe(frame.json, frame.mac, ...frame.secrets);
}

function unwrapOrRandom(epoch: Epoch, wrappedKey: Uint8Array, random: RandomBytes): Uint8Array {
  const replacement = random(SESSION_KEY_BYTES);
  try {
    const sessionKey = epoch.unwrap(wrappedKey);
    if (sessionKey.length === SESSION_KEY_BYTES) return sessionKey;
    wipe(sessionKey);
  } catch {
    // what does not unwrap goes on with a key that opens nothing
  }
  return replacement;
}

/** @throws BAD_FORMAT malformed, also for what is nested too deeply to parse */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal('malformed-form');
  }
}
