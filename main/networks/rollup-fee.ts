// What an OP Stack rollup takes beside gas × price: the cost of a transaction's data on the chain below. No field of the
// transaction bounds it, so "everything" cannot be sent without knowing it. The chain itself says whether it has one.
import { addressSchema } from '../../tee-sim/protocol/payment.ts';
import { selectorOf } from './abi.ts';
import type { Rpc } from './json-rpc.ts';
import { NetworkError } from './network-error.ts';
import { revertOf } from './revert.ts';
import { ethCall } from './rpc-calls.ts';

/** OP Stack specifications, predeploys: GasPriceOracle. Chains of other kinds have no code there. */
const ORACLE = addressSchema.parse(`0x42${'0'.repeat(36)}0f`);
/** From Fjord on; `unsignedTxSize` in bytes, the oracle adds the signature. */
const UPPER_BOUND = selectorOf('getL1FeeUpperBound(uint256)');
const FEE_OF_BYTES = selectorOf('getL1Fee(bytes)');
/** An unsigned ERC-20 transfer has 140 at most, a transfer of the chain's own coin fewer. */
export const PAYMENT_BYTES = 160;
/** 2.1 coins, as much as a plain transfer at the highest price that is passed on. */
const MAX_FEE = 21_000n * 100_000n * 1_000_000_000n;
const WORD_LENGTH = 66;

/**
 * The most that a transaction of so many unsigned bytes pays now, in wei; 0 where the chain takes nothing of the kind.
 * @throws NetworkError implausible-fees, bad-answer, or the endpoint's own
 */
export async function rollupFee(rpc: Rpc, unsignedBytes: number): Promise<bigint> {
  const fee =
    (await ask(rpc, UPPER_BOUND + word(unsignedBytes))) ?? (await ask(rpc, costliest(unsignedBytes))) ?? 0n;
  if (fee > MAX_FEE) throw new NetworkError('implausible-fees');
  return fee;
}

/** `undefined`: there is a contract, and it does not know the question. */
async function ask(rpc: Rpc, data: string): Promise<bigint | undefined> {
  let answer: string;
  try {
    answer = await rpc.call(ethCall({ to: ORACLE, data }, 'latest'));
  } catch (error) {
    if (error instanceof NetworkError && revertOf(error) !== undefined) return undefined;
    throw error;
  }
  // Where there is no code every call succeeds with nothing.
  if (answer === '0x') return 0n;
  if (answer.length !== WORD_LENGTH) throw new NetworkError('bad-answer');
  return BigInt(answer);
}

/** `getL1Fee` of bytes that are not zero, which cost the most. */
function costliest(bytes: number): string {
  const padded = Math.ceil(bytes / 32) * 64;
  return FEE_OF_BYTES + word(32) + word(bytes) + 'ff'.repeat(bytes).padEnd(padded, '0');
}

function word(value: number): string {
  return value.toString(16).padStart(64, '0');
}
