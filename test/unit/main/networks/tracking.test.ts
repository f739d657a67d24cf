import { hexToBytes, keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { ANVIL_KEYS } from '../../../helpers/anvil.ts';
import { answering, HostileNode, RpcFault } from '../../../helpers/hostile-node.ts';
import { ALWAYS, NetworkFixture, networkOf } from '../../../helpers/network-fixture.ts';

const chainId = 31_337;
const alice = privateKeyToAccount(ANVIL_KEYS[0]);
const BLOCK = `0x${'cd'.repeat(32)}`;
const OTHER = `0x${'77'.repeat(32)}`;
let node: HostileNode;
let fixture: NetworkFixture;
let raw: Uint8Array;
let hash: string;

beforeEach(async () => {
  node = await HostileNode.start();
  fixture = new NetworkFixture();
  const signed = await alice.signTransaction({
    chainId,
    nonce: 0,
    to: alice.address,
    gas: 21_000n,
    maxFeePerGas: 9n,
  });
  raw = hexToBytes(signed);
  hash = keccak256(signed);
  behave({});
  await fixture.service.save(networkOf([node.url]), false, ALWAYS);
  await fixture.service.broadcast(chainId, raw, undefined);
});
afterEach(async () => {
  fixture.dispose();
  await node.stop();
});

const receipt = (more: object = {}) => ({
  transactionHash: hash,
  blockNumber: '0x10',
  blockHash: BLOCK,
  from: alice.address.toLowerCase(),
  status: '0x1',
  gasUsed: '0x5208',
  effectiveGasPrice: '0x2',
  logs: [],
  ...more,
});

function behave(more: object): void {
  node.behave = answering({
    eth_chainId: () => '0x7a69',
    eth_sendRawTransaction: () => hash,
    eth_blockNumber: () => '0x10',
    eth_getBlockByNumber: () => ({ number: '0x10', hash: BLOCK, timestamp: '0x1' }),
    eth_getTransactionReceipt: () => receipt(),
    eth_getTransactionByHash: () => ({ hash }),
    eth_getTransactionCount: () => '0x1',
    ...more,
  });
}

it('believes a receipt whose block is on the chain', async () => {
  expect(await fixture.service.refresh(hash)).toMatchObject({
    state: 'mined',
    gasUsed: '21000',
    feeWei: '42000',
  });
});

it.each([
  ['of another transaction', { transactionHash: OTHER }],
  ['of another sender', { from: `0x${'22'.repeat(20)}` }],
  ['without a block', { blockHash: null }],
  ['of half a form', { gasUsed: undefined }],
])('believes no receipt %s', async (_, more) => {
  behave({ eth_getTransactionReceipt: () => receipt(more) });
  expect(await fixture.service.refresh(hash)).toMatchObject({
    state: 'pending',
    problem: { reason: 'bad-answer' },
  });
  behave({});
  const found = await fixture.service.refresh(hash);
  expect(found).toMatchObject({ state: 'mined' });
  expect(found).not.toHaveProperty('problem');
});

it('believes no receipt of a block that is not the chain’s', async () => {
  behave({ eth_getTransactionReceipt: () => receipt({ blockHash: OTHER }) });
  expect(await fixture.service.refresh(hash)).toMatchObject({ state: 'pending' });
});

it('takes another transaction under its hash for a lie', async () => {
  behave({ eth_getTransactionReceipt: () => null, eth_getTransactionByHash: () => ({ hash: OTHER }) });
  expect(await fixture.service.refresh(hash)).toMatchObject({ problem: { reason: 'bad-answer' } });
});

it('tells that nobody answers, and changes nothing for it', async () => {
  node.behave = (_, response) => response.destroy();
  const before = await fixture.service.refresh(hash);
  expect(before).toMatchObject({ hash, problem: { reason: 'unreachable', endpoint: node.url } });
  expect(['pending', 'mined']).toContain(before.state);
});

it('follows by itself what was sent, and stops when it is settled', async () => {
  fixture.dispose();
  fixture = new NetworkFixture({ pace: { localMs: 10, remoteMs: 10, slowMs: 50 } });
  behave({ eth_getTransactionReceipt: () => null, eth_getTransactionCount: () => '0x0' });
  await fixture.service.save(networkOf([node.url], { confirmations: 1 }), false, ALWAYS);
  await fixture.service.broadcast(chainId, raw, undefined);
  behave({});
  await vi.waitFor(
    () => expect(fixture.updates.at(-1)).toMatchObject({ state: 'mined', settled: true }),
    20_000,
  );
  const asked = node.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(node.asked.length).toBe(asked);
});

it('takes up after a restart what an earlier run left', async () => {
  behave({ eth_getTransactionReceipt: () => null });
  await fixture.service.refresh(hash);
  behave({});
  fixture.updates.length = 0;
  await fixture.restart().start();
  await vi.waitFor(() => expect(fixture.updates.at(-1)).toMatchObject({ hash, state: 'mined' }), 20_000);
});

it('says so when the network of something sent was removed, and goes on when it is back', async () => {
  behave({ eth_getTransactionReceipt: () => null });
  await fixture.service.refresh(hash);
  await fixture.service.remove(chainId);
  expect(await fixture.service.refresh(hash)).toMatchObject({
    state: 'pending',
    problem: { reason: 'unknown-network' },
  });
  behave({});
  await fixture.service.save(networkOf([node.url]), false, ALWAYS);
  expect(await fixture.service.refresh(hash)).toMatchObject({ state: 'mined' });
});

it('replaces what was dropped as soon as another of its own with that nonce is in a block, and names it', async () => {
  behave({
    eth_getTransactionReceipt: () => null,
    eth_getTransactionByHash: () => null,
    eth_getTransactionCount: () => '0x0',
  });
  for (let looks = 0; looks < 3; looks += 1) await fixture.service.refresh(hash);
  expect(await fixture.service.refresh(hash)).toMatchObject({ state: 'dropped' });
  const other = await alice.signTransaction({
    chainId,
    nonce: 0,
    to: alice.address,
    gas: 21_000n,
    maxFeePerGas: 19n,
  });
  const otherHash = keccak256(other);
  behave({
    eth_sendRawTransaction: () => otherHash,
    eth_getTransactionReceipt: (of: string) => (of === otherHash ? receipt({ transactionHash: of }) : null),
    eth_getTransactionByHash: (of: string) => (of === otherHash ? { hash: of } : null),
  });
  await fixture.service.broadcast(chainId, hexToBytes(other), undefined);
  expect(await fixture.service.refresh(otherHash)).toMatchObject({ state: 'mined' });
  const [, first] = await fixture.service.transactions(chainId, undefined, 2);
  expect(first).toMatchObject({ hash, state: 'replaced', replacedBy: otherHash });
});

it('discards what never left, and nothing else', async () => {
  await expect(fixture.service.discard(hash)).rejects.toMatchObject({ reason: 'bad-transaction' });
  node.behave = (_, response) => response.destroy();
  const other = await alice.signTransaction({
    chainId,
    nonce: 1,
    to: alice.address,
    gas: 21_000n,
    maxFeePerGas: 9n,
  });
  const prepared = await fixture.service.broadcast(chainId, hexToBytes(other), undefined);
  expect(prepared).toMatchObject({ state: 'prepared' });
  await fixture.service.discard(prepared.hash);
  expect(await fixture.service.transactions(undefined, undefined, 10)).toMatchObject([{ hash }]);
});

it('follows the others when one is discarded while it looks', async () => {
  const signed = (nonce: number) =>
    alice.signTransaction({ chainId, nonce, to: alice.address, gas: 21_000n, maxFeePerGas: 9n });
  node.behave = (_, response) => response.destroy();
  const { hash: prepared } = await fixture.service.broadcast(chainId, hexToBytes(await signed(1)), undefined);
  const last = await signed(2);
  behave({ eth_sendRawTransaction: () => keccak256(last) });
  await fixture.service.broadcast(chainId, hexToBytes(last), undefined);
  const looking = Promise.withResolvers<void>();
  const discarded = Promise.withResolvers<void>();
  behave({
    eth_blockNumber: async () => {
      looking.resolve();
      await discarded.promise;
      return '0x10';
    },
    eth_getTransactionReceipt: (transactionHash: string) => receipt({ transactionHash }),
    eth_getTransactionByHash: (of: string) => ({ hash: of }),
  });
  const refreshed = fixture.service.refresh(keccak256(last));
  await looking.promise;
  await fixture.service.discard(prepared);
  discarded.resolve();
  expect(await refreshed).toMatchObject({ state: 'mined' });
});

it('discards nothing that is being sent', async () => {
  const other = await alice.signTransaction({
    chainId,
    nonce: 1,
    to: alice.address,
    gas: 21_000n,
    maxFeePerGas: 9n,
  });
  const otherHash = keccak256(other);
  const asked = Promise.withResolvers<() => void>();
  node.behave = (_, response) =>
    asked.resolve(() => {
      behave({ eth_sendRawTransaction: () => otherHash });
      response.end('{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"later"}}');
    });
  const sending = fixture.service.broadcast(chainId, hexToBytes(other), undefined);
  const goOn = await asked.promise;
  expect(await fixture.service.transactions(chainId, undefined, 1)).toMatchObject([{ state: 'prepared' }]);
  await expect(fixture.service.discard(otherHash)).rejects.toMatchObject({ reason: 'bad-transaction' });
  goOn();
  expect(await sending).toMatchObject({ hash: otherHash });
  expect(await fixture.service.transactions(chainId, undefined, 10)).toHaveLength(2);
});

it('sends no transaction whose hash is somebody’s operation, and says so', async () => {
  const other = await alice.signTransaction({
    chainId,
    nonce: 2,
    to: alice.address,
    gas: 21_000n,
    maxFeePerGas: 9n,
  });
  await fixture.service
    .save(networkOf([node.url], { bundlers: [{ url: node.url }] }), true, ALWAYS)
    .catch(() => 0);
  await fixture.service.sendUserOperation({
    chainId,
    hash: keccak256(other),
    sender: addressSchema.parse(alice.address),
    nonce: 0n,
    entryPoint: addressSchema.parse(alice.address),
    operation: {},
  });
  await expect(fixture.service.broadcast(chainId, hexToBytes(other), undefined)).rejects.toMatchObject({
    reason: 'bad-transaction',
  });
});

it('follows transactions where the bundler says nothing', async () => {
  const operation = `0x${'99'.repeat(32)}`;
  await fixture.service.save(networkOf([node.url], { bundlers: [{ url: node.url }] }), true, ALWAYS);
  behave({ eth_sendUserOperation: () => operation });
  await fixture.service.sendUserOperation({
    chainId,
    hash: operation,
    sender: addressSchema.parse(alice.address),
    nonce: 0n,
    entryPoint: addressSchema.parse(alice.address),
    operation: {},
  });
  behave({
    eth_getUserOperationReceipt: () => {
      throw new RpcFault(-32_601, 'no such method');
    },
  });
  expect(await fixture.service.refresh(hash)).toMatchObject({ state: 'mined' });
  expect(await fixture.service.refresh(operation)).toMatchObject({
    state: 'pending',
    problem: { reason: 'rpc-error' },
  });
});
