// The local socket over which programs of this user reach the TEE: sealed requests in, signed answers out.
// Whether it serves any is the TEE's policy (networkSecurity.localClients); main only carries and measures.
import { chmod } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { prepareAddress } from './local-address.ts';
import { type LocalService, serveConnection } from './local-connection.ts';
import { describeError } from './log-entry.ts';

/** More at once are turned away, so that the window always has its place in the TEE's queue. */
export const MAX_CONNECTIONS = 16;

export interface LocalClients {
  /** Ends every connection and takes the socket away. Never rejects. */
  close(): Promise<void>;
}

/** Without it the app works, but for itself only: a failure is logged and stops nothing. */
export async function serveLocalClients(address: string, service: LocalService): Promise<LocalClients> {
  const { log } = service;
  const open = new Set<Socket>();
  let channels = 0;
  const server = createServer((socket) => {
    channels += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    void serveConnection(socket, `local-${channels}`, service);
  });
  server.maxConnections = MAX_CONNECTIONS;
  try {
    await prepareAddress(address);
    await listen(server, address);
    log('local-clients-ready');
  } catch (error) {
    log('local-clients-off', describeError(error));
  }
  return {
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function listen(server: Server, address: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  // The folder already keeps others out; the socket says so itself too.
  if (process.platform !== 'win32') await chmod(address, 0o600);
}
