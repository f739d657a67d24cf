// The only source of randomness: WebCrypto, in browser and Node alike. Everyone else gets it passed in.
import { pinnedZeros } from '../protocol/bytes.ts';
import type { RandomBytes } from './engine.ts';

/** WebCrypto's `getRandomValues` fills at most this many bytes per call. */
const QUOTA_BYTES = 65_536;

/** The little of WebCrypto that is used here; this folder compiles without DOM types. */
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };

/** Fresh bytes from the operating system's generator. The caller zeroes them when they are secret. */
export const randomBytes: RandomBytes = (length) => {
  const bytes = pinnedZeros(length);
  for (let offset = 0; offset < length; offset += QUOTA_BYTES) {
    crypto.getRandomValues(bytes.subarray(offset, offset + QUOTA_BYTES));
  }
  return bytes;
};
