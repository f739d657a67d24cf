import { createRequire } from 'node:module';
import {
  type Abi,
  type Address,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  parseEther,
} from 'viem';
import { getUserOperationHash, toPackedUserOperation, type UserOperation } from 'viem/account-abstraction';
import { privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ANVIL_CHAIN, ANVIL_KEYS, Anvil } from '../helpers/anvil.ts';
import { answering, HostileNode, RpcFault } from '../helpers/hostile-node.ts';
import { ALWAYS, callNetworks, NetworkFixture, networkOf, unwrap } from '../helpers/network-fixture.ts';

const require = createRequire(import.meta.url);
interface Artifact {
  readonly abi: Abi;
  readonly bytecode: Hex;
}
const entryPointCode: Artifact = require('@account-abstraction/contracts/artifacts/EntryPoint.json');
const factoryCode: Artifact = require('@account-abstraction/contracts/artifacts/SimpleAccountFactory.json');
const accountCode: Artifact = require('@account-abstraction/contracts/artifacts/SimpleAccount.json');

const owner = privateKeyToAccount(ANVIL_KEYS[0]);
const bundlerKey = privateKeyToAccount(ANVIL_KEYS[1]);
const target: Address = `0x${'42'.repeat(20)}`;
let anvil: Anvil;
let bundler: HostileNode;
let fixture: NetworkFixture;
let entryPoint: Address;
let sender: Address;
/** What this bundler says carried an operation. */
const carriers = new Map<string, string>();

type Operation = UserOperation<'0.8'>;

beforeAll(async () => {
  anvil = await Anvil.start();
  const wallet = createWalletClient({ account: owner, chain: foundry, transport: http(anvil.url) });
  const reader = createPublicClient({ chain: foundry, transport: http(anvil.url) });
  const deploy = async (code: Artifact, args: readonly unknown[]): Promise<Address> => {
    const hash = await wallet.deployContract({ ...code, args });
    return (await reader.waitForTransactionReceipt({ hash })).contractAddress as Address;
  };
  entryPoint = await deploy(entryPointCode, []);
  const factory = await deploy(factoryCode, [entryPoint]);
  const senderCreator = (await reader.readContract({
    ...entryPointCode,
    address: entryPoint,
    functionName: 'senderCreator',
  })) as Address;
  // The factory takes orders from the EntryPoint's creator only.
  await anvil.request('anvil_setBalance', [senderCreator, '0xde0b6b3a7640000']);
  const create = encodeFunctionData({
    ...factoryCode,
    functionName: 'createAccount',
    args: [owner.address, 0n],
  });
  await anvil.request('anvil_impersonateAccount', [senderCreator]);
  const creation = { from: senderCreator, to: factory, data: create };
  const mined = (hash: Hex) => reader.waitForTransactionReceipt({ hash });
  await mined(await anvil.request('eth_sendTransaction', [creation]));
  sender = (await reader.readContract({
    ...factoryCode,
    address: factory,
    functionName: 'getAddress',
    args: [owner.address, 0n],
  })) as Address;
  await mined(await wallet.sendTransaction({ to: sender, value: parseEther('10') }));
  bundler = await startBundler();
  fixture = new NetworkFixture();
  const network = networkOf([anvil.url], { bundlers: [{ url: bundler.url }] });
  await fixture.service.save(network, false, ALWAYS);
});
afterAll(async () => {
  fixture?.dispose();
  await bundler?.stop();
  await anvil?.stop();
});

/** Sends each operation at once, alone, in a transaction of its own. */
function startBundler(): Promise<HostileNode> {
  const wallet = createWalletClient({ account: bundlerKey, chain: foundry, transport: http(anvil.url) });
  const reader = createPublicClient({ chain: foundry, transport: http(anvil.url) });
  const known = (hash: string) => (carriers.has(hash) ? { userOpHash: hash } : null);
  return HostileNode.start(
    answering({
      eth_chainId: () => '0x7a69',
      eth_sendUserOperation: async (json: Record<string, Hex>, at: Address) => {
        const operation = fromJson(json);
        const hash = hashOf(operation);
        const packed = toPackedUserOperation(operation);
        try {
          const carrier = await wallet.writeContract({
            abi: entryPointCode.abi,
            address: at,
            functionName: 'handleOps',
            args: [[packed], bundlerKey.address],
          });
          await reader.waitForTransactionReceipt({ hash: carrier });
          carriers.set(hash, carrier);
        } catch (error) {
          throw new RpcFault(-32_500, /AA\d\d[^"]*/.exec(String(error))?.[0] ?? 'refused');
        }
        return hash;
      },
      eth_getUserOperationByHash: known,
      eth_getUserOperationReceipt: (hash: string) =>
        carriers.has(hash) ? { userOpHash: hash, receipt: { transactionHash: carriers.get(hash) } } : null,
      eth_estimateUserOperationGas: () => ({
        callGasLimit: '0x186a0',
        verificationGasLimit: '0x30d40',
        preVerificationGas: '0xc350',
      }),
    }),
  );
}

function fromJson(json: Record<string, Hex>): Operation {
  const { sender: from, callData, signature, ...numbers } = json;
  const values = Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, BigInt(value)]));
  return { sender: from, callData, signature, ...values } as unknown as Operation;
}

