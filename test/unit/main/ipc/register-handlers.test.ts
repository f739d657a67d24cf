import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerHandlers } from '../../../../main/ipc/register-handlers.ts';
import type { LogEvent, LogFields } from '../../../../main/log-entry.ts';
import { callChannel, callNames } from '../../../../preload/channels.ts';
import {
  type ApiHandlers,
  contract,
  failureSchema,
  MAX_SAVED_BYTES,
  type Result,
} from '../../../../preload/contract.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { MAX_ENVELOPE_BYTES } from '../../../../tee-sim/protocol/envelope.ts';
import { BrowserWindow, FakeContents, ipcMain } from '../electron-double.ts';

vi.mock('electron', () => import('../electron-double.ts'));

const ADDRESS = `0x${'11'.repeat(20)}`;
const HASH = `0x${'ab'.repeat(32)}`;
const request = { from: ADDRESS, to: null, valueWei: '1', data: '0x' };
const network = {
  chainId: 31_337,
  name: 'Anvil',
  symbol: 'ETH',
  confirmations: 1,
  endpoints: [{ url: 'http://127.0.0.1:8545' }],
  bundlers: [],
};
const userOperation = {
  sender: ADDRESS,
  nonce: '0',
  callData: '0x',
  callGasLimit: '1',
  verificationGasLimit: '1',
  preVerificationGas: '1',
  maxFeePerGasWei: '1',
  maxPriorityFeePerGasWei: '1',
};

/** Every call of the contract with one good argument list. A new call without one does not compile. */
const goodArgs: { [G in keyof ApiHandlers]: { [C in keyof ApiHandlers[G]]: unknown[] } } = {
  tee: {
    status: [],
    attest: [{ clientNonce: 'A'.repeat(43) }],
    invoke: [{ envelope: '{}' }],
    proveClient: [
      {
        bootId: 'A'.repeat(22),
        challenge: 'A'.repeat(43),
        login: 'LOGIN_APPLICATION',
        secretDigest: 'A'.repeat(43),
      },
    ],
    restart: [],
    exportFiles: [],
  },
  app: {
    info: [],
    openExternal: [{ url: 'https://eips.ethereum.org/' }],
    setLanguage: [{ language: 'zh-CN' }],
    protectContent: [{ on: true }],
    saveFile: [{ suggestedName: '活动 2026-11-22.csv', mimeType: 'text/csv', text: 'a,b' }],
  },
  networks: {
    list: [],
    save: [{ network, replaces: false }],
    remove: [{ chainId: 1 }],
    check: [{ url: 'http://127.0.0.1:8545' }],
    balances: [{ chainId: 1, accounts: [ADDRESS], tokens: [] }],
    tokenInfo: [{ chainId: 1, token: ADDRESS }],
    fees: [{ chainId: 1 }],
    reserveNonce: [{ chainId: 1, account: ADDRESS }],
    releaseNonce: [{ reservationId: 'A'.repeat(22) }],
    estimateGas: [{ chainId: 1, call: request }],
    simulate: [{ chainId: 1, call: request }],
    broadcast: [{ chainId: 1, raw: '0x02' }],
    transactions: [{ limit: 10 }],
    refresh: [{ hash: HASH }],
    sendAgain: [{ hash: HASH }],
    discard: [{ hash: HASH }],
    replacementFees: [{ hash: HASH }],
    estimateUserOperation: [{ chainId: 1, entryPoint: ADDRESS, userOperation, signature: '0x00' }],
    sendUserOperation: [{ chainId: 1, entryPoint: ADDRESS, userOperation, signature: '0x00', hash: HASH }],
    cancel: [{ task: 'balances-1' }],
  },
};

const calls = Object.entries(goodArgs).flatMap(([group, names]) =>
  Object.entries(names).map(([name, args]) => ({ channel: callChannel(group, name), group, name, args })),
);

const run = vi.fn<(...args: unknown[]) => Promise<unknown>>();
const logged: [LogEvent, LogFields | undefined][] = [];
let page: FakeContents;
let trusted: FakeContents | undefined;

beforeEach(() => {
  ipcMain.handlers.clear();
  logged.length = 0;
  run.mockReset().mockResolvedValue('done');
  page = new BrowserWindow({}).webContents;
  trusted = page;
  const handlers = Object.fromEntries(
    Object.entries(contract).map(([group, names]) => [
      group,
      Object.fromEntries(
        Object.keys(names).map((name) => [name, (...args: unknown[]) => run(`${group}.${name}`, ...args)]),
      ),
    ]),
  ) as unknown as ApiHandlers;
  registerHandlers(handlers, {
    trusted: () => trusted as unknown as Electron.WebContents | undefined,
    log: (event, fields) => logged.push([event, fields]),
  });
});
afterEach(() => vi.restoreAllMocks());

