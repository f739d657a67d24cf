import { rmSync, writeFileSync } from 'node:fs';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANVIL_CHAIN, ANVIL_KEYS } from '../../../helpers/anvil.ts';
import { answering, HostileNode, RpcFault } from '../../../helpers/hostile-node.ts';
import { ALWAYS, callNetworks, NetworkFixture, networkOf, unwrap } from '../../../helpers/network-fixture.ts';

const payer = privateKeyToAccount(ANVIL_KEYS[0]);
let nodes: HostileNode[];
let fixture: NetworkFixture;
beforeEach(async () => {
  nodes = await Promise.all([HostileNode.start(nodeWith()), HostileNode.start(nodeWith())]);
  fixture = new NetworkFixture();
});
afterEach(async () => {
  fixture.dispose();
  await Promise.all(nodes.map((node) => node.stop()));
});

/** A node of an old chain, where nothing was ever sent. */
function nodeWith(eth_call: () => unknown = () => '0x') {
  return answering({
    eth_chainId: () => '0x7a69',
    eth_getTransactionCount: () => '0x0',
    eth_getBlockByNumber: () => ({ number: '0x1', hash: `0x${'1'.repeat(64)}`, timestamp: '0x1' }),
    eth_gasPrice: () => '0x64',
    eth_call,
  });
}

function behave(i: number, ...how: Parameters<typeof nodeWith>): void {
  const node = nodes[i];
  if (node === undefined) throw new RangeError('nodes');
  node.behave = nodeWith(...how);
}

const urls = (): string[] => nodes.map(({ url }) => url);
const word = (value: bigint): string => `0x${value.toString(16).padStart(64, '0')}`;

describe('fees of a rollup', () => {
  beforeEach(() => fixture.service.save(networkOf(urls()), false, ALWAYS));
  const fees = () => callNetworks(fixture.service, 'fees', { chainId: ANVIL_CHAIN });

  it('come with what its oracle takes beside them', async () => {
    expect(unwrap(await fees())).toMatchObject({ kind: 'legacy', extraFeeWei: 0n });
    behave(0, () => word(9_876n));
    expect(unwrap(await fees())).toMatchObject({ kind: 'legacy', extraFeeWei: 9_876n });
  });

  it.each([
    ['half a word', () => '0x1234'],
    ['a word and more', () => `${word(1n)}00`],
    ['no bytes', () => 'many'],
  ])('are not believed with an oracle of %s, and another node is asked', async (_, says) => {
    behave(0, says);
    behave(1, () => word(5n));
    expect(unwrap(await fees())).toMatchObject({ extraFeeWei: 5n });
    behave(1, says);
    expect(await fees()).toMatchObject({ ok: false, problem: { reason: 'bad-answer' } });
  });

  it('are refused with an absurd one', async () => {
    behave(0, () => word(2n ** 255n));
    expect(await fees()).toEqual({ ok: false, problem: { reason: 'implausible-fees' } });
  });

  it('are not given without it where a node fails to say', async () => {
    behave(0, () => {
      throw new RpcFault(-32_000, 'missing trie node');
    });
    expect(await fees()).toMatchObject({ ok: false, problem: { reason: 'rpc-error' } });
  });
});

it('asks a host no more often by asking for a test of it again and again', async () => {
  fixture.dispose();
  fixture = new NetworkFixture({ endpoints: { rate: { perSecond: 0.001, burst: 2 } } });
  const check = (path: string) => callNetworks(fixture.service, 'check', { url: `${urls()[0]}/${path}` });
  expect(await check('one')).toMatchObject({ ok: true });
  expect(await check('two')).toMatchObject({ ok: true });
  expect(await check('three')).toMatchObject({ ok: false, problem: { reason: 'rate-limited' } });
  expect(await callNetworks(fixture.service, 'check', { url: urls()[1] ?? '' })).toMatchObject({ ok: true });
  expect(nodes[0]?.asked).toHaveLength(2);
});

it('promises no nonce twice because somebody set the clock', async () => {
  fixture.dispose();
  let now = 1_000_000;
  fixture = new NetworkFixture({ nowMs: () => now });
  await fixture.service.save(networkOf(urls()), false, ALWAYS);
  const ask = { chainId: ANVIL_CHAIN, account: payer.address };
  const nonces: bigint[] = [];
  for (let i = 0; i < 3; i += 1) {
    nonces.push(unwrap(await callNetworks(fixture.service, 'reserveNonce', ask)).nonce);
    now += 86_400_000;
  }
  expect(nonces).toEqual([0n, 1n, 2n]);
});

it('keeps the nonce of what was signed and could not be written down', async () => {
  const account = payer.address;
  await fixture.service.save(networkOf(urls()), false, ALWAYS);
  const reserve = async () =>
    unwrap(await callNetworks(fixture.service, 'reserveNonce', { chainId: ANVIL_CHAIN, account }));
  const { reservationId } = await reserve();
  rmSync(fixture.folder, { recursive: true });
  writeFileSync(fixture.folder, 'no folder');
  const raw = await payer.signTransaction({
    type: 'eip1559',
    chainId: ANVIL_CHAIN,
    nonce: 0,
    to: account,
    gas: 21_000n,
    maxFeePerGas: 1n,
    maxPriorityFeePerGas: 1n,
  });
  expect(
    await callNetworks(fixture.service, 'broadcast', { chainId: ANVIL_CHAIN, raw, reservationId }),
  ).toEqual({ ok: false, problem: { reason: 'storage' } });
  expect(await reserve()).toMatchObject({ nonce: 1n, promisedBefore: 1 });
});
