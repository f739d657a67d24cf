import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Broadcaster } from '../../../../main/networks/broadcaster.ts';
import { EndpointClient } from '../../../../main/networks/endpoint-client.ts';
import { parseEndpoint } from '../../../../main/networks/endpoint-url.ts';
import { Journal } from '../../../../main/networks/journal.ts';
import { NetworkError } from '../../../../main/networks/network-error.ts';
import { chainIdCall } from '../../../../main/networks/rpc-calls.ts';
import { sendOutcomeOf } from '../../../../main/networks/send-outcome.ts';
import { answering, type Behaviour, HostileNode, RpcFault } from '../../../helpers/hostile-node.ts';
import { ALWAYS, temporaryFolder } from '../../../helpers/network-fixture.ts';
import { journalEntry } from './journal-sample.ts';

const entry = journalEntry({ state: 'prepared' });
let folder: string;
let journal: Journal;
let nodes: HostileNode[];
beforeEach(async () => {
  folder = temporaryFolder();
  journal = new Journal(join(folder, 'transactions.json'), Date.now, () => undefined);
  nodes = await Promise.all([HostileNode.start(), HostileNode.start()]);
});
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  rmSync(folder, { recursive: true });
});

function send(behaviours: readonly Behaviour[], more = {}) {
  const clients = behaviours.map((behave, i) => {
    const node = nodes[i];
    if (node === undefined) throw new RangeError('nodes');
    node.behave = behave;
    return new EndpointClient(parseEndpoint(node.url), { timeoutMs: 2_000 });
  });
  return new Broadcaster(journal, ALWAYS).send({ ...entry, ...more }, clients);
}

const fails =
  (message: string, code = -32_000) =>
  () => {
    throw new RpcFault(code, message);
  };
const node = (eth_sendRawTransaction: () => unknown, more = {}): Behaviour =>
  answering({ eth_chainId: () => '0x1', eth_sendRawTransaction, ...more });
const accepts = node(() => entry.hash);
/** Takes it, and says nothing. */
const swallows: Behaviour = (asked, response) =>
  asked.body.includes('eth_chainId') ? accepts(asked, response) : undefined;
const gone: Behaviour = (_, response) => response.destroy();
const methodsOf = (i: number): string[] => nodes[i]?.methods ?? [];

