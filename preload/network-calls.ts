// The contract's `networks` calls. A network's failure is an answer among others, `{ok: false, problem}`; what the
// contract itself refuses is refused as everywhere.
import { assetSchema } from '../tee-sim/protocol/bindings.ts';
import { hexSchema, uintSchema, userOperationSchema } from '../tee-sim/protocol/ethereum.ts';
import { addressSchema, chainIdSchema } from '../tee-sim/protocol/payment.ts';
import { timeMsSchema, z } from '../tee-sim/protocol/schema.ts';
import { call } from './call-spec.ts';
import {
  blockNumberSchema,
  callRequestSchema,
  endpointIdSchema,
  endpointUrl,
  feesSchema,
  hashSchema,
  lostJournalSchema,
  networkChoiceSchema,
  networkProblemSchema,
  networkSchema,
  offeredNetworkSchema,
  replacementSchema,
  revertSchema,
  trackedSchema,
} from './networks.ts';

/** A network's failure is an answer like any other: it says why, and nothing of ours is broken. */
function outcome<S extends z.ZodType>(value: S) {
  return z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value }),
    z.strictObject({ ok: z.literal(false), problem: networkProblemSchema }),
  ]);
}

/** Chosen by the caller, to cancel by. */
const task = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/);
const ask = { chainId: chainIdSchema, task: task.optional() };
const uint256 = uintSchema(256);
const uint128 = uintSchema(128);
const userOperationCall = {
  ...ask,
  entryPoint: addressSchema,
  userOperation: userOperationSchema,
  signature: hexSchema(1, 4_096),
};

const reservationIdSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

export const networkCalls = {
  list: call(
    z.undefined(),
    outcome(
      z.strictObject({
        networks: z.array(networkSchema),
        offered: z.array(offeredNetworkSchema),
        /** The file of networks could not be read and was put aside under this name. */
        putAside: z.array(z.string()),
        lostJournal: lostJournalSchema.optional(),
        /** Of what was sent until then, some of what was settled may be forgotten. */
        forgottenUntilMs: timeMsSchema.optional(),
      }),
    ),
  ),
  /** Adds one, or with `replaces` changes one. Every new endpoint must be there and be of that chain. */
  save: call(
    z.strictObject({ network: networkChoiceSchema, replaces: z.boolean(), task: task.optional() }),
    outcome(networkSchema),
  ),
  remove: call(z.strictObject({ chainId: chainIdSchema }), outcome(z.undefined())),
  /** Asks an endpoint, a kept one or one by its address, which chain it is of. Nothing is kept. */
  check: call(
    z.union([
      z.strictObject({ url: endpointUrl, task: task.optional() }),
      z.strictObject({ id: endpointIdSchema, task: task.optional() }),
    ]),
    outcome(
      z.strictObject({ label: z.string(), chainId: chainIdSchema, latencyMs: z.number().int().min(0) }),
    ),
  ),
  /** All of one block, from one endpoint. */
  balances: call(
    z.strictObject({
      ...ask,
      accounts: z.array(addressSchema).min(1).max(200),
      tokens: z.array(addressSchema).max(50),
    }),
    outcome(
      z.strictObject({
        block: z.strictObject({ number: blockNumberSchema, hash: hashSchema, timeMs: timeMsSchema }),
        balances: z.array(
          z.strictObject({
            account: addressSchema,
            asset: assetSchema,
            /** Base units; null where the contract gives no balance. */
            amount: uint256.nullable(),
          }),
        ),
        /** What it took. */
        cost: z.strictObject({ calls: z.number().int(), requests: z.number().int() }),
      }),
    ),
  ),
  /** What a token's contract says of itself: claims, not facts. */
  tokenInfo: call(
    z.strictObject({ ...ask, token: addressSchema }),
    outcome(
      z.strictObject({
        name: z.string().max(64).optional(),
        symbol: z.string().max(32).optional(),
        decimals: z.number().int().min(0).max(36).optional(),
      }),
    ),
  ),
  fees: call(z.strictObject(ask), outcome(feesSchema)),
  /** Nobody else is given this nonce until it is released, used, or its review can no longer be signed. */
  reserveNonce: call(
    z.strictObject({ ...ask, account: addressSchema }),
    outcome(
      z.strictObject({
        reservationId: reservationIdSchema,
        nonce: uintSchema(64),
        /** Earlier ones of this account that have to be mined first. */
        waitsFor: z.array(hashSchema),
        /** How many earlier ones somebody began and did not send: this one waits until they are. */
        promisedBefore: z.number().int().min(0),
      }),
    ),
  ),
  releaseNonce: call(z.strictObject({ reservationId: reservationIdSchema }), z.undefined()),
  estimateGas: call(
    z.strictObject({ ...ask, call: callRequestSchema }),
    outcome(
      z.discriminatedUnion('result', [
        /** `gasLimit` has a margin over `gas`. */
        z.strictObject({ result: z.literal('done'), gas: uintSchema(64), gasLimit: uintSchema(64) }),
        z.strictObject({ result: z.literal('reverted'), revert: revertSchema }),
      ]),
    ),
  ),
  /** What would happen now, by `eth_call`; changes nothing. */
  simulate: call(
    z.strictObject({ ...ask, call: callRequestSchema }),
    outcome(
      z.discriminatedUnion('result', [
        /** At most the first 4 KiB of what is returned. */
        z.strictObject({ result: z.literal('done'), returned: hexSchema(0, 4_096) }),
        z.strictObject({ result: z.literal('reverted'), revert: revertSchema }),
      ]),
    ),
  ),
  /**
   * Writes it down, then sends it. The same bytes are never two transactions, so asking twice is harmless. Cannot be
   * cancelled: what became of it is in the `state`.
   */
  broadcast: call(
    z.strictObject({
      chainId: chainIdSchema,
      raw: hexSchema(1, 262_144),
      reservationId: reservationIdSchema.optional(),
    }),
    outcome(trackedSchema),
  ),
  /** Newest first. */
  transactions: call(
    z.strictObject({
      chainId: chainIdSchema.optional(),
      account: addressSchema.optional(),
      limit: z.number().int().min(1).max(1_000),
    }),
    outcome(z.array(trackedSchema)),
  ),
  /** Looks now. */
  refresh: call(z.strictObject({ hash: hashSchema, task: task.optional() }), outcome(trackedSchema)),
  /** The very same bytes once more; what is settled, in a block, replaced or being sent is only looked at. */
  sendAgain: call(z.strictObject({ hash: hashSchema }), outcome(trackedSchema)),
  /** Forgets what is prepared and never left, so that its nonce is free. What has been signed stays signed. */
  discard: call(z.strictObject({ hash: hashSchema }), outcome(z.undefined())),
  /** For a new transaction with the same nonce that nodes take in place of this one. */
  replacementFees: call(
    z.strictObject({ hash: hashSchema, task: task.optional() }),
    outcome(replacementSchema),
  ),
  estimateUserOperation: call(
    z.strictObject(userOperationCall),
    outcome(
      z.strictObject({
        callGasLimit: uint128,
        verificationGasLimit: uint128,
        preVerificationGas: uint256,
        paymasterVerificationGasLimit: uint128.optional(),
        paymasterPostOpGasLimit: uint128.optional(),
      }),
    ),
  ),
  /** `hash` as the TEE signed it; what the bundler says is held against it. */
  sendUserOperation: call(z.strictObject({ ...userOperationCall, hash: hashSchema }), outcome(trackedSchema)),
  cancel: call(z.strictObject({ task }), z.undefined()),
} as const;
