import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EndpointClient } from '../../../../main/networks/endpoint-client.ts';
import { parseEndpoint } from '../../../../main/networks/endpoint-url.ts';
import { NetworkRpc } from '../../../../main/networks/network-rpc.ts';
import { gasPriceCall, headCall } from '../../../../main/networks/rpc-calls.ts';
import { answering, type Behaviour, HostileNode, RpcFault } from '../../../helpers/hostile-node.ts';
import { ALWAYS } from '../../../helpers/network-fixture.ts';

const good = (head: string): Behaviour =>
  answering({ eth_chainId: () => '0x1', eth_blockNumber: () => head, eth_gasPrice: () => head });
let first: HostileNode;
let second: HostileNode;
let network: NetworkRpc;
beforeEach(async () => {
  first = await HostileNode.start(good('0x1'));
  second = await HostileNode.start(good('0x2'));
  const clients = [first, second].map(
    ({ url }) => new EndpointClient(parseEndpoint(url), { timeoutMs: 2_000 }),
  );
  network = new NetworkRpc(1, clients, { rounds: 3, firstPauseMs: 1 });
});
afterEach(() => Promise.all([first.stop(), second.stop()]));

const head = () => network.read((rpc) => rpc.call(headCall), ALWAYS);

describe('reading', () => {
  it('asks the first endpoint, and only that', async () => {
    await expect(head()).resolves.toBe(1n);
    expect(second.asked).toHaveLength(0);
  });

  it.each<[string, Behaviour]>([
    ['is of another chain', answering({ eth_chainId: () => '0x2', eth_blockNumber: () => '0x1' })],
    ['is gone', (_, response) => response.destroy()],
    ['says nothing', () => undefined],
    ['shows a page', (_, response) => response.end('<html>')],
    ['lies', answering({ eth_chainId: () => '0x1', eth_blockNumber: () => 'many' })],
    ['sends elsewhere', (_, response) => response.writeHead(307, { location: '/' }).end()],
  ])('falls back where the first %s, and asks that one last for a while', async (_, behave) => {
    first.behave = behave;
    await expect(head()).resolves.toBe(2n);
    const asked = first.asked.length;
    await expect(head()).resolves.toBe(2n);
    expect(first.asked).toHaveLength(asked);
  });

  it('takes all that belongs together from one endpoint', async () => {
    first.behave = answering({
      eth_chainId: () => '0x1',
      eth_blockNumber: () => '0x1',
      eth_gasPrice: () => 'x',
    });
    const both = network.read(
      async (rpc) => [await rpc.call(headCall), await rpc.call(gasPriceCall)],
      ALWAYS,
    );
    await expect(both).resolves.toEqual([2n, 2n]);
  });

  it('comes back a few times to who may be better, never to who lies', async () => {
    first.behave = (_, response) => response.writeHead(503).end();
    second.behave = answering({ eth_chainId: () => '0x9' });
    await expect(head()).rejects.toMatchObject({ reason: 'server-error' });
    expect([first.asked.length, second.asked.length]).toEqual([3, 1]);
  });

  it('succeeds when somebody is back in time', async () => {
    second.behave = (_, response) => response.destroy();
    let times = 0;
    first.behave = (asked, response) => {
      times += 1;
      return times === 1 ? void response.destroy() : good('0x7')(asked, response);
    };
    await expect(head()).resolves.toBe(7n);
  });

  it('takes a node’s own refusal for an answer', async () => {
    first.behave = answering({
      eth_chainId: () => '0x1',
      eth_blockNumber: () => {
        throw new RpcFault(3, 'execution reverted');
      },
    });
    await expect(head()).rejects.toMatchObject({ reason: 'rpc-error' });
    expect(second.asked).toHaveLength(0);
  });

  it('can be called off while it waits', async () => {
    const controller = new AbortController();
    first.behave = (_, response) => {
      controller.abort();
      response.destroy();
    };
    await expect(network.read((rpc) => rpc.call(headCall), controller.signal)).rejects.toMatchObject({
      reason: 'cancelled',
    });
    expect(second.asked).toHaveLength(0);
  });

  it('says why when there is nobody to ask', async () => {
    const read = (nobody?: 'endpoint-locked') =>
      new NetworkRpc(1, [], {}, nobody).read((rpc) => rpc.call(headCall), ALWAYS);
    await expect(read()).rejects.toMatchObject({ reason: 'no-endpoint' });
    await expect(read('endpoint-locked')).rejects.toMatchObject({ reason: 'endpoint-locked' });
  });
});
