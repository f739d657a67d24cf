import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EndpointClient } from '../../../../main/networks/endpoint-client.ts';
import { parseEndpoint } from '../../../../main/networks/endpoint-url.ts';
import { gasPriceCall, headCall } from '../../../../main/networks/rpc-calls.ts';
import { answering, type Behaviour, HostileNode, RpcFault, sendJson } from '../../../helpers/hostile-node.ts';
import { ALWAYS } from '../../../helpers/network-fixture.ts';

let node: HostileNode;
let client: EndpointClient;
beforeEach(async () => {
  node = await HostileNode.start(answering({ eth_chainId: () => '0x1', eth_blockNumber: () => '0x10' }));
  client = new EndpointClient(parseEndpoint(`${node.url}/secret-key`), { timeoutMs: 2_000 });
});
afterEach(() => node.stop());

const rpc = () => client.bind(ALWAYS);
const reply =
  (change: (id: number) => unknown): Behaviour =>
  ({ body }, response) =>
    sendJson(response, change(JSON.parse(body).id));

describe('a call', () => {
  it('answers what the node says', () => expect(rpc().call(headCall)).resolves.toBe(16n));

  it.each<[string, string, Behaviour]>([
    ['a page', 'not-json', (_, response) => response.end('<!doctype html><title>Welcome</title>')],
    ['nothing', 'not-json', (_, response) => response.end()],
    ['half a document', 'not-json', (_, response) => response.end('{"jsonrpc":"2.0","id":1,"res')],
    ['a page with status 500', 'server-error', (_, response) => response.writeHead(500).end('<html>')],
    ['a number', 'bad-answer', reply(() => 7)],
    ['a list', 'bad-answer', reply((id) => [{ id, result: '0x1' }])],
    ['another call’s answer', 'bad-answer', reply((id) => ({ id: id + 1, result: '0x1' }))],
    ['neither result nor error', 'bad-answer', reply((id) => ({ id }))],
    ['a result of another form', 'bad-answer', reply((id) => ({ id, result: 16 }))],
    ['a negative number', 'bad-answer', reply((id) => ({ id, result: '-0x1' }))],
    ['a number without digits', 'bad-answer', reply((id) => ({ id, result: '0x' }))],
    ['a number beyond 64 bits', 'bad-answer', reply((id) => ({ id, result: `0x1${'0'.repeat(16)}` }))],
    ['a number of a million digits', 'bad-answer', reply((id) => ({ id, result: `0x${'1'.repeat(1e6)}` }))],
    ['an inherited result', 'bad-answer', (_, r) => r.end('{"id":1,"__proto__":{"result":"0x1"}}')],
    ['an error', 'rpc-error', reply((id) => ({ id, error: { code: -32_000, message: 'no' } }))],
    [
      'an error without id',
      'rpc-error',
      reply(() => ({ id: null, error: { code: -32_700, message: 'no' } })),
    ],
    [
      'an error with status 400',
      'rpc-error',
      ({ body }, r) => {
        r.statusCode = 400;
        sendJson(r, { id: JSON.parse(body).id, error: { code: -32_602, message: 'no' } });
      },
    ],
    [
      'a limit in the words of its own',
      'rate-limited',
      reply((id) => ({ id, error: { code: 1, message: 'Too Many Requests' } })),
    ],
    [
      'a limit by its code',
      'rate-limited',
      reply((id) => ({ id, error: { code: -32_005, message: 'slow' } })),
    ],
  ])('of %s is %s', async (_, reason, behave) => {
    node.behave = behave;
    await expect(rpc().call(headCall)).rejects.toMatchObject({ reason });
  });

  it('never repeats the endpoint’s key in a node’s words', async () => {
    node.behave = reply((id) => ({
      id,
      error: { code: -1, message: `bad key secret-key\u202e at ${node.url}/secret-key` },
    }));
    const error = await rpc()
      .call(headCall)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ problem: { rpc: { code: -1, message: 'bad key … at …' } } });
    expect(JSON.stringify(error)).not.toContain('secret-key');
  });

  it('bounds what a node may say', async () => {
    node.behave = reply((id) => ({ id, error: { code: 1e300, message: 'x'.repeat(100_000) } }));
    const error = await rpc()
      .call(headCall)
      .catch((caught: { problem: { rpc: { message: string } } }) => caught);
    expect(error).toMatchObject({ problem: { rpc: { code: 0 } } });
    expect((error as { problem: { rpc: { message: string } } }).problem.rpc.message).toHaveLength(300);
  });
});

