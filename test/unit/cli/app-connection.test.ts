import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type AppConnection, connectToApp } from '../../../cli/app-connection.ts';
import { encodeFrame, FrameReader, MAX_REQUEST_FRAME_BYTES } from '../../../main/local-frames.ts';

const signed = { payload: '{}', signature: 'A'.repeat(86) };

interface Asked {
  readonly id: number;
  readonly call: string;
}

let folder: string;
let address: string;
let server: Server;
let app: Socket | undefined;
let asked: Asked[];
let connection: AppConnection | undefined;
/** What the app says to each request; `undefined`: nothing. */
let say: (request: Asked) => object | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-app-'));
  address = join(folder, 'client.sock');
  asked = [];
  say = ({ id, call }) => ({ id, ok: true, value: call === 'hello' ? {} : signed });
  server = createServer((socket) => {
    app = socket;
    const reader = new FrameReader(MAX_REQUEST_FRAME_BYTES);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      for (const request of reader.read(chunk) as Generator<Asked>) {
        asked.push(request);
        const answer = say(request);
        if (answer !== undefined) socket.write(encodeFrame(answer));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(address, resolve));
});
afterEach(async () => {
  connection?.close();
  app?.destroy();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

async function connected(): Promise<AppConnection> {
  connection = await connectToApp(address, '/programs/reader');
  return connection;
}

it('says who it is before anything else', async () => {
  const { transport } = await connected();
  await expect(transport.attest(new Uint8Array(32))).resolves.toEqual(signed);
  await expect(transport.invoke('sealed')).resolves.toEqual(signed);
  expect(asked).toEqual([
    { id: 1, call: 'hello', pid: process.pid, program: '/programs/reader' },
    { id: 2, call: 'attest', clientNonce: 'A'.repeat(43) },
    { id: 3, call: 'invoke', envelope: 'sealed' },
  ]);
});

it('says that no app runs', async () => {
  await expect(connectToApp(join(folder, 'none.sock'), '/p')).rejects.toMatchObject({ check: 'app-running' });
});

it('tells the refusal of its program, and of a request', async () => {
  say = ({ id }) => ({
    id,
    ok: false,
    error: { code: 'ACCESS_DENIED', origin: 'COMMS', reason: 'client-proof' },
  });
  await expect(connected()).rejects.toMatchObject({ code: 'ACCESS_DENIED', reason: 'client-proof' });
});

it('gives answers to those who asked, in whatever order they come', async () => {
  const { transport } = await connected();
  say = () => undefined;
  const both = [transport.invoke('a'), transport.invoke('b')];
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  app?.write(encodeFrame({ id: 3, ok: true, value: { ...signed, payload: 'b' } }));
  app?.write(encodeFrame({ id: 9, ok: true, value: signed }));
  app?.write(encodeFrame({ id: 2, ok: true, value: { ...signed, payload: 'a' } }));
  expect((await Promise.all(both)).map(({ payload }) => payload)).toEqual(['a', 'b']);
});

it.each([
  ['the app ends', () => app?.destroy()],
  ['it sends garbage', () => app?.write('garbage that is no frame')],
  ['it sends something else', () => app?.write(encodeFrame({ hello: true }))],
])('leaves nobody waiting when %s', async (_what, accident) => {
  const { transport } = await connected();
  say = () => undefined;
  const waiting = transport.invoke('sealed');
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  accident();
  await expect(waiting).rejects.toMatchObject({ code: 'TARGET_DEAD', reason: 'tee-stopped' });
  await expect(transport.invoke('sealed')).rejects.toMatchObject({ code: 'TARGET_DEAD' });
});

it('does not take for an answer what has no signature', async () => {
  const { transport } = await connected();
  say = ({ id }) => ({ id, ok: true, value: { payload: '{}' } });
  await expect(transport.invoke('sealed')).rejects.toMatchObject({
    code: 'COMMUNICATION',
    reason: 'answer-mismatch',
  });
});

it('sends nothing that the app would end the connection for', async () => {
  const { transport } = await connected();
  await expect(transport.invoke('x'.repeat(MAX_REQUEST_FRAME_BYTES))).rejects.toMatchObject({
    code: 'EXCESS_DATA',
  });
  expect(asked).toHaveLength(1);
});
