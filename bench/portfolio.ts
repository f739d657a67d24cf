// What 100 accounts own of 20 tokens and of the chain's coin, read from a local node: in batches as the app does, and
// one call after the other. Requests are counted; the longest that this process could do nothing else is measured.
// Prints JSON; ratios are within the run.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Address, createWalletClient, encodeFunctionData, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { readBalances } from '../main/networks/balances.ts';
import { EndpointClient } from '../main/networks/endpoint-client.ts';
import { parseEndpoint } from '../main/networks/endpoint-url.ts';
import type { Rpc } from '../main/networks/json-rpc.ts';
import type { NetworkError } from '../main/networks/network-error.ts';
import { addressSchema } from '../tee-sim/protocol/payment.ts';
import { ANVIL_KEYS, Anvil } from '../test/helpers/anvil.ts';
import { compileContract } from '../test/helpers/compile-solidity.ts';
import { round } from './shared/statistics.ts';

const quick = process.argv.includes('--quick');
const ACCOUNTS = quick ? 20 : 100;
const TOKENS = quick ? 5 : 20;
const ROUNDS = quick ? 1 : 5;
const signal = new AbortController().signal;

/** No batches at all. */
function oneByOne(rpc: Rpc): Rpc {
  return {
    call: rpc.call,
    batch: async (calls) => {
      const settled = [];
      for (const call of calls) {
        settled.push(
          await rpc.call(call).then(
            (value) => ({ ok: true as const, value }),
            (error: unknown) => ({ ok: false as const, error: error as NetworkError }),
          ),
        );
      }
      return settled;
    },
  };
}

const anvil = await Anvil.start();
try {
  const owner = privateKeyToAccount(ANVIL_KEYS[0]);
  const wallet = createWalletClient({ account: owner, chain: foundry, transport: http(anvil.url) });
  const { abi, bytecode } = compileContract('TestToken');
  const accounts = Array.from({ length: ACCOUNTS }, (_, i) =>
    addressSchema.parse(`0x${(i + 1).toString(16).padStart(40, '0')}`),
  );
  const tokens: Address[] = [];
  for (let i = 0; i < TOKENS; i += 1) {
    const hash = await wallet.deployContract({ abi, bytecode, args: [] });
    let receipt: { contractAddress: Address } | null = null;
    while (receipt === null) receipt = await anvil.request('eth_getTransactionReceipt', [hash]);
    tokens.push(receipt.contractAddress);
    const mint = encodeFunctionData({ abi, functionName: 'mint', args: [accounts[i] ?? owner.address, 7n] });
    await wallet.sendTransaction({ to: receipt.contractAddress, data: mint });
  }
  const known = tokens.map((token) => addressSchema.parse(token));

  const measure = async (form: (rpc: Rpc) => Rpc) => {
    const client = new EndpointClient(parseEndpoint(anvil.url));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const started = performance.now();
    const { calls, balances } = await readBalances(form(client.bind(signal)), accounts, known);
    const ms = performance.now() - started;
    delay.disable();
    if (balances.filter(({ amount }) => amount === '7').length !== TOKENS) throw new Error('balances');
    return { ms, calls, requests: client.requests, longestBlockMs: delay.max / 1e6 };
  };

  await measure((rpc) => rpc);
  const batched = [];
  for (let i = 0; i < ROUNDS; i += 1) batched.push(await measure((rpc) => rpc));
  console.error(`batched: ${batched.map(({ ms }) => round(ms)).join(', ')} ms`);
  const single = await measure(oneByOne);
  const best = batched.reduce((a, b) => (b.ms < a.ms ? b : a));
  console.log(
    JSON.stringify({
      accounts: ACCOUNTS,
      tokens: TOKENS,
      calls: best.calls,
      batched: { requests: best.requests, ms: round(best.ms), longestBlockMs: round(best.longestBlockMs) },
      oneByOne: { requests: single.requests, ms: round(single.ms) },
      requestsRatio: round(single.requests / best.requests),
      timeRatio: round(single.ms / best.ms),
    }),
  );
} finally {
  await anvil.stop();
}
