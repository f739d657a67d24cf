import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LocalClients, MAX_CONNECTIONS, serveLocalClients } from '../../../main/client-socket.ts';
import { localAddress } from '../../../main/local-address.ts';
import { encodeFrame, FrameReader, MAX_REQUEST_FRAME_BYTES } from '../../../main/local-frames.ts';
import type { LogEvent, LogFields } from '../../../main/log-entry.ts';
import { TeeError } from '../../../tee-sim/protocol/codes.ts';

const signed = { payload: '{}', signature: 'A'.repeat(86) };
const measurement = new Uint8Array(32).fill(9);
const hello = { id: 1, call: 'hello', pid: 4_711, program: '/programs/reader' };
const nonce = 'A'.repeat(43);

let folder: string;
let address: string;
let clients: LocalClients;
let sockets: Socket[];
let logged: [LogEvent, LogFields | undefined][];
const tee = { attest: vi.fn(), invoke: vi.fn(), closeChannel: vi.fn() };
const measure = vi.fn();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-socket-'));
  address = localAddress(folder);
  sockets = [];
  logged = [];
  tee.attest.mockReset().mockResolvedValue(signed);
  tee.invoke.mockReset().mockResolvedValue(signed);
  tee.closeChannel.mockReset().mockResolvedValue(undefined);
  measure.mockReset().mockResolvedValue(measurement);
  clients = await serve();
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await clients.close();
  await rm(folder, { recursive: true, force: true });
});

function serve(): Promise<LocalClients> {
  return serveLocalClients(address, {
    tee,
    contextOf: (channelId) => ({ channelId, addresses: ['192.0.2.7'] }),
    measure,
    log: (event, fields) => logged.push([event, fields]),
  });
}

/** A raw connection: sends any bytes, collects every answer, knows when it was ended. */
class Peer {
  readonly socket: Socket;
  readonly answers: unknown[] = [];
  readonly ended: Promise<void>;

  constructor() {
    this.socket = connect(address);
    sockets.push(this.socket);
    const reader = new FrameReader(MAX_REQUEST_FRAME_BYTES);
    this.socket.on('data', (chunk: Buffer) => this.answers.push(...reader.read(chunk)));
    this.socket.on('error', () => undefined);
    this.ended = new Promise((resolve) => this.socket.once('close', () => resolve()));
  }

  send(...messages: object[]): this {
    for (const message of messages) this.socket.write(encodeFrame(message));
    return this;
  }

  async answered(count: number): Promise<unknown[]> {
    await vi.waitFor(() => expect(this.answers.length).toBeGreaterThanOrEqual(count));
    return this.answers;
  }
}

const refusals = (): unknown[] => logged.filter(([event]) => event === 'local-client-refused');

describe('the local socket', () => {
  it('is for its user alone, in a folder for its user alone', async () => {
    expect((await stat(address)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(address))).mode & 0o777).toBe(0o700);
    expect(logged.map(([event]) => event)).toEqual(['local-clients-ready']);
  });

  it('takes the place of one that a crash left behind, and leaves none itself', async () => {
    await clients.close();
    expect(await readdir(dirname(address))).toEqual([]);
    await writeFile(address, 'left over');
    clients = await serve();
    await new Peer().send(hello).answered(1);
  });

  it('closes a folder that others could enter', async () => {
    await clients.close();
    await rm(dirname(address), { recursive: true });
    await mkdir(dirname(address), { mode: 0o777 });
    clients = await serve();
    expect((await stat(dirname(address))).mode & 0o777).toBe(0o700);
  });

  it('is not opened in a folder that is a link: the app goes on without it', async () => {
    await clients.close();
    await rm(dirname(address), { recursive: true });
    const elsewhere = await mkdtemp(join(tmpdir(), 'airaccount-elsewhere-'));
    await symlink(elsewhere, dirname(address));
    logged = [];
    clients = await serve();
    expect(logged.map(([event]) => event)).toEqual(['local-clients-off']);
    expect(await readdir(elsewhere)).toEqual([]);
    await rm(elsewhere, { recursive: true });
  });

  it('ends every connection when it closes', async () => {
    const peer = new Peer().send(hello);
    await peer.answered(1);
    await clients.close();
    await peer.ended;
  });
});

