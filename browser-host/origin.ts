// The name and port under which the page lives. Random, but kept for the installation: the page's own
// storage (the pinned device identity) belongs to its origin and must still be there at the next start.
import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface HostOrigin {
  /** `<26 random characters>.localhost`: cookies ignore ports, so the name must not be shared or guessed. */
  readonly name: string;
  readonly port: number;
}

const NAME = /^[a-z0-9]{26}\.localhost$/;
/** Below the ephemeral ranges of all platforms, so that outgoing connections never sit on the port. */
const PORTS = { first: 20_000, end: 32_000 } as const;

export function originFile(folder: string): string {
  return path.join(folder, 'origin.json');
}

/**
 * Calls `listen` with the installation's origin. Only a new one may still move to another port.
 * @throws what `listen` throws, EADDRINUSE among it
 */
export async function listenAtOrigin(
  folder: string,
  listen: (origin: HostOrigin) => Promise<void>,
): Promise<void> {
  const file = originFile(folder);
  const known = readOrigin(file);
  if (known !== undefined) return listen(known);
  const origin = await listenAnew(listen, 5);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(origin), { mode: 0o600 });
}

async function listenAnew(
  listen: (origin: HostOrigin) => Promise<void>,
  attempts: number,
): Promise<HostOrigin> {
  const origin: HostOrigin = { name: `${randomName()}.localhost`, port: randomInt(PORTS.first, PORTS.end) };
  try {
    await listen(origin);
    return origin;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempts <= 1) throw error;
    return listenAnew(listen, attempts - 1);
  }
}

function readOrigin(file: string): HostOrigin | undefined {
  try {
    const { name, port } = JSON.parse(readFileSync(file, 'utf8')) as Partial<HostOrigin>;
    const usable = typeof name === 'string' && NAME.test(name) && Number.isInteger(port);
    return usable && port !== undefined && port >= PORTS.first && port < PORTS.end
      ? { name, port }
      : undefined;
  } catch {
    return undefined;
  }
}

/** 128 bits in base 36, padded. */
function randomName(): string {
  return BigInt(`0x${randomBytes(16).toString('hex')}`)
    .toString(36)
    .padStart(26, '0');
}
