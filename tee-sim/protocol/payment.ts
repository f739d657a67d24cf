// What a person wants to pay, as the TEE accepts it: strict, integer, checksummed.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from './bytes.ts';
import { z } from './schema.ts';

const UINT256_LIMIT = 1n << 256n;

/** EIP-55: hex digit i is upper case where nibble i of keccak256(lower-case hex) is ≥ 8. */
export function toChecksumAddress(address: string): string {
  const lower = address.slice(2).toLowerCase();
  const hash = bytesToHex(keccak_256(utf8ToBytes(lower)));
  let text = '0x';
  for (let i = 0; i < lower.length; i += 1) {
    const char = lower.charAt(i);
    text += Number.parseInt(hash.charAt(i), 16) >= 8 ? char.toUpperCase() : char;
  }
  return text;
}

/** A 20-byte address in hex: all one case, or with the right EIP-55 checksum. Parses to EIP-55. */
export const addressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .refine((text) => {
    const digits = text.slice(2);
    if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return true;
    return toChecksumAddress(text) === text;
  })
  .transform(toChecksumAddress)
  .brand<'Address'>();
export type Address = z.output<typeof addressSchema>;

/** A uint256 in decimal digits (no sign, no leading zero); parses to `bigint`, in wei. */
export const weiSchema = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,77})$/)
  .transform((text) => BigInt(text))
  .refine((amount) => amount < UINT256_LIMIT)
  .brand<'Wei'>();

/** EIP-155 chain id; its ceiling keeps v inside JSON's safe integers (EIP-2294). */
export const chainIdSchema = z.number().int().min(1).max(4_503_599_627_370_476);

export const paymentSchema = z.strictObject({
  chainId: chainIdSchema,
  to: addressSchema,
  amountWei: weiSchema,
  note: z.string().max(10_000),
});
/** As sent. */
export type PaymentInput = z.input<typeof paymentSchema>;
/** As parsed. */
export type Payment = z.output<typeof paymentSchema>;
