// Unsigned integers and addresses as Ethereum writes them: bigint, decimal or hex text, bytes. One text per number.

import type { RefusalName } from '../os/refusals.ts';
import { bytesToHex, hexToBytes } from '../protocol/bytes.ts';
import { type Address, addressSchema, toChecksumAddress } from '../protocol/payment.ts';
import { refuse } from './refuse.ts';

export const MAX_UINT256 = (1n << 256n) - 1n;
export const MAX_UINT64 = (1n << 64n) - 1n;

/** `value` itself when 0 ≤ value < 2^bits. @throws the named refusal */
export function checkUint(value: bigint, bits: number, otherwise?: RefusalName): bigint {
  if (typeof value !== 'bigint' || value < 0n || value >> BigInt(bits) !== 0n) refuse(otherwise);
  return value;
}

/** Big-endian in exactly `length` bytes. @throws BAD_PARAMETERS malformed when it does not fit */
export function uintToBytes(value: bigint, length: number): Uint8Array {
  return hexToBytes(
    checkUint(value, 8 * length)
      .toString(16)
      .padStart(2 * length, '0'),
  );
}

/** Big-endian without leading zero bytes; zero is no bytes at all (Yellow Paper, appendix B). */
export function uintToMinimalBytes(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array(0);
  const digits = checkUint(value, 256).toString(16);
  return hexToBytes(digits.length % 2 === 0 ? digits : `0${digits}`);
}

export function bytesToUint(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytesToHex(bytes)}`);
}

/** The inverse of `uintToMinimalBytes`. @throws BAD_FORMAT not-canonical on a leading zero, transaction-format above `bits` */
export function minimalBytesToUint(bytes: Uint8Array, bits: number): bigint {
  if (bytes[0] === 0) refuse('not-canonical');
  if (bytes.length * 8 > bits) refuse('transaction-format');
  return bytesToUint(bytes);
}

/** Decimal (`0`, `12`) or hex quantity (`0x0`, `0xc`) without leading zeros or sign. @throws the named refusal */
export function parseUint(text: string, bits: number, otherwise?: RefusalName): bigint {
  if (text.length > 80 || !/^(0|[1-9][0-9]*|0x(0|[1-9a-fA-F][0-9a-fA-F]*))$/.test(text)) refuse(otherwise);
  return checkUint(BigInt(text), bits, otherwise);
}

/** `0x` and whole bytes in hex, of either case. @throws the named refusal */
export function parseHex(text: string, otherwise?: RefusalName): Uint8Array {
  if (!text.startsWith('0x')) refuse(otherwise);
  try {
    return hexToBytes(text.slice(2));
  } catch {
    return refuse(otherwise);
  }
}

export function toHex(bytes: Uint8Array): string {
  return `0x${bytesToHex(bytes)}`;
}

/** @throws the named refusal unless 20 bytes in hex, all one case or with the EIP-55 checksum */
export function parseAddress(text: string, otherwise?: RefusalName): Address {
  const parsed = addressSchema.safeParse(text);
  return parsed.success ? parsed.data : refuse(otherwise);
}

/** @throws the named refusal unless 20 bytes */
export function bytesToAddress(bytes: Uint8Array, otherwise?: RefusalName): Address {
  if (bytes.length !== 20) refuse(otherwise);
  return toChecksumAddress(toHex(bytes)) as Address;
}

export function addressToBytes(address: Address): Uint8Array {
  return hexToBytes(address.slice(2));
}
