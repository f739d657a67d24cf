import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { callChannel, callNames, eventChannel, eventNames } from '../../../preload/channels.ts';
import { type Bridge, contract, events } from '../../../preload/contract.ts';

type Listener = (...args: unknown[]) => void;

const electron = vi.hoisted(() => ({
  contextBridge: { exposeInMainWorld: vi.fn() },
  ipcRenderer: { invoke: vi.fn(), on: vi.fn(), removeListener: vi.fn(), send: vi.fn() },
}));
vi.mock('electron', () => electron);

const { ipcRenderer, contextBridge } = electron;
let bridge: Bridge;

beforeEach(async () => {
  vi.resetModules();
  vi.clearAllMocks();
  ipcRenderer.invoke.mockResolvedValue({ ok: true, value: 'answer' });
  await import('../../../preload/index.ts');
  bridge = contextBridge.exposeInMainWorld.mock.calls[0]?.[1] as Bridge;
});

const calls = Object.entries(contract).flatMap(([group, names]) =>
  Object.keys(names).map((name) => [group, name] as const),
);

describe('the names', () => {
  it('are those of the contract', () => {
    const named = Object.entries(callNames).flatMap(([group, names]) =>
      Object.keys(names).map((name) => [group, name]),
    );
    expect(named).toEqual(calls);
    expect(Object.keys(eventNames)).toEqual(Object.keys(events));
  });

  it('are all that the preload imports: no schema library comes with them', async () => {
    for (const file of ['index.ts', 'channels.ts']) {
      const source = await readFile(resolve('preload', file), 'utf8');
      const values = [...source.matchAll(/^import (?!type).* from '(.*)';$/gm)].map((match) => match[1]);
      expect(values).toEqual(file === 'index.ts' ? ['electron', './channels.ts'] : []);
    }
  });
});

describe('window.airaccount', () => {
  it('is the one thing exposed, with exactly the calls and events of the contract', () => {
    expect(contextBridge.exposeInMainWorld).toHaveBeenCalledOnce();
    expect(contextBridge.exposeInMainWorld.mock.calls[0]?.[0]).toBe('airaccount');
    expect(Object.keys(bridge).sort()).toEqual([...Object.keys(contract), 'on'].sort());
    expect(Object.keys(bridge.on)).toEqual(Object.keys(events));
  });

  it.each(calls)('%s.%s calls its own channel with one argument', async (group, name) => {
    const functions = (bridge as unknown as Record<string, Record<string, (...args: unknown[]) => unknown>>)[
      group
    ];
    expect(Object.keys(functions ?? {})).toEqual(Object.keys(contract[group as keyof typeof contract]));
    await expect(functions?.[name]?.({ a: 1 }, 'call:app.info')).resolves.toEqual({
      ok: true,
      value: 'answer',
    });
    expect(ipcRenderer.invoke).toHaveBeenCalledExactlyOnceWith(callChannel(group, name), { a: 1 });
  });

  it.each(Object.keys(events))('on.%s passes the payload, never the event, until unsubscribed', (name) => {
    const heard: unknown[][] = [];
    const unsubscribe = bridge.on[name as keyof Bridge['on']]((...args: unknown[]) => heard.push(args));
    const [channel, listener] = ipcRenderer.on.mock.calls[0] as [string, Listener];
    expect(channel).toBe(eventChannel(name));
    listener({ sender: 'everything' }, { state: 'starting' }, 'more');
    expect(heard).toEqual([[{ state: 'starting' }]]);
    expect(unsubscribe()).toBeUndefined();
    expect(ipcRenderer.removeListener).toHaveBeenCalledExactlyOnceWith(channel, listener);
  });

  it.each([undefined, null, 'alert(1)', {}])('on.teeStatus refuses %j for a listener', (listener) => {
    expect(() => bridge.on.teeStatus(listener as never)).toThrow(TypeError);
    expect(ipcRenderer.on).not.toHaveBeenCalled();
  });
});
