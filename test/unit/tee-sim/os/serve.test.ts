import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { serve } from '../../../../tee-sim/os/serve.ts';
import { portAnswerSchema, portResultSchemas } from '../../../../tee-sim/protocol/port.ts';

class FakePort {
  readonly sent: unknown[] = [];
  readonly exits: number[] = [];
  receive: (message: unknown) => void = () => undefined;
  close: () => void = () => undefined;

  post(message: unknown): void {
    // What crosses a port is a clone in the port's own schema, or the driver would ignore it.
    this.sent.push(structuredClone(portAnswerSchema.parse(message)));
  }
  onMessage(listener: (message: unknown) => void): void {
    this.receive = listener;
  }
  onClose(listener: () => void): void {
    this.close = listener;
  }
  exit(code: number): void {
    this.exits.push(code);
  }
}

let root: string;
let port: FakePort;
const masterKey = randomBytes(32);

beforeEach(() => {
  vi.useFakeTimers();
  root = mkdtempSync(join(tmpdir(), 'airaccount-serve-'));
  port = start();
});
afterEach(() => {
  port.close();
  vi.useRealTimers();
  rmSync(root, { recursive: true, force: true });
});

function start(): FakePort {
  const fake = new FakePort();
  serve(fake, { random: randomBytes, wallMs: () => 1_800_000_000_000, monotonicMs: () => 0 });
  return fake;
}

function bootMessage(key = masterKey) {
  return {
    type: 'boot',
    dataDir: join(root, 'tee'),
    masterKey: key.slice(),
    masterKeySource: 'ephemeral',
    measurements: { tee: randomBytes(32), client: randomBytes(32) },
    engine: 'noble',
    recordSuite: 2,
  };
}

function answerTo(target: FakePort, request: Record<string, unknown>): unknown {
  target.receive(request);
  return target.sent.at(-1);
}

function notAttested(id: number) {
  return {
    type: 'answer',
    id,
    ok: false,
    error: { code: 'BAD_STATE', origin: 'TEE', reason: 'not-attested' },
  };
}

test('boots once, and zeroes the key in the message', () => {
  const message = bootMessage();
  port.receive(message);
  expect(port.sent).toEqual([{ type: 'booted' }]);
  expect(message.masterKey).toEqual(new Uint8Array(32));
  port.receive(bootMessage());
  expect(port.sent).toHaveLength(1);
});

test('answers attest and invoke by id, in the port’s schema', () => {
  port.receive(bootMessage());
  const attested = answerTo(port, { type: 'attest', id: 7, clientNonce: randomBytes(32) });
  expect(attested).toMatchObject({ type: 'answer', id: 7, ok: true });
  expect(() => portResultSchemas.attest.parse((attested as { value: unknown }).value)).not.toThrow();
  const invoked = answerTo(port, { type: 'invoke', id: 8, envelope: 'x' });
  const { value } = invoked as { value: { payload: string } };
  expect(JSON.parse(value.payload)).toMatchObject({ code: 'BAD_FORMAT', reason: 'malformed' });
});

test('names exactly the driver context that it was given, in the signed answer', () => {
  port.receive(bootMessage());
  const driverContext = { online: true, channelId: 'window-1' };
  const { value } = answerTo(port, { type: 'invoke', id: 1, envelope: 'x', driverContext }) as {
    value: { payload: string };
  };
  expect(JSON.parse(JSON.parse(value.payload).driverContext)).toEqual(driverContext);
});

test.each([
  ['a foreign key', { channelId: 'a', admin: true }],
  ['too many addresses', { channelId: 'a', addresses: new Array(33).fill('::1') }],
  [
    'text that escapes to more than an answer holds',
    { channelId: 'a', addresses: new Array(32).fill('\0'.repeat(64)) },
  ],
])('refuses a driver context with %s', (_name, driverContext) => {
  port.receive(bootMessage());
  expect(answerTo(port, { type: 'invoke', id: 3, envelope: 'x', driverContext })).toEqual({
    type: 'answer',
    id: 3,
    ok: false,
    error: { code: 'BAD_PARAMETERS', origin: 'TEE', reason: 'malformed' },
  });
});

