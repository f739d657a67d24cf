// Exposes `window.airaccount`: one named function per call of the contract, one subscription per event.
// No logic, no generic invoke, and nothing of Electron reaches the page.
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { callChannel, callNames, eventChannel, eventNames } from './channels.ts';
import type { Bridge } from './contract.ts';

type AnyFunction = (argument?: unknown) => unknown;

/** One function for each own name; the channel is fixed here and never comes from the page. */
function functionsFor(names: object, make: (name: string) => AnyFunction): Record<string, AnyFunction> {
  return Object.fromEntries(Object.keys(names).map((name) => [name, make(name)]));
}

const calls = Object.fromEntries(
  Object.entries(callNames).map(([group, names]) => [
    group,
    functionsFor(names, (name) => {
      const channel = callChannel(group, name);
      return (input) => ipcRenderer.invoke(channel, input);
    }),
  ]),
);

const on = functionsFor(eventNames, (name) => {
  const channel = eventChannel(name);
  return (listener) => {
    if (typeof listener !== 'function') throw new TypeError('listener');
    // The event object holds `sender`, through which a page could send anything anywhere.
    const withoutEvent = (_event: IpcRendererEvent, payload: unknown): void => listener(payload);
    ipcRenderer.on(channel, withoutEvent);
    return () => {
      ipcRenderer.removeListener(channel, withoutEvent);
    };
  };
});

// Built from the contract's names, so that its type is the one the contract gives.
const bridge = { ...calls, on } as unknown as Bridge;

contextBridge.exposeInMainWorld('airaccount', bridge);