function hashOf(operation: Operation): Hex {
  return getUserOperationHash({
    chainId: ANVIL_CHAIN,
    entryPointAddress: entryPoint,
    entryPointVersion: '0.8',
    userOperation: operation,
  });
}

/** As the TEE would sign it. */
async function signed(nonce: bigint, call: { to: Address; value: bigint }) {
  const { abi } = accountCode;
  const operation: Operation = {
    sender,
    nonce,
    callData: encodeFunctionData({ abi, functionName: 'execute', args: [call.to, call.value, '0x'] }),
    callGasLimit: 100_000n,
    verificationGasLimit: 200_000n,
    preVerificationGas: 50_000n,
    maxFeePerGas: 20n * 10n ** 9n,
    maxPriorityFeePerGas: 10n ** 9n,
    signature: '0x',
  };
  const hash = hashOf(operation);
  const signature = await owner.sign({ hash });
  const { maxFeePerGas, maxPriorityFeePerGas, signature: _none, ...rest } = operation;
  const userOperation = {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, String(value)])),
    maxFeePerGasWei: String(maxFeePerGas),
    maxPriorityFeePerGasWei: String(maxPriorityFeePerGas),
  };
  return { chainId: ANVIL_CHAIN, entryPoint, userOperation, signature, hash } as never as Parameters<
    typeof send
  >[0];
}

type SendInput = Parameters<typeof callNetworks<'sendUserOperation'>>[2];
const send = async (input: SendInput) =>
  unwrap(await callNetworks(fixture.service, 'sendUserOperation', input));
const refresh = async (hash: string) => unwrap(await callNetworks(fixture.service, 'refresh', { hash }));

it('is sent through a bundler and found on the chain by the EntryPoint’s own event', async () => {
  const input = await signed(0n, { to: target, value: 5n });
  const sent = await send(input);
  expect(sent).toMatchObject({
    kind: 'user-operation',
    hash: input.hash,
    state: 'pending',
    account: expect.stringMatching(new RegExp(sender, 'i')),
  });
  const mined = await refresh(input.hash);
  expect(mined).toMatchObject({ state: 'mined', carriedBy: carriers.get(input.hash), confirmations: 1 });
  expect(mined.feeWei).toBeGreaterThan(0n);
  expect(BigInt(await anvil.request<Hex>('eth_getBalance', [target, 'latest']))).toBe(5n);
});

it('whose call fails has failed, though its transaction succeeded', async () => {
  const input = await signed(1n, { to: entryPoint, value: parseEther('1000') });
  await send(input);
  expect(await refresh(input.hash)).toMatchObject({ state: 'failed', failure: 'reverted' });
});

it('refused by the bundler is told in its words', async () => {
  const input = await signed(9n, { to: target, value: 5n });
  expect(await send(input)).toMatchObject({
    state: 'failed',
    failure: 'rejected',
    problem: { rpc: { code: -32_500, message: expect.stringContaining('AA25') } },
  });
});

it('is not believed to be carried by a transaction that has nothing of it', async () => {
  const input = await signed(2n, { to: target, value: 5n });
  await send(input);
  const other = [...carriers.values()][0] ?? '';
  const real = carriers.get(input.hash) ?? '';
  carriers.set(input.hash, other);
  expect(await refresh(input.hash)).toMatchObject({ state: 'pending', problem: { reason: 'bad-answer' } });
  carriers.set(input.hash, real);
  expect(await refresh(input.hash)).toMatchObject({ state: 'mined', carriedBy: real });
});

it('whose hash the bundler gives otherwise stays unknown', async () => {
  const input = await signed(3n, { to: target, value: 5n });
  const hash = `0x${'77'.repeat(32)}`;
  expect(await send({ ...input, hash })).toMatchObject({
    hash,
    state: 'unknown',
    problem: { reason: 'bad-answer' },
  });
});

it('is estimated', async () => {
  const { hash: _hash, ...input } = await signed(4n, { to: target, value: 5n });
  expect(unwrap(await callNetworks(fixture.service, 'estimateUserOperation', input))).toEqual({
    callGasLimit: 100_000n,
    verificationGasLimit: 200_000n,
    preVerificationGas: 50_000n,
  });
});