test('what is malformed gets an answer when it has an id, and none when it has not', () => {
  port.receive(bootMessage());
  const malformed = { code: 'BAD_PARAMETERS', origin: 'TEE', reason: 'malformed' };
  for (const message of [
    { type: 'attest', id: 5, clientNonce: randomBytes(31) },
    { type: 'attest', id: 5, clientNonce: 'text' },
    { type: 'invoke', id: 5, envelope: 7 },
    { type: 'toString', id: 5 },
    { id: 5 },
  ]) {
    expect(answerTo(port, message)).toEqual({ type: 'answer', id: 5, ok: false, error: malformed });
  }
  const count = port.sent.length;
  for (const message of [
    undefined,
    null,
    7,
    'shutdown',
    [],
    {},
    { type: 'shutdown' },
    { type: 'shutdown', id: 0 },
  ]) {
    port.receive(message);
  }
  expect(port.sent).toHaveLength(count);
  expect(port.exits).toEqual([]);
});

test('an attested TEE exports nothing: its files are in use', () => {
  port.receive(bootMessage());
  expect(answerTo(port, { type: 'export', id: 2, targetDir: join(root, 'copy') })).toEqual({
    type: 'answer',
    id: 2,
    ok: false,
    error: { code: 'BAD_STATE', origin: 'TEE' },
  });
  expect(readdirSync(root)).toEqual(['tee']);
});

test('a wrong master key leaves it unattested: only export and shutdown are answered, files stay as they are', () => {
  port.receive(bootMessage());
  port.close();
  const files = new Map(
    readdirSync(join(root, 'tee')).map((name) => [name, readFileSync(join(root, 'tee', name))]),
  );
  const second = start();
  second.receive(bootMessage(randomBytes(32)));
  expect(second.sent).toEqual([{ type: 'unattested', code: 'ACCESS_DENIED', reason: 'wrong-master-key' }]);
  expect(answerTo(second, { type: 'attest', id: 1, clientNonce: randomBytes(32) })).toEqual(notAttested(1));
  expect(answerTo(second, { type: 'invoke', id: 2, envelope: 'x' })).toEqual(notAttested(2));
  const targetDir = join(root, 'copy');
  expect(answerTo(second, { type: 'export', id: 3, targetDir })).toEqual({
    type: 'answer',
    id: 3,
    ok: true,
    value: { files: [...files.keys()].sort() },
  });
  for (const [name, bytes] of files) {
    expect(readFileSync(join(targetDir, name))).toEqual(bytes);
    expect(readFileSync(join(root, 'tee', name))).toEqual(bytes);
  }
  expect(answerTo(second, { type: 'shutdown', id: 4 })).toEqual({
    type: 'answer',
    id: 4,
    ok: true,
    value: {},
  });
  expect(second.exits).toEqual([0]);
});

test('a malformed boot message leaves it unattested, with nothing to export and no key kept', () => {
  const message = { ...bootMessage(), engine: 'openssl' };
  port.receive(message);
  expect(port.sent).toEqual([{ type: 'unattested', code: 'BAD_PARAMETERS', reason: 'malformed' }]);
  expect(message.masterKey).toEqual(new Uint8Array(32));
  expect(answerTo(port, { type: 'export', id: 1, targetDir: join(root, 'copy') })).toEqual(notAttested(1));
  expect(readdirSync(root)).toEqual([]);
});

test('a folder that cannot be made has its code', () => {
  writeFileSync(join(root, 'tee'), 'a file is in the way');
  port.receive(bootMessage());
  expect(port.sent).toMatchObject([{ type: 'unattested', code: 'STORAGE_NOT_AVAILABLE' }]);
});

test('shutdown answers, lets go of the folder and exits; so does a driver that is gone', () => {
  port.receive(bootMessage());
  expect(answerTo(port, { type: 'shutdown', id: 9 })).toEqual({ type: 'answer', id: 9, ok: true, value: {} });
  expect(port.exits).toEqual([0]);
  const second = start();
  second.receive(bootMessage());
  expect(second.sent).toEqual([{ type: 'booted' }]);
  second.close();
  expect(second.exits).toEqual([0]);
  const third = start();
  third.receive(bootMessage());
  expect(third.sent).toEqual([{ type: 'booted' }]);
  third.close();
});

test('makes the next epoch’s key between requests, and stops with the TEE', () => {
  const generate = vi.spyOn(nobleEngine, 'sm2GenerateKeyPair');
  port.receive(bootMessage());
  const atBoot = generate.mock.calls.length;
  vi.advanceTimersByTime(3_000);
  expect(generate).toHaveBeenCalledTimes(atBoot + 1);
  port.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.restoreAllMocks();
});
