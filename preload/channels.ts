// The contract's names as plain data, without its schemas: all that the preload needs, so that no
// validation library is loaded beside the page. The compiler keeps them in step with the contract.
import type { Contract, events } from './contract.ts';

export const callNames = {
  tee: {
    status: true,
    attest: true,
    invoke: true,
    proveClient: true,
    restart: true,
    exportFiles: true,
  },
  app: { info: true, openExternal: true, setLanguage: true, saveFile: true, protectContent: true },
  networks: {
    list: true,
    save: true,
    remove: true,
    check: true,
    balances: true,
    tokenInfo: true,
    fees: true,
    reserveNonce: true,
    releaseNonce: true,
    estimateGas: true,
    simulate: true,
    broadcast: true,
    transactions: true,
    refresh: true,
    sendAgain: true,
    discard: true,
    replacementFees: true,
    estimateUserOperation: true,
    sendUserOperation: true,
    cancel: true,
  },
} as const satisfies { readonly [G in keyof Contract]: { readonly [C in keyof Contract[G]]: true } };

export const eventNames = {
  teeStatus: true,
  systemLocked: true,
  menuAction: true,
  networkUpdate: true,
} as const satisfies {
  readonly [E in keyof typeof events]: true;
};

/** The ipcMain channel of a call. */
export function callChannel(group: string, name: string): string {
  return `call:${group}.${name}`;
}

/** The channel of an event. */
export function eventChannel(name: string): string {
  return `event:${name}`;
}
