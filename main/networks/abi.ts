// As much of the contract ABI as is asked for here: words, and one string or bytes behind them. Pure; every length is
// checked against what is there.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import type { Address } from '../../tee-sim/protocol/payment.ts';

const WORD = 32;

/** The first four bytes of keccak256(signature), as `0x…` text. */
export function selectorOf(signature: string): string {
  return `0x${bytesToHex(keccak_256(utf8ToBytes(signature)).subarray(0, 4))}`;
}

export function topicOf(signature: string): string {
  return `0x${bytesToHex(keccak_256(utf8ToBytes(signature)))}`;
}

export function addressWord(address: Address): string {
  return address.slice(2).toLowerCase().padStart(64, '0');
}

/** Word `index` of `0x…` text as a number; `undefined` when it is not there. */
export function uintAt(hex: string, index: number): bigint | undefined {
  const word = hex.slice(2 + index * 2 * WORD, 2 + (index + 1) * 2 * WORD);
  return word.length === 2 * WORD ? BigInt(`0x${word}`) : undefined;
}

/** The string whose offset is word `index`; broken UTF-8 is shown as such. `undefined` when it lies elsewhere. */
export function stringAt(hex: string, index: number): string | undefined {
  const offset = uintAt(hex, index);
  const size = (hex.length - 2) / 2;
  if (offset === undefined || offset % BigInt(WORD) !== 0n || offset > BigInt(size)) return undefined;
  const length = uintAt(hex, Number(offset) / WORD);
  const start = Number(offset) + WORD;
  if (length === undefined || length > BigInt(size - start)) return undefined;
  const text = hex.slice(2 + 2 * start, 2 + 2 * (start + Number(length)));
  return new TextDecoder().decode(hexToBytes(text));
}