const mainFrame = { origin: 'app://airaccount', parent: null, url: 'app://airaccount/index.html' };

function invoke(channel: string, args: unknown[], event: object = {}): Promise<Result<unknown>> {
  const handler = ipcMain.handlers.get(channel) as unknown as
    | ((event: object, ...args: unknown[]) => Promise<Result<unknown>>)
    | undefined;
  if (handler === undefined) throw new Error(`no handler for ${channel}`);
  return handler({ sender: page, senderFrame: mainFrame, ...event }, ...args);
}

it('handles exactly the calls of the contract, which are those the preload exposes', () => {
  const expected = calls.map(({ channel }) => channel).sort();
  expect([...ipcMain.handlers.keys()].sort()).toEqual(expected);
  const exposed = Object.entries(callNames).flatMap(([group, names]) =>
    Object.keys(names).map((name) => callChannel(group, name)),
  );
  expect(exposed.sort()).toEqual(expected);
});

it('refuses to start without a handler for every call', () => {
  ipcMain.handlers.clear();
  const none = { tee: {}, app: {} } as unknown as ApiHandlers;
  expect(() => registerHandlers(none, { trusted: () => undefined, log: () => undefined })).toThrow(
    'call:tee.status',
  );
});

const hostileSenders: [string, () => object][] = [
  ['another webContents', () => ({ sender: new FakeContents() })],
  ['a subframe', () => ({ senderFrame: { ...mainFrame, parent: mainFrame } })],
  ['a frame that is gone', () => ({ senderFrame: null })],
  ['another scheme', () => ({ senderFrame: { ...mainFrame, origin: 'https://airaccount' } })],
  ['another host', () => ({ senderFrame: { ...mainFrame, origin: 'app://airaccount.example' } })],
  ['a host with a port', () => ({ senderFrame: { ...mainFrame, origin: 'app://airaccount:80' } })],
  ['a longer host', () => ({ senderFrame: { ...mainFrame, origin: 'app://airaccountx' } })],
  ['an opaque origin', () => ({ senderFrame: { ...mainFrame, origin: 'null' } })],
  ['a file', () => ({ senderFrame: { ...mainFrame, origin: 'file://' } })],
  ['no origin', () => ({ senderFrame: { ...mainFrame, origin: '' } })],
];

describe.each(calls)('$channel', ({ channel, group, name, args }) => {
  it('runs for our own page', async () => {
    await expect(invoke(channel, args)).resolves.toEqual({ ok: true, value: 'done' });
    expect(run).toHaveBeenCalledOnce();
    expect(run.mock.calls[0]?.[0]).toBe(`${group}.${name}`);
  });

  it.each(hostileSenders)('refuses %s', async (_, event) => {
    await expect(invoke(channel, args, event())).resolves.toEqual({
      ok: false,
      error: { code: 'ACCESS_DENIED', origin: 'API' },
    });
    expect(run).not.toHaveBeenCalled();
    expect(logged).toEqual([['ipc-sender-refused', { name: channel }]]);
  });

  it('refuses our own page when its window is gone', async () => {
    trusted = undefined;
    await expect(invoke(channel, args)).resolves.toMatchObject({ error: { code: 'ACCESS_DENIED' } });
    expect(run).not.toHaveBeenCalled();
  });

  it('refuses a second argument', async () => {
    const padded = args.length === 0 ? [undefined, 1] : [...args, 1];
    await expect(invoke(channel, padded)).resolves.toEqual({
      ok: false,
      error: { code: 'BAD_PARAMETERS', origin: 'API', reason: 'malformed' },
    });
    expect(run).not.toHaveBeenCalled();
  });

  it('refuses whatever the contract does not say', async () => {
    const good = JSON.stringify(args[0]);
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true }),
        async (input) => {
          fc.pre(!(args.length === 0 && input === undefined));
          const result = await invoke(channel, [input]);
          expect(result).toMatchObject({ ok: false, error: { origin: 'API' } });
          expect(run).not.toHaveBeenCalled();
        },
      ),
      { numRuns: 60 },
    );
    // The same good input with one thing wrong with it.
    const mutations: unknown[] =
      args.length === 0
        ? [null, {}, 0, '', [], { __proto__: null }]
        : [
            { ...JSON.parse(good ?? '{}'), extra: 1 },
            JSON.parse(`{"__proto__":{},${good?.slice(1)}`),
            Object.fromEntries(Object.keys(args[0] as object).map((key) => [key, Number.NaN])),
            Object.fromEntries(Object.keys(args[0] as object).map((key) => [key, [good]])),
            [args[0]],
            good,
            {},
          ];
    for (const input of mutations) {
      const result = await invoke(channel, [input]);
      expect([input, result]).toMatchObject([input, { ok: false, error: { code: 'BAD_PARAMETERS' } }]);
    }
    expect(run).not.toHaveBeenCalled();
  });

  it('passes a TeeError on as plain data of the closed lists', async () => {
    run.mockRejectedValue(new TeeError('TARGET_DEAD', 'tee-stopped', 'COMMS'));
    const result = await invoke(channel, args);
    expect(result).toEqual({
      ok: false,
      error: { code: 'TARGET_DEAD', origin: 'COMMS', reason: 'tee-stopped' },
    });
    if (!result.ok) expect(failureSchema.safeParse(result.error).success).toBe(true);
  });

  it('turns anything else thrown into GENERIC, and logs neither message nor stack', async () => {
    run.mockRejectedValue(new RangeError('the key is 0123456789abcdef0123456789abcdef'));
    await expect(invoke(channel, args)).resolves.toEqual({
      ok: false,
      error: { code: 'GENERIC', origin: 'API', reason: 'internal' },
    });
    expect(logged[0]?.[1]).toMatchObject({ name: channel, code: 'GENERIC', errorName: 'RangeError' });
    expect(JSON.stringify(logged)).not.toMatch(/0123456789abcdef|the key/);
  });
});

