// The contract's `networks` calls. A network's failure is an answer here; only what is wrong with us is thrown.
import type { WebContents } from 'electron';
import { eventChannel } from '../../preload/channels.ts';
import type { ApiHandlers } from '../../preload/contract.ts';
import type { NetworkProblem, TrackedInput } from '../../preload/networks.ts';
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import { readBalances, readTokenInfo } from '../networks/balances.ts';
import { suggestFees } from '../networks/fees.ts';
import { KNOWN_NETWORKS } from '../networks/known-networks.ts';
import { NetworkError } from '../networks/network-error.ts';
import type { NetworkService } from '../networks/network-service.ts';
import type { RawFees } from '../networks/raw-transaction.ts';
import { estimateUserOperationCall } from '../networks/rpc-calls.ts';
import { estimateGas, simulate } from '../networks/simulate.ts';
import { Tasks } from '../networks/tasks.ts';
import { operationJson } from '../networks/user-operation.ts';

type Handlers = ApiHandlers['networks'];
type Outcome<T> = { ok: true; value: T } | { ok: false; problem: NetworkProblem };

async function outcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof NetworkError) return { ok: false, problem: error.problem };
    throw error;
  }
}

export function createNetworkHandlers(service: NetworkService): Handlers {
  const tasks = new Tasks();
  const ask = <T>(task: string | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<Outcome<T>> =>
    outcome(() => tasks.run(task, work));
  return {
    ...configuration(service, ask),
    ...questions(service, ask),
    ...sending(service, ask),
    cancel: async ({ task }) => {
      tasks.cancel(task);
      return undefined;
    },
  };
}

type Ask = <T>(task: string | undefined, work: (signal: AbortSignal) => Promise<T>) => Promise<Outcome<T>>;

function configuration(
  service: NetworkService,
  ask: Ask,
): Pick<Handlers, 'list' | 'save' | 'remove' | 'check'> {
  return {
    list: () => outcome(async () => ({ ...(await service.list()), offered: [...KNOWN_NETWORKS] })),
    save: ({ network, replaces, task }) => ask(task, (signal) => service.save(network, replaces, signal)),
    remove: ({ chainId }) =>
      outcome(async () => {
        await service.remove(chainId);
        return undefined;
      }),
    check: ({ task, ...choice }) => ask(task, (signal) => service.check(choice, signal)),
  };
}

type Questions =
  | 'balances'
  | 'tokenInfo'
  | 'fees'
  | 'reserveNonce'
  | 'releaseNonce'
  | 'estimateGas'
  | 'simulate'
  | 'estimateUserOperation';

function questions(service: NetworkService, ask: Ask): Pick<Handlers, Questions> {
  return {
    balances: ({ chainId, accounts, tokens, task }) =>
      ask(task, async (signal) => {
        const rpc = await service.rpc(chainId);
        const before = rpc.requests;
        const { calls, ...read } = await rpc.read((one) => readBalances(one, accounts, tokens), signal);
        return { ...read, cost: { calls, requests: rpc.requests - before } };
      }),
    tokenInfo: ({ chainId, token, task }) =>
      ask(task, async (signal) =>
        (await service.rpc(chainId)).read((one) => readTokenInfo(one, token), signal),
      ),
    fees: ({ chainId, task }) =>
      ask(task, async (signal) => (await service.rpc(chainId)).read((one) => suggestFees(one), signal)),
    reserveNonce: ({ chainId, account, task }) =>
      ask(task, (signal) => service.reserveNonce(chainId, account, signal)),
    releaseNonce: async ({ reservationId }) => {
      service.releaseNonce(reservationId);
      return undefined;
    },
    estimateGas: ({ chainId, call, task }) =>
      ask(task, async (signal) => (await service.rpc(chainId)).read((one) => estimateGas(one, call), signal)),
    simulate: ({ chainId, call, task }) =>
      ask(task, async (signal) => (await service.rpc(chainId)).read((one) => simulate(one, call), signal)),
    estimateUserOperation: ({ chainId, entryPoint, userOperation, signature, task }) =>
      ask(task, async (signal) => {
        const call = estimateUserOperationCall(operationJson(userOperation, signature), entryPoint);
        const gas = await (await service.bundler(chainId)).read((one) => one.call(call), signal);
        return {
          callGasLimit: gas.callGasLimit.toString(),
          verificationGasLimit: gas.verificationGasLimit.toString(),
          preVerificationGas: gas.preVerificationGas.toString(),
          paymasterVerificationGasLimit: gas.paymasterVerificationGasLimit?.toString(),
          paymasterPostOpGasLimit: gas.paymasterPostOpGasLimit?.toString(),
        };
      }),
  };
}

type Sending =
  | 'broadcast'
  | 'transactions'
  | 'refresh'
  | 'sendAgain'
  | 'discard'
  | 'replacementFees'
  | 'sendUserOperation';

function sending(service: NetworkService, ask: Ask): Pick<Handlers, Sending> {
  return {
    broadcast: ({ chainId, raw, reservationId }) =>
      outcome(() => service.broadcast(chainId, raw, reservationId)),
    transactions: ({ chainId, account, limit }) =>
      outcome(() => service.transactions(chainId, account, limit)),
    refresh: ({ hash, task }) => ask(task, () => service.refresh(hash)),
    sendAgain: ({ hash }) => outcome(() => service.sendAgain(hash)),
    discard: ({ hash }) =>
      outcome(async () => {
        await service.discard(hash);
        return undefined;
      }),
    replacementFees: ({ hash, task }) =>
      ask(task, async (signal) => replacementText(await service.replacement(hash, signal))),
    sendUserOperation: ({ chainId, entryPoint, userOperation, signature, hash }) =>
      outcome(async () =>
        service.sendUserOperation({
          chainId,
          hash,
          sender: userOperation.sender,
          nonce: userOperation.nonce,
          entryPoint,
          operation: operationJson(userOperation, signature),
        }),
      ),
  };
}

type Replacement = Awaited<ReturnType<NetworkService['replacement']>>;

function replacementText({ hash: _hash, from, fees, ...transaction }: Replacement) {
  return {
    chainId: transaction.chainId,
    account: from,
    nonce: transaction.nonce.toString(),
    gasLimit: transaction.gasLimit.toString(),
    to: transaction.to,
    valueWei: transaction.valueWei.toString(),
    data: `0x${bytesToHex(transaction.data)}`,
    unsigned: `0x${bytesToHex(transaction.unsigned)}`,
    extraFeeWei: transaction.extraFeeWei,
    fees: feesText(fees),
  };
}

function feesText(fees: RawFees) {
  return fees.kind === 'legacy'
    ? { kind: fees.kind, gasPriceWei: fees.gasPriceWei.toString() }
    : {
        kind: fees.kind,
        maxFeePerGasWei: fees.maxFeePerGasWei.toString(),
        maxPriorityFeePerGasWei: fees.maxPriorityFeePerGasWei.toString(),
      };
}

/** Tells the page what became of something sent. */
export function forwardNetworkUpdates(
  page: () => WebContents | undefined,
): (transaction: TrackedInput) => void {
  return (transaction) => page()?.send(eventChannel('networkUpdate'), { transaction });
}
