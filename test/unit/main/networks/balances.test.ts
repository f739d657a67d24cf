import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answering, HostileNode, RpcFault } from '../../../helpers/hostile-node.ts';
import { ALWAYS, callNetworks, NetworkFixture, networkOf, unwrap } from '../../../helpers/network-fixture.ts';
import { OTHER_ACCOUNT, OWN_ACCOUNT } from './journal-sample.ts';

const chainId = 31_337;
const word = (value: bigint): string => `0x${value.toString(16).padStart(64, '0')}`;
const block = { number: '0x10', hash: `0x${'cd'.repeat(32)}`, timestamp: '0x64' };
let node: HostileNode;
let fixture: NetworkFixture;
beforeEach(async () => {
  node = await HostileNode.start(answering({ eth_chainId: () => '0x7a69' }));
  fixture = new NetworkFixture();
  await fixture.service.save(networkOf([node.url]), false, ALWAYS);
});
afterEach(async () => {
  fixture.dispose();
  await node.stop();
});

const balances = () =>
  callNetworks(fixture.service, 'balances', { chainId, accounts: [OWN_ACCOUNT], tokens: [OTHER_ACCOUNT] });
function answers(methods: object): void {
  node.behave = answering({
    eth_chainId: () => '0x7a69',
    eth_getBlockByNumber: () => block,
    eth_getBalance: () => '0x7',
    eth_call: () => word(9n),
    ...methods,
  });
}

describe('balances', () => {
  it('are all of one block, which is named', async () => {
    const tags = new Set<string>();
    let jumps = 0n;
    const jump = (tag: string): bigint => {
      tags.add(tag);
      jumps += 1n;
      return jumps;
    };
    answers({
      eth_getBalance: (_: string, tag: string) => `0x${jump(tag).toString(16)}`,
      eth_call: (_: object, tag: string) => word(jump(tag)),
    });
    const read = unwrap(await balances());
    expect([...tags]).toEqual(['0x10']);
    expect(read.block).toEqual({ number: 16n, hash: block.hash, timeMs: 100_000 });
    expect(read.balances.map(({ amount }) => amount)).toEqual([1n, 2n]);
  });

  it.each<[string, object]>([
    ['no block', { eth_getBlockByNumber: () => null }],
    ['a balance beyond 256 bits', { eth_getBalance: () => `0x1${'0'.repeat(64)}` }],
    ['a negative balance', { eth_getBalance: () => '-0x1' }],
    ['a balance that is a number', { eth_getBalance: () => 7 }],
    ['a token’s answer that is no bytes', { eth_call: () => '0x123' }],
  ])('are not made of %s', async (_, methods) => {
    answers(methods);
    expect(await balances()).toMatchObject({ ok: false, problem: { reason: 'bad-answer' } });
  });

  it.each<[string, () => unknown]>([
    ['nothing', () => '0x'],
    ['half a word', () => '0x00ff'],
    ['two words', () => `${word(1n)}${word(2n).slice(2)}`],
    [
      'an error',
      () => {
        throw new RpcFault(3, 'execution reverted');
      },
    ],
  ])('of a token that answers %s are none', async (_, eth_call) => {
    answers({ eth_call });
    expect(unwrap(await balances()).balances).toMatchObject([{ amount: 7n }, { amount: null }]);
  });
});

describe('a token', () => {
  const info = () => callNetworks(fixture.service, 'tokenInfo', { chainId, token: OTHER_ACCOUNT });
  const DECIMALS = '0x313ce567';
  const text = (hex: string): string =>
    `${word(32n)}${word(BigInt(hex.length / 2)).slice(2)}${hex.padEnd(64, '0')}`;
  const saying = (name: string, decimals: string) =>
    answers({ eth_call: ({ data }: { data: string }) => (data === DECIMALS ? decimals : name) });

  it.each([255n, 37n, 2n ** 255n])('that says it has %d decimals has none', async (decimals) => {
    saying('0x', word(decimals));
    expect(unwrap(await info())).toEqual({});
  });

  it('has its name cleaned and cut', async () => {
    saying(text(Buffer.from(`USDC\u202e ${'x'.repeat(20)}`).toString('hex')), word(6n));
    expect(unwrap(await info())).toEqual({
      name: `USDC ${'x'.repeat(20)}`,
      symbol: `USDC ${'x'.repeat(20)}`,
      decimals: 6,
    });
  });

  it('of the early kind has its name in one word', async () => {
    saying(`0x${Buffer.from('MKR').toString('hex').padEnd(64, '0')}`, word(18n));
    expect(unwrap(await info())).toEqual({ name: 'MKR', symbol: 'MKR', decimals: 18 });
  });

  it.each([`${word(2n ** 200n)}`, `${word(32n)}${word(2n ** 60n).slice(2)}`, '0x'])(
    'that says %s has no name',
    async (name) => {
      saying(name, '0x');
      expect(unwrap(await info())).toEqual({});
    },
  );
});

it('can be called off by the name of their task', async () => {
  node.behave = () => undefined;
  const task = 'balances-1';
  const ask = { chainId, accounts: [OWN_ACCOUNT], tokens: [], task };
  const first = callNetworks(fixture.service, 'balances', ask);
  await callNetworks(fixture.service, 'cancel', { task: 'another' });
  // A second task of that name takes its place.
  const second = callNetworks(fixture.service, 'balances', ask);
  expect(await first).toEqual({ ok: false, problem: { reason: 'cancelled' } });
  await callNetworks(fixture.service, 'cancel', { task });
  expect(await second).toEqual({ ok: false, problem: { reason: 'cancelled' } });
});