describe('a batch', () => {
  const many = (count: number) => Array.from({ length: count }, () => headCall);

  it('is cut into requests of a hundred', async () => {
    await expect(rpc().batch(many(250))).resolves.toHaveLength(250);
    expect(client.requests).toBe(3);
  });

  it('is answered in the order asked, whatever the order of the answers', async () => {
    node.behave = ({ body }, response) => {
      const calls: { id: number; method: string }[] = JSON.parse(body);
      sendJson(
        response,
        calls.map(({ id, method }) => ({ id, result: method === 'eth_gasPrice' ? '0x2' : '0x1' })).reverse(),
      );
    };
    const answers = await rpc().batch([headCall, gasPriceCall, headCall]);
    expect(answers.map((answer) => answer.ok && answer.value)).toEqual([1n, 2n, 1n]);
  });

  it('lets one call fail alone', async () => {
    const [good, bad] = await rpc().batch([headCall, gasPriceCall]);
    expect(good).toEqual({ ok: true, value: 16n });
    expect(bad).toMatchObject({ ok: false, error: { reason: 'rpc-error' } });
  });

  it.each<[string, (ids: number[]) => unknown]>([
    ['misses one', (ids) => ids.slice(1).map((id) => ({ id, result: '0x1' }))],
    ['has one twice', (ids) => ids.map(() => ({ id: ids[0], result: '0x1' }))],
    ['has one too many', (ids) => [...ids, 1e9].map((id) => ({ id, result: '0x1' }))],
    ['is of other calls', (ids) => ids.map((id) => ({ id: id + 1_000, result: '0x1' }))],
    ['is one result', (ids) => ({ id: ids[0], result: '0x1' })],
  ])('whose answer %s is worth nothing', async (_, change) => {
    node.behave = ({ body }, response) =>
      sendJson(response, change(JSON.parse(body).map(({ id }: { id: number }) => id)));
    await expect(rpc().batch(many(3))).rejects.toMatchObject({ reason: 'bad-answer' });
  });

  const single = answering({ eth_blockNumber: () => '0x10' });
  it.each<[string, Behaviour, number]>([
    [
      'all',
      ({ body }, r) => sendJson(r, { id: null, error: { code: -32_600, message: `no ${body.length}` } }),
      1,
    ],
    ['all, with a status', (_, r) => r.writeHead(400).end('batch not allowed'), 1],
    [
      'more than ten',
      ({ body }, r) => sendJson(r, { error: { code: -32_600, message: `at most 10, ${body[0]}` } }),
      10,
    ],
  ])('is made smaller by a node that refuses %s', async (_, refuse, most) => {
    node.behave = (asked, response) => {
      const json: unknown = JSON.parse(asked.body);
      return Array.isArray(json) && json.length > most ? refuse(asked, response) : single(asked, response);
    };
    const answers = await rpc().batch(many(25));
    expect(answers).toEqual(Array.from({ length: 25 }, () => ({ ok: true, value: 16n })));
    // Refused with 100, with 10 where that is still too many, and never asked so again.
    expect(client.requests).toBe(most === 10 ? 1 + 3 : 2 + 25);
    await rpc().batch(many(10));
    expect(client.requests).toBe(most === 10 ? 1 + 3 + 1 : 2 + 25 + 10);
  });

  it('stays as large as it was where a node failed altogether', async () => {
    node.behave = (_, response) => response.writeHead(500).end('<html>');
    await expect(rpc().batch(many(20))).rejects.toMatchObject({ reason: 'server-error' });
    const before = client.requests;
    node.behave = single;
    await expect(rpc().batch(many(20))).resolves.toHaveLength(20);
    expect(client.requests - before).toBe(1);
  });

  it('whose answer is too large is asked in parts, this time only', async () => {
    node.behave = (asked, response) =>
      JSON.parse(asked.body).length > 10 ? response.end(' '.repeat(3_000_000)) : single(asked, response);
    await expect(rpc().batch(many(20))).resolves.toHaveLength(20);
    expect(client.requests).toBe(3);
    node.behave = single;
    await expect(rpc().batch(many(100))).resolves.toHaveLength(100);
    expect(client.requests).toBe(4);
  });

  it('ends when it is called off', async () => {
    const controller = new AbortController();
    node.behave = (asked, response) => {
      controller.abort();
      return single(asked, response);
    };
    await expect(client.bind(controller.signal).batch(many(300))).rejects.toMatchObject({
      reason: 'cancelled',
    });
    expect(client.requests).toBe(1);
  });
});

describe('the chain', () => {
  it('is asked once, and again when it matters', async () => {
    await client.requireChain(1, ALWAYS, false);
    await client.requireChain(1, ALWAYS, false);
    expect(node.asked).toHaveLength(1);
    await client.requireChain(1, ALWAYS, true);
    expect(node.asked).toHaveLength(2);
  });

  it('that is another is refused with both numbers, and asked again', async () => {
    const wrong = {
      problem: { reason: 'wrong-chain', chain: { expected: 5, actual: 1 } },
      mayHaveArrived: false,
    };
    await expect(client.requireChain(5, ALWAYS, false)).rejects.toMatchObject(wrong);
    await expect(client.requireChain(5, ALWAYS, false)).rejects.toMatchObject(wrong);
    expect(node.asked).toHaveLength(2);
  });

  it('is not believed any more once the connection was lost', async () => {
    await client.requireChain(1, ALWAYS, false);
    node.behave = (_, response) => response.destroy();
    await expect(rpc().call(headCall)).rejects.toMatchObject({ reason: 'unreachable' });
    node.behave = answering({ eth_chainId: () => '0x2' });
    await expect(client.requireChain(1, ALWAYS, false)).rejects.toMatchObject({ reason: 'wrong-chain' });
  });

  it.each(['0x0', '0xffffffffffffffff', '1', null])('of %j is none', async (id) => {
    node.behave = answering({ eth_chainId: () => id });
    await expect(client.requireChain(1, ALWAYS, false)).rejects.toMatchObject({ reason: 'bad-answer' });
  });

  it('is not asked of who says nothing but errors', async () => {
    node.behave = answering({
      eth_chainId: () => {
        throw new RpcFault(-32_000, 'not yet');
      },
    });
    await expect(client.requireChain(1, ALWAYS, false)).rejects.toMatchObject({ reason: 'rpc-error' });
  });
});
