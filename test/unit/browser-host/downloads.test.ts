import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const host = vi.hoisted(() => ({ folder: '', cleanups: [] as (() => void)[] }));
vi.mock('../../../browser-host/app.ts', () => ({
  hostFolder: () => host.folder,
  onExit: (cleanup: () => void) => host.cleanups.push(cleanup),
}));

let downloads: typeof import('../../../browser-host/downloads.ts');
let server: Server;
let origin: string;

beforeEach(async () => {
  vi.resetModules();
  host.folder = mkdtempSync(path.join(tmpdir(), 'airaccount-downloads-'));
  host.cleanups.length = 0;
  downloads = await import('../../../browser-host/downloads.ts');
  server = createServer(async (request, response) => {
    if (!(await downloads.sendDownload(request.url ?? '', response))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  vi.useRealTimers();
  server.close();
  rmSync(host.folder, { recursive: true, force: true });
});

const saved = (): string => path.join(host.folder, 'saved');

/** Written by the app, and offered. */
async function offered(name: string, text: string): Promise<{ file: string; address: string }> {
  const written = Promise.withResolvers<string>();
  const file = downloads.expectDownload(name, written.resolve);
  writeFileSync(file, text);
  return { file, address: await written.promise };
}

describe('a file that the app saves', () => {
  it.each([
    ['活动 1.csv', '活动 1.csv'],
    ['../../outside.csv', 'outside.csv'],
    ['/etc/passwd', 'passwd'],
    ['..', 'file'],
    ['.', 'file'],
    ['', 'file'],
    ['.bashrc', 'bashrc'],
    ['a\\b:c*.csv. ', 'a_b_c_.csv'],
    ['x\r\nSet-Cookie: a\u0000', 'x__Set-Cookie_ a_'],
  ])('suggested as %j lies as %j in a folder of its own, for its user only', (suggested, name) => {
    const file = downloads.expectDownload(suggested, () => undefined);
    expect(path.basename(file)).toBe(name);
    expect(path.dirname(path.dirname(file))).toBe(saved());
    if (process.platform === 'win32') return;
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  it('is given once, whole, under its name in UTF-8, and is gone then', async () => {
    const { file, address } = await offered("it's (1) 密.csv", 'é');
    const answer = await fetch(origin + address);
    expect(await answer.text()).toBe('é');
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    const name = 'it%27s%20%281%29%20%E5%AF%86.csv';
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${name}`);
    expect((await fetch(origin + address)).status).toBe(404);
    await expect.poll(() => existsSync(path.dirname(file))).toBe(false);
  });

  it.each(['/.host/download/', '/.host/download/__proto__', '/.host/download/..%2f..%2fetc'])(
    'is not found at %s',
    async (target) => {
      await offered('a.csv', 'x');
      expect((await fetch(origin + target)).status).toBe(404);
    },
  );

  it('is not offered before it stands still, nor when it is never written', async () => {
    vi.useFakeTimers();
    const onWritten = vi.fn();
    const file = downloads.expectDownload('a.csv', onWritten);
    vi.advanceTimersByTime(1_000);
    for (let piece = 1; piece < 5; piece += 1) {
      writeFileSync(file, 'x'.repeat(piece));
      vi.advanceTimersByTime(100);
      expect(onWritten).not.toHaveBeenCalled();
    }
    vi.advanceTimersByTime(100);
    expect(onWritten).toHaveBeenCalledOnce();
    const never = downloads.expectDownload('b.csv', onWritten);
    vi.advanceTimersByTime(61_000);
    expect(onWritten).toHaveBeenCalledOnce();
    expect(existsSync(path.dirname(never))).toBe(false);
    // Nobody came for the first one meanwhile.
    expect(existsSync(file)).toBe(false);
  });

  it('is gone when the host exits, or at the next start of one that was killed', async () => {
    mkdirSync(path.join(saved(), 'file-left'), { recursive: true });
    await offered('a.csv', 'x');
    expect(readdirSync(saved())).toHaveLength(1);
    await offered('b.csv', 'x');
    expect(readdirSync(saved())).toHaveLength(2);
    expect(host.cleanups).toHaveLength(1);
    host.cleanups[0]?.();
    expect(existsSync(saved())).toBe(false);
  });
});
