// A signed transaction as it is sent: what it says of itself, and who signed it. Whoever broadcasts it is told nothing
// that is not read from these bytes.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes } from '../../tee-sim/protocol/bytes.ts';
import { type Address, addressSchema, chainIdSchema } from '../../tee-sim/protocol/payment.ts';
import { NetworkError } from './network-error.ts';
import { decodeRlp, encodeRlp, type Rlp } from './rlp.ts';

export type RawFees =
  | { readonly kind: 'legacy'; readonly gasPriceWei: bigint }
  | {
      readonly kind: 'eip1559';
      readonly maxFeePerGasWei: bigint;
      readonly maxPriorityFeePerGasWei: bigint;
    };

export interface RawTransaction {
  /** keccak256 of the whole. */
  readonly hash: string;
  readonly from: Address;
  readonly chainId: number;
  readonly nonce: bigint;
  readonly gasLimit: bigint;
  readonly to: Address | null;
  readonly valueWei: bigint;
  readonly data: Uint8Array;
  readonly fees: RawFees;
}

/** Of each envelope: how many fields, and which is what. Signatures are the last three. */
const TYPES: Readonly<Record<number, { fields: number; layout: Layout }>> = {
  /** EIP-2930: [chainId, nonce, gasPrice, gasLimit, to, value, data, accessList] */
  1: { fields: 11, layout: { chainId: 0, nonce: 1, fees: [2], gasLimit: 3, to: 4 } },
  /** EIP-1559: [chainId, nonce, maxPriorityFee, maxFee, gasLimit, to, value, data, accessList] */
  2: { fields: 12, layout: { chainId: 0, nonce: 1, fees: [2, 3], gasLimit: 4, to: 5 } },
  /** EIP-7702: as EIP-1559, then authorizationList */
  4: { fields: 13, layout: { chainId: 0, nonce: 1, fees: [2, 3], gasLimit: 4, to: 5 } },
};
/** EIP-155: [nonce, gasPrice, gasLimit, to, value, data, v, r, s]; value and data follow `to` everywhere. */
const LEGACY: Layout = { chainId: undefined, nonce: 0, fees: [1], gasLimit: 2, to: 3 };
const LEGACY_FIELDS = 9;

interface Layout {
  readonly chainId: number | undefined;
  readonly nonce: number;
  readonly fees: readonly [number] | readonly [number, number];
  readonly gasLimit: number;
  readonly to: number;
}

/** @throws NetworkError bad-transaction */
export function parseRawTransaction(raw: Uint8Array): RawTransaction {
  try {
    return parse(raw);
  } catch {
    throw new NetworkError('bad-transaction');
  }
}

/**
 * What is signed for the same transaction at other fees: every other field as it is, access and authorization lists
 * included. @throws NetworkError bad-transaction, also for fees of another kind than its own
 */
export function unsignedWith(raw: Uint8Array, fees: RawFees): Uint8Array {
  const { chainId } = parseRawTransaction(raw);
  const { type, isLegacy, layout, items } = opened(raw);
  const [first, second] = layout.fees;
  if ((second === undefined) !== (fees.kind === 'legacy')) throw new NetworkError('bad-transaction');
  const changed = items.slice(0, -3);
  if (fees.kind === 'legacy') changed[first] = quantity(fees.gasPriceWei);
  else {
    changed[first] = quantity(fees.maxPriorityFeePerGasWei);
    changed[second ?? first] = quantity(fees.maxFeePerGasWei);
  }
  return unsignedBytes(changed, isLegacy ? { chainId } : { type });
}

interface Opened {
  readonly type: number;
  readonly isLegacy: boolean;
  readonly layout: Layout;
  readonly items: readonly Rlp[];
}

