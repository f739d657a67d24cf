// Hex text to bytes, for measurements that come as text.
import { TeeError } from '../../tee-sim/protocol/codes.ts';

/** @throws BAD_FORMAT malformed */
export function hexToBytes(hex: string): Uint8Array {
  if (!/^([0-9a-fA-F]{2})*$/.test(hex)) throw new TeeError('BAD_FORMAT', 'malformed', 'API');
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}
