// Electron's `ipcMain`: handlers for the page's invokes, one per channel.
import type { HostEvent } from './host-event.ts';

type Handler = (event: never, ...args: unknown[]) => unknown;

const handlers = new Map<string, Handler>();

export const ipcMain = {
  handle(channel: string, listener: Handler): void {
    if (handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    handlers.set(channel, listener);
  },
};

/** Runs a channel's handler; what it throws reaches the page as Electron words it. */
export async function dispatchInvoke(
  event: HostEvent,
  channel: string,
  args: readonly unknown[],
): Promise<unknown> {
  try {
    const handler = handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return await handler(event as never, ...args);
  } catch (error) {
    throw new Error(`Error invoking remote method '${channel}': ${String(error)}`);
  }
}
