// What a signature would do, as plain facts that any language can be put to. Nothing here is a guess: what was not
// understood entirely carries the flag `blind`.
import { type Asset, assetSchema } from './bindings.ts';
import { uintSchema } from './ethereum.ts';
import { type Address, addressSchema, chainIdSchema } from './payment.ts';
import { z } from './schema.ts';

export const DECODED_KINDS = [
  'native-transfer',
  'contract-creation',
  'contract-call',
  'token-transfer',
  'token-approval',
  /** `amounts` are items of a collection, each with its `tokenId`. */
  'collectible-transfer',
  'collectible-approval',
  /** Everything of a collection, present and future; see `granted`. */
  'approval-for-all',
  /** A call that a bundled descriptor tells about; see `described`. */
  'described-call',
  'message',
  'typed-data',
  'delegation',
  'user-operation',
] as const;
export type DecodedKind = (typeof DECODED_KINDS)[number];

export const DECODED_FLAGS = [
  /** Not, or not entirely, understood. */
  'blind',
  'unlimited-approval',
  'approval-for-all',
  'contract-creation',
  'delegation',
  /** A recipient, spender or delegate is 0x0…0. */
  'zero-address',
  /** Tokens or coins sent to a token's own contract are mostly lost. */
  'token-contract-as-recipient',
  /** The call looks like a token's, but no list of ours knows the contract. */
  'unknown-token',
  /** Coins travel with a call that needs none. */
  'value-with-call',
  /** The fee may reach a whole coin, or many times what is sent. */
  'absurd-fee',
  /** Moves what belongs to somebody else, who allowed it. */
  'moves-of-another',
  'no-chain',
  'foreign-chain',
  /** 32 bytes: may be the hash of anything. */
  'hash-like-message',
  'unknown-entry-point',
  'account-deployment',
] as const;
export type DecodedFlag = (typeof DECODED_FLAGS)[number];

export const PARTY_ROLES = [
  'recipient',
  'owner',
  'spender',
  'contract',
  'delegate',
  'authority',
  'account',
  'entry-point',
  'paymaster',
] as const;
export type PartyRole = (typeof PARTY_ROLES)[number];

export interface Party {
  readonly role: PartyRole;
  readonly address: Address;
}

export interface Amount {
  /** `native`, or the token's contract. */
  readonly asset: Asset;
  /** Base units: wei, a token's smallest unit, or how many items. */
  readonly amount: bigint;
  readonly tokenId?: bigint | undefined;
  /** More than there can ever be: the person is told "unlimited", not a number. */
  readonly unlimited: boolean;
}

/** What a bundled descriptor says a call is for. */
export const INTENTS = [
  'swap',
  'wrap',
  'unwrap',
  'deposit',
  'withdraw',
  'borrow',
  'repay',
  'stake',
  'unstake',
  'bridge',
  'claim',
  'revoke-allowance',
] as const;
export type Intent = (typeof INTENTS)[number];

export const FIELD_LABELS = [
  'you-send',
  'you-send-at-most',
  'you-receive',
  'you-receive-at-least',
  'recipient',
  'on-behalf-of',
  'spender',
  'amount',
  'until',
  'slippage',
  /** What the exchange takes of it. */
  'pool-fee',
  /** Through which other tokens. */
  'route',
  'referral',
] as const;
export type FieldLabel = (typeof FIELD_LABELS)[number];

/** One line of what a descriptor shows. */
export interface DescribedField {
  readonly label: FieldLabel;
  readonly format: 'address' | 'amount' | 'number' | 'date' | 'text';
  /** EIP-55 text, decimal base units, decimal number, seconds since 1970, or text. */
  readonly value: string;
  /** Of an amount. */
  readonly asset?: Asset | undefined;
}

export interface Decoded {
  readonly kind: DecodedKind;
  /** Absent for what no chain binds. */
  readonly chainId?: number | undefined;
  readonly parties: readonly Party[];
  /** What leaves, or may be taken by the spender. */
  readonly amounts: readonly Amount[];
  readonly flags: readonly DecodedFlag[];
  /** What it does one by one: calls of a UserOperation, authorizations of an EIP-7702 transaction. */
  readonly inner: readonly Decoded[];
  /** Of `approval-for-all`: given or taken back. */
  readonly granted?: boolean | undefined;
  /** Of permits: seconds since 1970 until which the signature, or the allowance, counts. */
  readonly validUntilS?: bigint | undefined;
  /** Of a message: itself, when a person can read it. */
  readonly text?: string | undefined;
  readonly described?: { readonly intent: Intent; readonly fields: readonly DescribedField[] } | undefined;
}

const uint256 = uintSchema(256);
const amountSchema = z.strictObject({
  asset: assetSchema,
  amount: uint256,
  tokenId: uint256.optional(),
  unlimited: z.boolean(),
});
const describedSchema = z.strictObject({
  intent: z.enum(INTENTS),
  fields: z
    .array(
      z.strictObject({
        label: z.enum(FIELD_LABELS),
        format: z.enum(['address', 'amount', 'number', 'date', 'text']),
        value: z.string().max(1_024),
        asset: assetSchema.optional(),
      }),
    )
    .max(32),
});

/** `Decoded` on the wire: numbers as decimal text. */
export interface DecodedInput {
  kind: DecodedKind;
  chainId?: number | undefined;
  parties: { role: PartyRole; address: string }[];
  amounts: { asset: string; amount: string; tokenId?: string | undefined; unlimited: boolean }[];
  flags: DecodedFlag[];
  inner: DecodedInput[];
  granted?: boolean | undefined;
  validUntilS?: string | undefined;
  text?: string | undefined;
  described?: z.input<typeof describedSchema> | undefined;
}

export const decodedSchema: z.ZodType<Decoded, DecodedInput> = z.lazy(() =>
  z.strictObject({
    kind: z.enum(DECODED_KINDS),
    chainId: chainIdSchema.optional(),
    parties: z.array(z.strictObject({ role: z.enum(PARTY_ROLES), address: addressSchema })).max(64),
    amounts: z.array(amountSchema).max(256),
    flags: z.array(z.enum(DECODED_FLAGS)).max(DECODED_FLAGS.length),
    inner: z.array(decodedSchema).max(256),
    granted: z.boolean().optional(),
    validUntilS: uint256.optional(),
    text: z.string().optional(),
    described: describedSchema.optional(),
  }),
);

/** `Decoded` as JSON can hold it. */
export function decodedInput({
  amounts,
  inner,
  validUntilS,
  parties,
  flags,
  described,
  ...rest
}: Decoded): DecodedInput {
  return {
    ...rest,
    parties: [...parties],
    flags: [...flags],
    amounts: amounts.map(({ amount, tokenId, ...each }) => ({
      ...each,
      amount: amount.toString(),
      tokenId: tokenId?.toString(),
    })),
    inner: inner.map(decodedInput),
    validUntilS: validUntilS?.toString(),
    described: described && { ...described, fields: [...described.fields] },
  };
}

/** The flags of the whole, inner ones included, each once. */
export function allFlags(decoded: Decoded): ReadonlySet<DecodedFlag> {
  return new Set([...decoded.flags, ...decoded.inner.flatMap((each) => [...allFlags(each)])]);
}