describe('a client', () => {
  it('says which program it is, then attests and invokes on a channel of its own', async () => {
    const first = new Peer().send(
      hello,
      { id: 2, call: 'attest', clientNonce: nonce },
      { id: 3, call: 'invoke', envelope: 'sealed' },
    );
    expect(await first.answered(3)).toEqual([
      { id: 1, ok: true, value: {} },
      { id: 2, ok: true, value: signed },
      { id: 3, ok: true, value: signed },
    ]);
    expect(measure).toHaveBeenCalledExactlyOnceWith({ pid: 4_711, program: '/programs/reader' });
    expect(tee.attest).toHaveBeenCalledExactlyOnceWith(new Uint8Array(32), 'local-1');
    const second = new Peer().send(hello, { id: 2, call: 'invoke', envelope: 'other' });
    await second.answered(2);
    const channels = tee.invoke.mock.calls.map(([, context, client]) => {
      expect(context).toEqual({ channelId: client.channelId, addresses: ['192.0.2.7'] });
      expect(client.measurement).toEqual(measurement);
      return client.channelId as string;
    });
    expect(new Set(channels).size).toBe(2);
    expect(channels).not.toContain('main-window');
  });

  it('takes its sessions with it when it goes, those of a TEE that died meanwhile too', async () => {
    tee.closeChannel.mockRejectedValueOnce(new TeeError('TARGET_DEAD', 'tee-stopped', 'COMMS'));
    for (const channelId of ['local-1', 'local-2']) {
      const peer = new Peer().send(hello);
      await peer.answered(1);
      peer.socket.end();
      await vi.waitFor(() => expect(tee.closeChannel).toHaveBeenLastCalledWith(channelId));
    }
    expect(refusals()).toEqual([]);
  });

  it('hears the failure of a request, and goes on', async () => {
    tee.invoke.mockRejectedValueOnce(new TeeError('TARGET_DEAD', 'tee-stopped', 'COMMS'));
    tee.invoke.mockRejectedValueOnce(new Error('/home/someone/secret'));
    const peer = new Peer().send(hello);
    for (const id of [2, 3, 4]) {
      peer.send({ id, call: 'invoke', envelope: 'sealed' });
      await peer.answered(id);
    }
    expect(peer.answers.slice(1)).toEqual([
      { id: 2, ok: false, error: { code: 'TARGET_DEAD', reason: 'tee-stopped', origin: 'COMMS' } },
      { id: 3, ok: false, error: { code: 'GENERIC', reason: 'internal', origin: 'COMMS' } },
      { id: 4, ok: true, value: signed },
    ]);
  });

  it('is refused when its program is not what it says, and nothing of it reaches the TEE', async () => {
    measure.mockRejectedValueOnce(new TeeError('ACCESS_DENIED', 'client-proof', 'COMMS'));
    const peer = new Peer().send(hello, { id: 2, call: 'invoke', envelope: 'sealed' });
    await peer.ended;
    expect(peer.answers).toEqual([
      { id: 1, ok: false, error: { code: 'ACCESS_DENIED', reason: 'client-proof', origin: 'COMMS' } },
    ]);
    expect(tee.invoke).not.toHaveBeenCalled();
    expect(refusals()).toEqual([['local-client-refused', { name: 'program' }]]);
  });

  it('cannot become another program later', async () => {
    const peer = new Peer().send(hello, { ...hello, id: 2, program: '/programs/other' });
    expect((await peer.answered(2))[1]).toMatchObject({ id: 2, ok: false, error: { code: 'BAD_STATE' } });
    expect(measure).toHaveBeenCalledOnce();
  });

  it('that says nothing for long is sent away', async () => {
    await clients.close();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      clients = await serve();
      const peer = new Peer();
      await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
      vi.advanceTimersByTime(5_001);
      await peer.ended;
    } finally {
      vi.useRealTimers();
    }
  });

  it('that sends faster than it is served waits in its own pipe', async () => {
    const waiting: (() => void)[] = [];
    tee.invoke.mockImplementation(() => new Promise((resolve) => waiting.push(() => resolve(signed))));
    const peer = new Peer().send(hello);
    for (let id = 2; id < 202; id += 1) peer.send({ id, call: 'invoke', envelope: 'sealed' });
    await vi.waitFor(() => expect(waiting.length).toBe(4));
    // The other connections are not held up by it.
    await new Peer().send(hello, { id: 2, call: 'attest', clientNonce: nonce }).answered(2);
    expect(waiting.length).toBe(4);
    while (peer.answers.length < 201) {
      for (const go of waiting.splice(0)) go();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(tee.invoke).toHaveBeenCalledTimes(200);
  });
});