describe('sending', () => {
  it('is written down before anything leaves', async () => {
    let atSending = '';
    const sent = send([
      node(() => {
        atSending = readFileSync(join(folder, 'transactions.json'), 'utf8');
        return entry.hash;
      }),
    ]);
    expect(await sent).toMatchObject({ state: 'pending' });
    expect(JSON.parse(atSending).entries).toMatchObject([{ hash: entry.hash, state: 'broadcasting' }]);
  });

  it('asks for the chain right before, and sends nothing to another', async () => {
    const other = answering({ eth_chainId: () => '0x2', eth_sendRawTransaction: () => entry.hash });
    expect(await send([other])).toMatchObject({
      state: 'prepared',
      problem: { reason: 'wrong-chain', chain: { expected: 1, actual: 2 } },
    });
    expect(methodsOf(0)).toEqual(['eth_chainId']);
    expect(await send([other, accepts])).toMatchObject({ state: 'pending' });
    expect(methodsOf(1)).toEqual(['eth_chainId', 'eth_sendRawTransaction']);
  });

  it('goes to the next endpoint where one is gone, and to no further than the first that takes it', async () => {
    expect(await send([gone, accepts])).toMatchObject({ state: 'pending' });
    expect(await send([accepts, accepts])).toMatchObject({ state: 'pending' });
    expect(methodsOf(1)).toHaveLength(2);
  });

  it.each<[string, Behaviour[], object]>([
    ['nobody was there', [gone, gone], { state: 'prepared', problem: { reason: 'unreachable' } }],
    ['there is nobody', [], { state: 'prepared', problem: { reason: 'no-endpoint' } }],
    ['one took it and said nothing', [swallows], { state: 'unknown', problem: { reason: 'timed-out' } }],
    ['one took it and the next refused', [swallows, node(fails('underpriced'))], { state: 'unknown' }],
    ['one took it and the next has it', [swallows, node(fails('already known'))], { state: 'pending' }],
    ['one has it already', [node(fails('AlreadyKnown: already known'))], { state: 'pending' }],
    [
      'one gives another hash',
      [node(() => `0x${'77'.repeat(32)}`)],
      { state: 'unknown', problem: { reason: 'bad-answer' } },
    ],
    ['one refuses', [node(fails('insufficient funds'))], { state: 'failed', failure: 'rejected' }],
    [
      'one refuses and the next is gone',
      [node(fails('insufficient funds')), gone],
      { state: 'failed', problem: { reason: 'rpc-error' } },
    ],
    ['one is confused', [node(fails('header not found'))], { state: 'unknown' }],
    [
      'its nonce is used by itself',
      [node(fails('nonce too low'), { eth_getTransactionByHash: () => ({ hash: entry.hash }) })],
      { state: 'pending' },
    ],
    [
      'its nonce is used by another',
      [node(fails('nonce too low'), { eth_getTransactionByHash: () => null })],
      { state: 'failed', failure: 'rejected' },
    ],
    ['its nonce is used by who knows whom', [node(fails('nonce too low'))], { state: 'unknown' }],
  ])('where %s', async (_, behaviours, outcome) => {
    expect(await send(behaviours)).toMatchObject(outcome);
    expect((await journal.all()).length).toBe(1);
  });

  const refuses =
    (status: number, headers: Record<string, string> = {}): Behaviour =>
    (asked, response) =>
      asked.body.includes('eth_chainId')
        ? accepts(asked, response)
        : void response.writeHead(status, headers).end();
  it.each<[number, string, Record<string, string>?]>([
    [301, 'redirected', { location: '/' }],
    [307, 'redirected', { location: '/' }],
    [308, 'redirected', { location: '/' }],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [407, 'unreachable'],
    [413, 'not-json'],
    [429, 'rate-limited', { 'retry-after': '30' }],
    [500, 'server-error'],
    [502, 'server-error'],
    [503, 'server-error'],
  ])('answered with status %i may have left, and is looked for', async (status, reason, headers) => {
    expect(await send([refuses(status, headers)])).toMatchObject({ state: 'unknown', problem: { reason } });
    const early: Behaviour = (_, response) => void response.writeHead(status, headers).end();
    expect(await send([early], { hash: `0x${'cd'.repeat(32)}` })).toMatchObject({
      state: 'prepared',
      problem: { reason },
    });
  });

  it('does not wait behind what the page asks, nor for as long as that is to pause', async () => {
    const [first] = nodes;
    if (first === undefined) throw new RangeError('nodes');
    const rate = { perSecond: 0.001, burst: 1 };
    const client = new EndpointClient(parseEndpoint(first.url), { timeoutMs: 2_000, rate });
    first.behave = (_, response) => void response.writeHead(429, { 'retry-after': '30' }).end();
    const asked = client.bind(ALWAYS).call(chainIdCall);
    await expect(asked).rejects.toMatchObject({ reason: 'rate-limited' });
    first.behave = accepts;
    expect(await new Broadcaster(journal, ALWAYS).send(entry, [client])).toMatchObject({ state: 'pending' });
  });

  it('again never makes less of what may have left already', async () => {
    expect(await send([gone], { state: 'unknown' })).toMatchObject({ state: 'unknown' });
    expect(await send([node(fails('underpriced'))], { state: 'dropped' })).toMatchObject({
      state: 'unknown',
    });
    const refused = { state: 'failed', failure: 'rejected' };
    expect(await send([node(fails('underpriced'))], refused)).toMatchObject(refused);
    expect(await send([accepts], refused)).toMatchObject({ state: 'pending' });
    expect(await send([accepts], refused)).not.toHaveProperty('failure');
  });

  it('again is called refused, never reverted, until it begins', async () => {
    const seen: unknown[] = [];
    const told = new Journal(join(folder, 'told.json'), Date.now, (each) =>
      seen.push([each.state, each.failure]),
    );
    const client = new EndpointClient(parseEndpoint(nodes[0]?.url ?? ''), { timeoutMs: 2_000 });
    if (nodes[0]) nodes[0].behave = gone;
    await new Broadcaster(told, ALWAYS).send({ ...entry, state: 'failed', failure: 'rejected' }, [client]);
    expect(new Set(seen.map((each) => JSON.stringify(each)))).toEqual(new Set(['["failed","rejected"]']));
  });

  it('does not go by what was at the address a moment ago', async () => {
    const client = new EndpointClient(parseEndpoint(nodes[0]?.url ?? ''));
    const at = (chain: string): void => {
      if (nodes[0])
        nodes[0].behave = answering({ eth_chainId: () => chain, eth_sendRawTransaction: () => entry.hash });
    };
    at('0x1');
    await client.requireChain(1, ALWAYS, false);
    at('0x2');
    expect(await new Broadcaster(journal, ALWAYS).send(entry, [client])).toMatchObject({ state: 'prepared' });
    expect(methodsOf(0)).toEqual(['eth_chainId', 'eth_chainId']);
  });

  it('twice at once is once', async () => {
    const client = new EndpointClient(parseEndpoint(nodes[0]?.url ?? ''));
    for (const each of nodes) each.behave = accepts;
    const broadcaster = new Broadcaster(journal, ALWAYS);
    const sent = await Promise.all([broadcaster.send(entry, [client]), broadcaster.send(entry, [client])]);
    expect(sent[0]).toBe(sent[1]);
    expect(methodsOf(0)).toEqual(['eth_chainId', 'eth_sendRawTransaction']);
  });

  it('does not begin where it cannot be written down', async () => {
    const nowhere = new Journal(join(folder, 'transactions.json', 'x'), Date.now, () => undefined);
    await journal.put(entry);
    if (nodes[0]) nodes[0].behave = accepts;
    const client = new EndpointClient(parseEndpoint(nodes[0]?.url ?? ''));
    await expect(new Broadcaster(nowhere, ALWAYS).send(entry, [client])).rejects.toMatchObject({
      reason: 'storage',
    });
    expect(methodsOf(0)).toEqual([]);
  });
});

it('limited in words of JSON-RPC may have been passed on before', () => {
  const limited = new NetworkError('rate-limited', { rpc: { code: -32_005, message: 'limit exceeded' } });
  expect(sendOutcomeOf(limited)).toBe('unknown');
});

it.each([
  ['already known', 'accepted'],
  ['Known transaction: 12ab', 'accepted'],
  ['nonce too low: next nonce 5, tx nonce 4', 'nonce-used'],
  ['replacement transaction underpriced', 'refused'],
  ['insufficient funds for gas * price + value', 'refused'],
  ['intrinsic gas too low', 'refused'],
  ['max fee per gas less than block base fee', 'refused'],
  ['exceeds block gas limit', 'refused'],
  ['AA25 invalid account nonce', 'refused'],
  ['internal error', 'unknown'],
  ['request timed out upstream', 'unknown'],
  ['', 'unknown'],
])('a node that says %j has %s', (message, outcome) => {
  expect(sendOutcomeOf(new NetworkError('rpc-error', { rpc: { code: -32_000, message } }))).toBe(outcome);
});
