// Transactions to bytes and back, and their signatures. What was parsed is written again and compared: only bytes
// that say exactly what is shown are ever signed or accepted.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes, equalBytes } from '../protocol/bytes.ts';
import { type AccountKey, recoverSigner, type Signature, signDigest } from './account-key.ts';
import { refuse, refuseSize } from './refuse.ts';
import { decodeRlp, encodeRlp, MAX_RLP_BYTES, type RlpItem } from './rlp.ts';
import type { SignedTransaction, Transaction } from './transaction.ts';
import {
  checkChainId,
  FIELD_COUNTS,
  fieldsOf,
  readChainId,
  readLegacy,
  readSignature,
  readTyped,
  signatureFields,
  TYPE_BYTES,
  type TypedKind,
} from './transaction-fields.ts';
import { minimalBytesToUint, uintToMinimalBytes } from './uint.ts';

/**
 * What is hashed and signed: rlp([nonce, …, data, chainId, 0, 0]) (EIP-155), or type ‖ rlp([chainId, …])
 * (EIP-2718 with EIP-2930, EIP-1559 §"Specification" and EIP-7702).
 * @throws BAD_FORMAT transaction-format on values out of range · BAD_PARAMETERS chain-id-missing ·
 * EXCESS_DATA too-large above 128 KiB
 */
export function serializeUnsigned(transaction: Transaction): Uint8Array {
  const fields = fieldsOf(transaction);
  if (transaction.type !== 'legacy') return enveloped(transaction.type, fields);
  const empty = new Uint8Array(0);
  return bounded(encodeRlp([...fields, uintToMinimalBytes(BigInt(transaction.chainId)), empty, empty]));
}

/**
 * The inverse of `serializeUnsigned`. @throws as that · BAD_FORMAT not-canonical on bytes that it would not write ·
 * NOT_SUPPORTED unsupported-transaction-type
 */
export function parseUnsigned(bytes: Uint8Array): Transaction {
  const { kind, fields } = openEnvelope(bytes);
  const transaction =
    kind === 'legacy' ? readUnsignedLegacy(fields) : readTyped(kind, exactly(fields, FIELD_COUNTS[kind]));
  return equalBytes(serializeUnsigned(transaction), bytes) ? transaction : refuse('not-canonical');
}

/** keccak256 of `serializeUnsigned`, 32 bytes: the hash that is shown is the hash that is signed. */
export function signingHash(transaction: Transaction): Uint8Array {
  return keccak_256(serializeUnsigned(transaction));
}

/**
 * Signs `signingHash` and answers the raw transaction. It is parsed again and must be `transaction` and nothing else.
 * @throws as `serializeUnsigned` and `signDigest`
 */
export function signTransaction(
  transaction: Transaction,
  key: AccountKey,
): SignedTransaction & { readonly raw: Uint8Array } {
  const approved = serializeUnsigned(transaction);
  const raw = serializeSigned(transaction, signDigest(keccak_256(approved), key));
  const signed = readSigned(raw);
  if (!equalBytes(serializeUnsigned(signed.transaction), approved)) refuse();
  // `signDigest` has recovered the sender from this very signature.
  return { ...signed, sender: key.address, hash: keccak_256(raw), raw };
}

/** @throws as `serializeUnsigned`, and transaction-format on a signature out of range */
export function serializeSigned(transaction: Transaction, signature: Signature): Uint8Array {
  const fields = fieldsOf(transaction);
  const [yParity, r, s] = signatureFields(signature);
  if (transaction.type !== 'legacy') {
    return enveloped(transaction.type, [...fields, yParity ?? [], r ?? [], s ?? []]);
  }
  // EIP-155: v = chainId·2 + 35 + yParity.
  const v = BigInt(transaction.chainId) * 2n + 35n + BigInt(signature.yParity);
  return bounded(encodeRlp([...fields, uintToMinimalBytes(v), r ?? [], s ?? []]));
}

