// The contract's `tee` calls: sealed bytes to and from the driver, its status, and the export of its files.
import { join } from 'node:path';
import type { WebContents } from 'electron';
import { eventChannel } from '../../preload/channels.ts';
import type { ApiHandlers } from '../../preload/contract.ts';
import type { ClientIdentity } from '../client-identity.ts';
import { driverContext } from '../driver-context.ts';
import type { TeeDriver } from '../tee-driver.ts';

export function createTeeHandlers(
  driver: TeeDriver,
  identity: ClientIdentity,
  userDataDir: string,
): ApiHandlers['tee'] {
  return {
    status: async () => driver.status,
    attest: ({ clientNonce }) => driver.attest(clientNonce),
    invoke: ({ envelope }) => driver.invoke(envelope, driverContext()),
    proveClient: (request) => identity.prove(request),
    restart: async () => {
      await driver.restart();
      return undefined;
    },
    exportFiles: async () => {
      const folder = join(userDataDir, `tee-export-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
      return { folder, files: await driver.exportFiles(folder) };
    },
  };
}

/** Tells the page each change; it asks for the status itself when it starts. */
export function forwardTeeStatus(driver: TeeDriver, page: () => WebContents | undefined): void {
  driver.onStatus((status) => page()?.send(eventChannel('teeStatus'), status));
}
