import { cpSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import {
  type Address,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  hexToBytes,
  http,
  keccak256,
  parseEther,
  parseTransaction,
  toHex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrackedTransaction } from '../../preload/networks.ts';
import { ANVIL_CHAIN, ANVIL_KEYS, Anvil } from '../helpers/anvil.ts';
import { compileContract } from '../helpers/compile-solidity.ts';
import { HostileNode } from '../helpers/hostile-node.ts';
import {
  ALWAYS,
  callNetworks,
  NetworkFixture,
  networkOf,
  temporaryFolder,
  unwrap,
} from '../helpers/network-fixture.ts';

const alice = privateKeyToAccount(ANVIL_KEYS[0]);
const bob = privateKeyToAccount(ANVIL_KEYS[1]);
const token = compileContract('TestToken');
const GWEI = 10n ** 9n;
let anvil: Anvil;
let fixture: NetworkFixture;
let snapshot: unknown;

beforeAll(async () => {
  anvil = await Anvil.start();
});
afterAll(() => anvil.stop());
beforeEach(async () => {
  snapshot = await anvil.request('evm_snapshot');
  fixture = new NetworkFixture();
  await fixture.service.save(networkOf([anvil.url]), false, ALWAYS);
});
afterEach(async () => {
  fixture.dispose();
  isHolding = false;
  // What still waits would be mined by itself, perhaps after the chain is set back.
  await anvil.request('anvil_dropAllTransactions');
  await anvil.request('evm_setAutomine', [true]);
  await anvil.request('evm_revert', [snapshot]);
});

const mine = (count = 1) => anvil.request('anvil_mine', [`0x${count.toString(16)}`]);
let isHolding = false;
async function holdBlocks(): Promise<void> {
  isHolding = true;
  await anvil.request('evm_setAutomine', [false]);
}

/** Anvil answers a sending before its block is there. */
async function untilMined(hash: string, node = anvil): Promise<void> {
  await vi.waitFor(async () => {
    expect(await node.request('eth_getTransactionReceipt', [hash])).not.toBeNull();
  }, 20_000);
}

async function nextNonce(account: Address = alice.address) {
  return unwrap(await callNetworks(fixture.service, 'reserveNonce', { chainId: ANVIL_CHAIN, account }));
}

/** Signed as a form would have it; viem stands in for the TEE. */
async function signed(more: object = {}, signer = alice): Promise<Hex> {
  const reserved = 'nonce' in more ? undefined : await nextNonce(signer.address);
  return signer.signTransaction({
    type: 'eip1559',
    chainId: ANVIL_CHAIN,
    nonce: Number(reserved?.nonce),
    to: bob.address,
    value: 1n,
    gas: 100_000n,
    maxFeePerGas: 20n * GWEI,
    maxPriorityFeePerGas: GWEI,
    ...more,
  } as never);
}

async function broadcast(raw: Hex): Promise<TrackedTransaction> {
  const sent = unwrap(await callNetworks(fixture.service, 'broadcast', { chainId: ANVIL_CHAIN, raw }));
  if (sent.state === 'pending' && !isHolding) await untilMined(sent.hash);
  return sent;
}

async function refreshed(hash: string, times = 1): Promise<TrackedTransaction> {
  let found: TrackedTransaction | undefined;
  for (let i = 0; i < times; i += 1) found = unwrap(await callNetworks(fixture.service, 'refresh', { hash }));
  if (found === undefined) throw new RangeError('times');
  return found;
}

const deployToken = (): Promise<Address> => deploy(token.bytecode);

async function deploy(bytecode: Hex): Promise<Address> {
  const wallet = createWalletClient({ account: alice, chain: foundry, transport: http(anvil.url) });
  const hash = await wallet.deployContract({ abi: [], bytecode });
  await untilMined(hash);
  const receipt = await anvil.request<{ contractAddress: Address }>('eth_getTransactionReceipt', [hash]);
  return receipt.contractAddress;
}

const encode = (functionName: string, args: readonly unknown[] = []): Hex =>
  encodeFunctionData({ abi: token.abi, functionName, args });

describe('a network', () => {
  it('is checked before it is kept', async () => {
    const checked = await callNetworks(fixture.service, 'check', { url: anvil.url });
    expect(unwrap(checked)).toMatchObject({ chainId: ANVIL_CHAIN, label: anvil.url });
    const save = (chainId: number, url = anvil.url) =>
      callNetworks(fixture.service, 'save', {
        network: networkOf([url], { chainId }),
        replaces: false,
      } as never);
    expect(await save(1)).toEqual({
      ok: false,
      problem: { reason: 'wrong-chain', endpoint: anvil.url, chain: { expected: 1, actual: ANVIL_CHAIN } },
    });
    expect(await save(ANVIL_CHAIN)).toEqual({ ok: false, problem: { reason: 'network-exists' } });
    expect(await save(5, 'http://127.0.0.1:1')).toMatchObject({ problem: { reason: 'unreachable' } });
    expect(unwrap(await callNetworks(fixture.service, 'list')).networks).toHaveLength(1);
  });
});

describe('what accounts own', () => {
  it('is read in few requests, at one block, and is null where there is no token', async () => {
    const address = await deployToken();
    const minting = { from: alice.address, to: address, data: encode('mint', [bob.address, 5_000_000n]) };
    await untilMined(await anvil.request('eth_sendTransaction', [minting]));
    const accounts = [alice.address, bob.address];
    const read = unwrap(
      await callNetworks(fixture.service, 'balances', {
        chainId: ANVIL_CHAIN,
        accounts,
        tokens: [address, bob.address],
      }),
    );
    const head = await anvil.request<Hex>('eth_blockNumber');
    expect(read.block.number).toBe(BigInt(head));
    expect(read.balances.map(({ account, asset, amount }) => [account, asset, amount]).slice(3)).toEqual([
      [bob.address, 'native', parseEther('10000')],
      [bob.address, expect.stringMatching(new RegExp(address, 'i')), 5_000_000n],
      [bob.address, bob.address, null],
    ]);
    // The chain's id, its head, and all the rest at once.
    expect(read.cost).toEqual({ calls: 7, requests: 3 });
    const info = await callNetworks(fixture.service, 'tokenInfo', { chainId: ANVIL_CHAIN, token: address });
    expect(unwrap(info)).toEqual({ name: 'Test Token', symbol: 'TEST', decimals: 6 });
    const none = await callNetworks(fixture.service, 'tokenInfo', {
      chainId: ANVIL_CHAIN,
      token: bob.address,
    });
    expect(unwrap(none)).toEqual({});
  });
});

describe('what a call would do', () => {
  const request = (to: Address, data: Hex, valueWei = '0') => ({
    chainId: ANVIL_CHAIN,
    call: { from: alice.address, to, data, valueWei },
  });

  it('is told, with its gas', async () => {
    const transfer = request(bob.address, '0x', '1');
    expect(unwrap(await callNetworks(fixture.service, 'estimateGas', transfer))).toEqual({
      result: 'done',
      gas: 21_000n,
      gasLimit: 21_000n,
    });
    const address = await deployToken();
    const mint = request(address, encode('mint', [bob.address, 1n]));
    const gas = unwrap(await callNetworks(fixture.service, 'estimateGas', mint));
    expect(gas.result === 'done' && gas.gasLimit > gas.gas).toBe(true);
    const decimals = unwrap(
      await callNetworks(fixture.service, 'simulate', request(address, encode('decimals'))),
    );
    expect(decimals).toEqual({ result: 'done', returned: Uint8Array.from([...new Array(31).fill(0), 6]) });
  });

  it.each([
    ['failWithText', [], { kind: 'text', text: 'not on a Sunday' }],
    ['failWithPanic', [0n], { kind: 'panic', code: 0x12n }],
    ['failWithError', [], { kind: 'custom', selector: expect.stringMatching(/^0x/) }],
    ['failSilently', [], { kind: 'silent' }],
    [
      'transfer',
      [bob.address, 10n ** 30n],
      { kind: 'custom', name: 'ERC20InsufficientBalance(address,uint256,uint256)', selector: '0xe450d38c' },
    ],
  ])('is decoded where it fails: %s', async (name, args, revert) => {
    const address = await deployToken();
    const call = request(address, encode(name, args));
    expect(unwrap(await callNetworks(fixture.service, 'simulate', call))).toEqual({
      result: 'reverted',
      revert,
    });
    expect(unwrap(await callNetworks(fixture.service, 'estimateGas', call))).toEqual({
      result: 'reverted',
      revert,
    });
  });
});

describe('fees', () => {
  it('are suggested that a transaction is mined with', async () => {
    const fees = unwrap(await callNetworks(fixture.service, 'fees', { chainId: ANVIL_CHAIN }));
    if (fees.kind !== 'eip1559') throw new Error(fees.kind);
    const { maxFeePerGasWei: maxFeePerGas, maxPriorityFeePerGasWei: maxPriorityFeePerGas } = fees.tiers.slow;
    const { hash } = await broadcast(await signed({ maxFeePerGas, maxPriorityFeePerGas }));
    expect(await refreshed(hash)).toMatchObject({ state: 'mined' });
  });
});

describe('what a rollup takes beside gas', () => {
  const PREDEPLOY = `0x42${'0'.repeat(36)}0f`;
  const extraFee = async () =>
    unwrap(await callNetworks(fixture.service, 'fees', { chainId: ANVIL_CHAIN })).extraFeeWei;

  it('is asked of the chain itself, before Fjord and after, and is nothing on any other', async () => {
    expect(await extraFee()).toBe(0n);
    const { bytecode } = compileContract('GasPriceOracle');
    const code = await anvil.request('eth_getCode', [await deploy(bytecode), 'latest']);
    await anvil.request('anvil_setCode', [PREDEPLOY, code]);
    expect(await extraFee()).toBe(160n * 16n);
    await anvil.request('anvil_setStorageAt', [PREDEPLOY, toHex(0, { size: 32 }), toHex(1, { size: 32 })]);
    expect(await extraFee()).toBe(160n * 1_000_000n);
    const { hash } = await sendHeld();
    const offer = unwrap(await callNetworks(fixture.service, 'replacementFees', { hash }));
    expect(offer.extraFeeWei).toBeLessThan(160n * 1_000_000n);
    expect(offer.extraFeeWei).toBeGreaterThan(BigInt(offer.unsigned.length) * 1_000_000n);
  });

  async function sendHeld(): Promise<TrackedTransaction> {
    await holdBlocks();
    return broadcast(await signed());
  }
});

describe('a transaction', () => {
  it.each([
    ['legacy', { gasPrice: 20n * GWEI, maxFeePerGas: undefined, maxPriorityFeePerGas: undefined }],
    [
      'eip2930',
      { gasPrice: 20n * GWEI, accessList: [], maxFeePerGas: undefined, maxPriorityFeePerGas: undefined },
    ],
    ['eip1559', {}],
    ['eip7702', {}],
  ])('of type %s is sent, mined, confirmed and settled', async (type, more) => {
    const authorizationList =
      type === 'eip7702'
        ? [await bob.signAuthorization({ chainId: ANVIL_CHAIN, address: alice.address, nonce: 0 })]
        : undefined;
    const raw = await signed({ type, ...more, ...(authorizationList ? { authorizationList } : {}) });
    const sent = await broadcast(raw);
    expect(sent).toMatchObject({
      hash: keccak256(raw),
      state: 'pending',
      account: alice.address,
      nonce: 0n,
      settled: false,
    });
    const mined = await refreshed(sent.hash);
    expect(mined).toMatchObject({ state: 'mined', confirmations: 1, settled: false });
    const receipt = await anvil.request<{ gasUsed: Hex; effectiveGasPrice: Hex }>(
      'eth_getTransactionReceipt',
      [sent.hash],
    );
    expect(mined.gasUsed).toBe(BigInt(receipt.gasUsed));
    expect(mined.feeWei).toBe(BigInt(receipt.gasUsed) * BigInt(receipt.effectiveGasPrice));
    await mine(2);
    expect(await refreshed(sent.hash)).toMatchObject({ state: 'mined', confirmations: 3, settled: true });
    const states = fixture.updates.map(({ state }) => state);
    expect([...new Set(states)]).toEqual(['prepared', 'broadcasting', 'pending', 'mined']);
  });

  it('that fails on the chain says so', async () => {
    const to = await deployToken();
    const { hash } = await broadcast(await signed({ to, value: 0n, data: encode('failSilently') }));
    expect(await refreshed(hash)).toMatchObject({ state: 'failed', failure: 'reverted', confirmations: 1 });
  });

  it('sent twice is one, and known already is no failure', async () => {
    await holdBlocks();
    const raw = await signed();
    const [first, second] = await Promise.all([broadcast(raw), broadcast(raw)]);
    expect([first.hash, second.hash]).toEqual([keccak256(raw), keccak256(raw)]);
    const third = unwrap(await callNetworks(fixture.service, 'sendAgain', { hash: first.hash }));
    expect(third).toMatchObject({ state: 'pending' });
    const all = unwrap(await callNetworks(fixture.service, 'transactions', { limit: 10 }));
    expect(all).toHaveLength(1);
  });

  it('is refused with the node’s reason, and its nonce given to the next', async () => {
    const raw = await signed({ value: 10n ** 30n });
    const refused = await broadcast(raw);
    expect(refused).toMatchObject({
      state: 'failed',
      failure: 'rejected',
      problem: { reason: 'rpc-error', rpc: { message: expect.stringMatching(/insufficient funds/i) } },
    });
    const fresh = new NetworkFixture({}, fixture.folder);
    expect((await fresh.service.reserveNonce(ANVIL_CHAIN, alice.address as never, ALWAYS)).nonce).toBe('0');
    fresh.service.stop();
  });

  it('of another chain never leaves', async () => {
    const raw = await signed({ chainId: 1 });
    const sent = await callNetworks(fixture.service, 'broadcast', { chainId: ANVIL_CHAIN, raw });
    expect(sent).toEqual({ ok: false, problem: { reason: 'bad-transaction' } });
  });

  it('that another with its nonce outbid is replaced, by name, and paid with the fees asked for', async () => {
    await holdBlocks();
    const first = await broadcast(await signed());
    const offer = unwrap(await callNetworks(fixture.service, 'replacementFees', { hash: first.hash }));
    expect(offer).toMatchObject({ nonce: 0n, account: alice.address, to: bob.address, valueWei: 1n });
    if (offer.fees.kind !== 'eip1559') throw new Error(offer.fees.kind);
    expect(offer.fees.maxFeePerGasWei).toBe((20n * GWEI * 9n) / 8n);
    expect(parseTransaction(toHex(offer.unsigned))).toMatchObject({
      to: bob.address.toLowerCase(),
      value: 1n,
      maxFeePerGas: offer.fees.maxFeePerGasWei,
    });
    const replacing = await signed({
      nonce: Number(offer.nonce),
      to: alice.address,
      value: 0n,
      gas: offer.gasLimit,
      maxFeePerGas: offer.fees.maxFeePerGasWei,
      maxPriorityFeePerGas: offer.fees.maxPriorityFeePerGasWei,
    });
    const second = await broadcast(replacing);
    expect(second).toMatchObject({ state: 'pending' });
    await mine();
    expect(await refreshed(second.hash, 2)).toMatchObject({ state: 'mined' });
    expect(await refreshed(first.hash)).toMatchObject({ state: 'replaced', replacedBy: second.hash });
    expect(await callNetworks(fixture.service, 'replacementFees', { hash: second.hash })).toMatchObject({
      ok: false,
    });
  });

  it('that the node lost is dropped, and can be sent again', async () => {
    await holdBlocks();
    const { hash } = await broadcast(await signed());
    await anvil.request('anvil_dropTransaction', [hash]);
    expect(await refreshed(hash, 3)).toMatchObject({ state: 'dropped', settled: false });
    expect(unwrap(await callNetworks(fixture.service, 'sendAgain', { hash }))).toMatchObject({
      state: 'pending',
    });
    await mine();
    expect(await refreshed(hash)).toMatchObject({ state: 'mined' });
  });

  it('that a re-organization took off the chain is followed until it is back', async () => {
    const { hash } = await broadcast(await signed());
    const mined = await refreshed(hash);
    expect(mined).toMatchObject({ state: 'mined', reorganizations: 0 });
    await anvil.request('anvil_reorg', [1, []]);
    const left = await refreshed(hash);
    expect(left.state).not.toBe('mined');
    expect(left).toMatchObject({ reorganizations: 1, confirmations: 0, settled: false });
    const again = unwrap(await callNetworks(fixture.service, 'sendAgain', { hash }));
    expect(again).toMatchObject({ state: 'pending' });
    await untilMined(hash);
    const back = await refreshed(hash);
    expect(back).toMatchObject({ state: 'mined', reorganizations: 1 });
    expect(back.block?.hash).not.toBe(mined.block?.hash);
  });
});

describe('nonces', () => {
  it('are never shared by sends at the same time', async () => {
    await holdBlocks();
    const reserved = await Promise.all(Array.from({ length: 8 }, () => nextNonce()));
    expect(reserved.map(({ nonce }) => Number(nonce)).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const sent = await Promise.all(
      reserved.map(async ({ nonce, reservationId }) => {
        const raw = await signed({ nonce: Number(nonce) });
        return unwrap(
          await callNetworks(fixture.service, 'broadcast', { chainId: ANVIL_CHAIN, raw, reservationId }),
        );
      }),
    );
    expect(new Set(sent.map(({ state }) => state))).toEqual(new Set(['pending']));
    expect(await nextNonce()).toMatchObject({
      nonce: 8n,
      waitsFor: expect.arrayContaining(sent.map(({ hash }) => hash)),
    });
    await mine();
    for (const { hash } of sent) expect(await refreshed(hash)).toMatchObject({ state: 'mined' });
  });
});

describe('a pulled plug', () => {
  it('before sending leaves it prepared, to be sent when the node is back', async () => {
    const other = await Anvil.start();
    const { port } = other;
    const own = new NetworkFixture();
    let back: Anvil | undefined;
    try {
      await own.service.save(networkOf([other.url]), false, ALWAYS);
      const raw = await signed({ nonce: 0 });
      await other.stop();
      const sent = await own.service.broadcast(ANVIL_CHAIN, hexToBytes(raw), undefined);
      expect(sent).toMatchObject({ state: 'prepared', problem: { reason: 'unreachable' } });
      const restarted = own.restart();
      expect(await restarted.transactions(undefined, undefined, 10)).toMatchObject([
        { hash: keccak256(raw), state: 'prepared' },
      ]);
      back = await Anvil.start([], port);
      expect(await restarted.sendAgain(sent.hash)).toMatchObject({ state: 'pending' });
      await untilMined(sent.hash, back);
      expect(await restarted.refresh(sent.hash)).toMatchObject({ state: 'mined' });
    } finally {
      own.dispose();
      await other.stop();
      await back?.stop();
    }
  });

  /** In front of the node: passes everything on, and does with the answer to a sending what the test says. */
  async function behind(onSent: (response: ServerResponse) => unknown) {
    const proxy = await HostileNode.start(async ({ body }, response) => {
      const answer = await fetch(anvil.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const text = await answer.text();
      if (body.includes('eth_sendRawTransaction')) onSent(response);
      else response.end(text);
    });
    const own = new NetworkFixture();
    await own.service.save(networkOf([proxy.url]), false, ALWAYS);
    const raw = await signed({ nonce: 0 });
    return { own, raw, hash: keccak256(raw), end: () => proxy.stop().then(() => own.dispose()) };
  }

  it('between sending and answering is told as unknown, and then found by its hash', async () => {
    const { own, raw, hash, end } = await behind((response) => response.destroy());
    try {
      const sent = await own.service.broadcast(ANVIL_CHAIN, hexToBytes(raw), undefined);
      expect(sent).toMatchObject({ hash, state: 'unknown', problem: { reason: 'unreachable' } });
      await untilMined(hash);
      expect(await own.service.refresh(hash)).toMatchObject({ state: 'mined', confirmations: 1 });
    } finally {
      await end();
    }
  });

  it('of this app while it sends leaves what it sent in its journal', async () => {
    const arrived = Promise.withResolvers<void>();
    const { own, raw, hash, end } = await behind(() => arrived.resolve());
    try {
      const sending = own.service.broadcast(ANVIL_CHAIN, hexToBytes(raw), undefined);
      await arrived.promise;
      // What a crash would leave behind.
      const left = new NetworkFixture({}, temporaryFolder());
      cpSync(own.folder, left.folder, { recursive: true });
      expect(await left.service.transactions(undefined, undefined, 10)).toMatchObject([
        { hash, state: 'unknown' },
      ]);
      await untilMined(hash);
      expect(await left.service.refresh(hash)).toMatchObject({ state: 'mined' });
      left.dispose();
      own.service.stop();
      expect(await sending).toMatchObject({ state: 'unknown', problem: { reason: 'cancelled' } });
    } finally {
      await end();
    }
  });
});