it('says that an envelope is too large when it is', async () => {
  const envelope = 'x'.repeat(2 * MAX_ENVELOPE_BYTES + 1);
  await expect(invoke('call:tee.invoke', [{ envelope }])).resolves.toEqual({
    ok: false,
    error: { code: 'EXCESS_DATA', origin: 'API', reason: 'too-large' },
  });
  expect(run).not.toHaveBeenCalled();
});

it('says that a text is too large to be saved when it is', async () => {
  const text = 'x'.repeat(MAX_SAVED_BYTES + 1);
  const file = { suggestedName: 'a.csv', mimeType: 'text/csv', text };
  await expect(invoke('call:app.saveFile', [file])).resolves.toMatchObject({
    error: { code: 'EXCESS_DATA', reason: 'too-large' },
  });
  expect(run).not.toHaveBeenCalled();
});

it.each([
  '../a.csv',
  'a/b.csv',
  'a\\b.csv',
  '/etc/passwd',
  'C:\\a.csv',
  'a:b.csv',
  '..',
  '.hidden.csv',
  'a.csv.',
  'a.csv ',
  ' a.csv',
  '',
  'a\u0000.csv',
  'a\n.csv',
  'invoice\u202evsc.exe',
  'a?.csv',
  'a|b.csv',
  `${'a'.repeat(101)}`,
])('lets no page suggest %j for a file', async (suggestedName) => {
  const file = { suggestedName, mimeType: 'text/csv', text: '' };
  await expect(invoke('call:app.saveFile', [file])).resolves.toMatchObject({
    error: { code: 'BAD_PARAMETERS', reason: 'malformed' },
  });
  expect(run).not.toHaveBeenCalled();
});

it.each(['text/html', 'text/csv; charset=utf-8', 'application/octet-stream'])(
  'lets no page save %s',
  async (mimeType) => {
    const file = { suggestedName: 'a.csv', mimeType, text: '' };
    await expect(invoke('call:app.saveFile', [file])).resolves.toMatchObject({
      error: { code: 'BAD_PARAMETERS' },
    });
  },
);

it.each(['EN', 'zh', 'zh-cn', 'fr', '__proto__', ''])('knows no language %j', async (language) => {
  await expect(invoke('call:app.setLanguage', [{ language }])).resolves.toMatchObject({
    error: { code: 'BAD_PARAMETERS' },
  });
  expect(run).not.toHaveBeenCalled();
});

it('parses bytes before the handler sees them', async () => {
  await invoke('call:tee.attest', [{ clientNonce: 'A'.repeat(43) }]);
  expect(run).toHaveBeenCalledWith('tee.attest', { clientNonce: new Uint8Array(32) });
});
