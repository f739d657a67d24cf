// The parts of an Ethereum signature, as other programs take them. Pure.
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';

/** `signature`: r ‖ s ‖ v, 65 bytes, v of 27 or 28. JSON text. */
export function signatureParts(signature: Uint8Array): string {
  const hex = (from: number, to: number): string => `0x${bytesToHex(signature.subarray(from, to))}`;
  const v = signature[64] ?? 0;
  return JSON.stringify({ r: hex(0, 32), s: hex(32, 64), v, yParity: v - 27 }, null, 2);
}