function opened(raw: Uint8Array): Opened {
  const type = raw[0] ?? 0;
  const isLegacy = type >= 0xc0;
  const { fields, layout } = isLegacy ? { fields: LEGACY_FIELDS, layout: LEGACY } : typed(type);
  const items = decodeRlp(isLegacy ? raw : raw.subarray(1));
  if (items instanceof Uint8Array || items.length !== fields) throw new RangeError('fields');
  return { type, isLegacy, layout, items };
}

/** EIP-155 ends with the chain and two empty fields; EIP-2718 begins with the type. */
function unsignedBytes(fields: readonly Rlp[], kind: { chainId: number } | { type: number }): Uint8Array {
  return 'chainId' in kind
    ? encodeRlp([...fields, quantity(BigInt(kind.chainId)), new Uint8Array(), new Uint8Array()])
    : concatBytes(Uint8Array.of(kind.type), encodeRlp(fields));
}

function parse(raw: Uint8Array): RawTransaction {
  const { type, isLegacy, layout, items } = opened(raw);
  const v = uint(items.at(-3));
  // EIP-155: v = 35 + 2 × chainId + parity; without a chain it would be good on all of them.
  if (isLegacy && v < 35n) throw new RangeError('chain id');
  const chainId = chainIdSchema.parse(
    Number(layout.chainId === undefined ? (v - 35n) / 2n : uint(items[layout.chainId])),
  );
  const signedBytes = unsignedBytes(items.slice(0, -3), isLegacy ? { chainId } : { type });
  return {
    hash: `0x${bytesToHex(keccak_256(raw))}`,
    from: signerOf(signedBytes, items, isLegacy ? (v - 35n) % 2n : v),
    chainId,
    ...contentOf(items, layout),
  };
}

function typed(type: number): { fields: number; layout: Layout } {
  const known = TYPES[type];
  if (known === undefined) throw new RangeError('type');
  return known;
}

function contentOf(items: readonly Rlp[], layout: Layout): Omit<RawTransaction, 'hash' | 'from' | 'chainId'> {
  const to = bytes(items[layout.to]);
  const [first, second] = layout.fees;
  const price = uint(items[first]);
  return {
    nonce: uint(items[layout.nonce]),
    gasLimit: uint(items[layout.gasLimit]),
    to: to.length === 0 ? null : addressSchema.parse(`0x${bytesToHex(to)}`),
    valueWei: uint(items[layout.to + 1]),
    data: bytes(items[layout.to + 2]),
    fees:
      second === undefined
        ? { kind: 'legacy', gasPriceWei: price }
        : { kind: 'eip1559', maxFeePerGasWei: uint(items[second]), maxPriorityFeePerGasWei: price },
  };
}

/** SEC 1 v2 §4.1.6: the address of the key that signed keccak256(signedBytes). */
function signerOf(signedBytes: Uint8Array, items: readonly Rlp[], parity: bigint): Address {
  if (parity > 1n) throw new RangeError('parity');
  const word = (item: Rlp | undefined): string => uint(item).toString(16).padStart(64, '0');
  const compact = Uint8Array.from(Buffer.from(word(items.at(-2)) + word(items.at(-1)), 'hex'));
  const point = secp256k1.Signature.fromBytes(compact, 'compact')
    .addRecoveryBit(Number(parity))
    .recoverPublicKey(keccak_256(signedBytes));
  return addressSchema.parse(`0x${bytesToHex(keccak_256(point.toBytes(false).subarray(1)).subarray(12))}`);
}

function bytes(item: Rlp | undefined): Uint8Array {
  if (!(item instanceof Uint8Array)) throw new RangeError('bytes');
  return item;
}

/** Big-endian without leading zeros, up to 256 bits. */
function uint(item: Rlp | undefined): bigint {
  const digits = bytes(item);
  if (digits.length > 32 || digits[0] === 0) throw new RangeError('uint');
  return digits.length === 0 ? 0n : BigInt(`0x${bytesToHex(digits)}`);
}

function quantity(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array();
  const text = value.toString(16);
  return Uint8Array.from(Buffer.from(text.padStart(text.length + (text.length % 2), '0'), 'hex'));
}
