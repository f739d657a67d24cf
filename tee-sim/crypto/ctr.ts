// SM4 in counter mode, written once above both engines.
import { pinnedZeros, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import type { CryptoEngine } from './engine.ts';

const BLOCK_BYTES = 16;

/**
 * data ⊕ SM4(key, iv) ‖ SM4(key, iv + 1) ‖ …, NIST SP 800-38A §6.5 with the whole 16-byte block as a
 * big-endian counter. Encrypts and decrypts. Key and IV 16 bytes, data of any length.
 * Zeroes schedule and key stream; key and result are the caller's. @throws BAD_PARAMETERS
 */
export function sm4Ctr(
  engine: Pick<CryptoEngine, 'sm4'>,
  key: Uint8Array,
  iv: Uint8Array,
  data: Uint8Array,
): Uint8Array {
  if (iv.length !== BLOCK_BYTES) throw new TeeError('BAD_PARAMETERS');
  const stream = pinnedZeros(Math.ceil(data.length / BLOCK_BYTES) * BLOCK_BYTES);
  const counter = iv.slice();
  const cipher = engine.sm4(key);
  try {
    for (let offset = 0; offset < stream.length; offset += BLOCK_BYTES) {
      stream.set(counter, offset);
      increment(counter);
    }
    cipher.encryptBlocks(stream);
    const output = pinnedZeros(data.length);
    for (let i = 0; i < data.length; i += 1) output[i] = (data[i] ?? 0) ^ (stream[i] ?? 0);
    return output;
  } finally {
    cipher.destroy();
    wipe(stream);
  }
}

function increment(counter: Uint8Array): void {
  for (let i = counter.length - 1; i >= 0; i -= 1) {
    const next = ((counter[i] ?? 0) + 1) & 0xff;
    counter[i] = next;
    if (next !== 0) return;
  }
}