/**
 * A raw transaction with its recovered sender. Without a chain id (v of 27 or 28), with a high s, or in bytes that
 * are not the canonical ones, it is refused. @throws as `parseUnsigned`
 */
export function parseSigned(raw: Uint8Array): SignedTransaction {
  const { transaction, signature } = readSigned(raw);
  const sender = recoverSigner(signingHash(transaction), signature);
  return { transaction, signature, sender, hash: keccak_256(raw) };
}

function readSigned(raw: Uint8Array): { transaction: Transaction; signature: Signature } {
  const { kind, fields } = openEnvelope(raw);
  const count = FIELD_COUNTS[kind];
  const all = exactly(fields, count + 3);
  const { transaction, signature } =
    kind === 'legacy'
      ? readSignedLegacy(all)
      : { transaction: readTyped(kind, all.slice(0, count)), signature: readSignature(all.slice(count)) };
  return equalBytes(serializeSigned(transaction, signature), raw)
    ? { transaction, signature }
    : refuse('not-canonical');
}

function readUnsignedLegacy(fields: readonly RlpItem[]): Transaction {
  if (fields.length === FIELD_COUNTS.legacy) refuse('chain-id-missing');
  const all = exactly(fields, FIELD_COUNTS.legacy + 3);
  // EIP-155's two empty fields; r and s of one that is signed already stand there too.
  const empty = all.slice(FIELD_COUNTS.legacy + 1).every((field) => field.length === 0);
  if (!empty) refuse('transaction-format');
  return readLegacy(all.slice(0, FIELD_COUNTS.legacy), readChainId(all[FIELD_COUNTS.legacy]));
}

function readSignedLegacy(fields: readonly RlpItem[]): { transaction: Transaction; signature: Signature } {
  const [v, r, s] = fields.slice(FIELD_COUNTS.legacy);
  const number = v instanceof Uint8Array ? minimalBytesToUint(v, 64) : refuse('transaction-format');
  if (number === 27n || number === 28n) refuse('chain-id-missing');
  if (number < 37n) refuse('transaction-format');
  const parity = uintToMinimalBytes((number - 35n) & 1n);
  return {
    transaction: readLegacy(fields.slice(0, FIELD_COUNTS.legacy), checkChainId(Number((number - 35n) >> 1n))),
    signature: readSignature([parity, r ?? [], s ?? []]),
  };
}

function openEnvelope(bytes: Uint8Array): { kind: Transaction['type']; fields: readonly RlpItem[] } {
  if (bytes.length > MAX_RLP_BYTES) refuseSize();
  const first = bytes[0] ?? refuse('transaction-format');
  // EIP-2718: up to 0x7f a type, from 0xc0 on a list.
  if (first >= 0x80 && first < 0xc0) refuse('transaction-format');
  const kind = first >= 0xc0 ? 'legacy' : (kindOf(first) ?? refuse('unsupported-transaction-type'));
  const item = decodeRlp(kind === 'legacy' ? bytes : bytes.subarray(1));
  return item instanceof Uint8Array ? refuse('transaction-format') : { kind, fields: item };
}

function kindOf(typeByte: number): TypedKind | undefined {
  const kinds: readonly TypedKind[] = ['eip2930', 'eip1559', 'eip7702'];
  return kinds.find((kind) => TYPE_BYTES[kind] === typeByte);
}

function enveloped(kind: TypedKind, fields: readonly RlpItem[]): Uint8Array {
  return bounded(concatBytes(Uint8Array.of(TYPE_BYTES[kind]), encodeRlp(fields)));
}

function exactly(fields: readonly RlpItem[], count: number): readonly RlpItem[] {
  return fields.length === count ? fields : refuse('transaction-format');
}

function bounded(bytes: Uint8Array): Uint8Array {
  return bytes.length > MAX_RLP_BYTES ? refuseSize() : bytes;
}