describe('what makes no sense ends the connection, and only that', () => {
  const length = (bytes: number): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(bytes);
    return head;
  };

  it.each([
    ['a frame that is too long, before any of it came', length(MAX_REQUEST_FRAME_BYTES + 1)],
    ['the largest length there is', length(0xffff_ffff)],
    ['an empty frame', length(0)],
    ['no JSON', Buffer.concat([length(3), Buffer.from('{"a')])],
    ['text of another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a request before the greeting', encodeFrame({ id: 1, call: 'attest', clientNonce: nonce })],
    ['an unknown call', encodeFrame({ id: 1, call: 'shutdown' })],
    ['a field too many', encodeFrame({ ...hello, key: 1 })],
    ['no object', encodeFrame([hello])],
    ['a process number of nothing', encodeFrame({ ...hello, pid: 0 })],
  ])('%s', async (_what, bytes) => {
    const peer = new Peer();
    peer.socket.write(bytes);
    await peer.ended;
    expect(peer.answers).toEqual([]);
    expect(refusals()).toEqual([['local-client-refused', { name: 'malformed' }]]);
    await new Peer().send(hello).answered(1);
  });

  it.each([
    ['an envelope that is too large', { id: 2, call: 'invoke', envelope: 'x'.repeat(1_048_577) }],
    ['a nonce of another length', { id: 2, call: 'attest', clientNonce: 'AAAA' }],
  ])('%s, after the greeting', async (_what, message) => {
    const peer = new Peer().send(hello, message);
    await peer.ended;
    expect(tee.invoke).not.toHaveBeenCalled();
    expect(tee.attest).not.toHaveBeenCalled();
    expect(refusals()).toHaveLength(1);
  });

  it('half a message is waited for, byte by byte', async () => {
    const peer = new Peer();
    peer.socket.setNoDelay(true);
    for (const byte of encodeFrame(hello)) {
      peer.socket.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await peer.answered(1)).toEqual([{ id: 1, ok: true, value: {} }]);
  });

  it('half a message and then nothing is nobody’s fault', async () => {
    const peer = new Peer();
    peer.socket.end(encodeFrame(hello).subarray(0, 9));
    await peer.ended;
    expect(refusals()).toEqual([]);
  });

  it('a client that leaves in the middle of a request disturbs nobody', async () => {
    let answer: (() => void) | undefined;
    tee.invoke.mockImplementationOnce(() => new Promise((resolve) => (answer = () => resolve(signed))));
    const peer = new Peer().send(hello, { id: 2, call: 'invoke', envelope: 'sealed' });
    await vi.waitFor(() => expect(answer).toBeDefined());
    peer.socket.destroy();
    await peer.ended;
    answer?.();
    await new Peer().send(hello).answered(1);
    expect(refusals()).toEqual([]);
  });
});

it('turns away more connections than it has room for, and takes one when there is room again', async () => {
  const peers = Array.from({ length: MAX_CONNECTIONS }, () => new Peer().send(hello));
  for (const peer of peers) await peer.answered(1);
  const surplus = new Peer().send(hello);
  await surplus.ended;
  expect(surplus.answers).toEqual([]);
  peers[0]?.socket.destroy();
  await peers[0]?.ended;
  await vi.waitFor(async () => {
    const next = new Peer().send(hello);
    await Promise.race([next.answered(1), next.ended]);
    expect(next.answers).toHaveLength(1);
  });
});
