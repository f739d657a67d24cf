// Electron's `protocol`: the app's own scheme. The host serves what its handler answers over loopback.
import { isAppReady } from './app.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, Handler>();
const privileged = new Set<string>();
let registered = false;

export const protocol = {
  /** The host's page always has what these privileges ask for: http on loopback is standard and secure. */
  registerSchemesAsPrivileged(customSchemes: Electron.CustomScheme[]): void {
    if (isAppReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    if (registered) throw new Error('protocol.registerSchemesAsPrivileged can be called only once');
    registered = true;
    for (const { scheme } of customSchemes) privileged.add(scheme);
  },

  handle(scheme: string, handler: Handler): void {
    if (!isAppReady()) throw new Error('protocol.handle can only be called after app is ready');
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    handlers.set(scheme, handler);
  },
};

/** @throws Error for a scheme that the app does not handle, or whose pages Electron would give no storage */
export async function handleRequest(request: Request): Promise<Response> {
  const scheme = new URL(request.url).protocol.slice(0, -1);
  const handler = handlers.get(scheme);
  if (handler === undefined || !privileged.has(scheme)) throw new Error(`No handler for ${scheme}:`);
  return handler(request);
}
