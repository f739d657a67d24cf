// What a transaction would do and cost, asked of the node before anybody signs it.
import type { CallRequest, RevertInput } from '../../preload/networks.ts';
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import type { Rpc } from './json-rpc.ts';
import { NetworkError } from './network-error.ts';
import { revertOf } from './revert.ts';
import { type CallParams, estimateGasCall, ethCall } from './rpc-calls.ts';

/** Of what a call returns, so much is handed on. */
const SHOWN_BYTES = 4_096;
/** No block of any chain here holds more. */
const MAX_GAS = 1_000_000_000n;

type Reverted = { readonly result: 'reverted'; readonly revert: RevertInput };

/** @throws NetworkError */
export async function simulate(
  rpc: Rpc,
  request: CallRequest,
): Promise<{ result: 'done'; returned: string } | Reverted> {
  return orRevert(async () => {
    const returned = await rpc.call(ethCall(paramsOf(request), 'latest'));
    return { result: 'done' as const, returned: returned.slice(0, 2 + 2 * SHOWN_BYTES) };
  });
}

/** A fifth more than the estimate, because state moves on; a plain transfer always takes the same. @throws NetworkError */
export async function estimateGas(
  rpc: Rpc,
  request: CallRequest,
): Promise<{ result: 'done'; gas: string; gasLimit: string } | Reverted> {
  return orRevert(async () => {
    const gas = await rpc.call(estimateGasCall(paramsOf(request)));
    if (gas > MAX_GAS) throw new NetworkError('implausible-fees');
    const gasLimit = gas === 21_000n ? gas : (gas * 6n + 4n) / 5n;
    return { result: 'done' as const, gas: gas.toString(), gasLimit: gasLimit.toString() };
  });
}

async function orRevert<T>(run: () => Promise<T>): Promise<T | Reverted> {
  try {
    return await run();
  } catch (error) {
    const revert = error instanceof NetworkError ? revertOf(error) : undefined;
    if (revert === undefined) throw error;
    return { result: 'reverted', revert };
  }
}

function paramsOf({ from, to, valueWei, data }: CallRequest): CallParams {
  return { from, to, value: valueWei, data: `0x${bytesToHex(data)}` };
}
