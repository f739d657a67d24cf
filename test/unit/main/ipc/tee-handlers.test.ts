import { describe, expect, it, vi } from 'vitest';
import { createTeeHandlers, forwardTeeStatus } from '../../../../main/ipc/tee-handlers.ts';
import type { TeeDriver } from '../../../../main/tee-driver.ts';
import { contract, events, type TeeStatus } from '../../../../preload/contract.ts';
import { FakeContents } from '../electron-double.ts';

vi.mock('electron', () => import('../electron-double.ts'));

const signed = { payload: '{}', signature: 'A'.repeat(86) };

function doubleOfDriver() {
  let listener: ((status: TeeStatus) => void) | undefined;
  return {
    status: { state: 'ready', starts: 1 } as TeeStatus,
    attest: vi.fn(async () => signed),
    invoke: vi.fn(async () => signed),
    restart: vi.fn(async () => undefined),
    exportFiles: vi.fn(async () => ['head']),
    onStatus: (given: (status: TeeStatus) => void) => {
      listener = given;
      return () => true;
    },
    say: (status: TeeStatus) => listener?.(status),
  };
}

describe('tee handlers', () => {
  const driver = doubleOfDriver();
  const proof = { certificate: 'A'.repeat(87), signature: 'A'.repeat(86) };
  const identity = { prove: vi.fn(async () => proof) };
  const handlers = createTeeHandlers(driver as unknown as TeeDriver, identity, '/user-data');

  it('pass the envelope on as it is, with what only main knows', async () => {
    await expect(handlers.invoke({ envelope: 'sealed' })).resolves.toEqual(signed);
    const context = { channelId: 'main-window', addresses: expect.any(Array), idleSeconds: 0 };
    expect(driver.invoke).toHaveBeenCalledExactlyOnceWith('sealed', context);
  });

  it("sign with the client's key what the page may name, and nothing else", async () => {
    const [bootId, challenge, secretDigest] = [new Uint8Array(16), new Uint8Array(32), new Uint8Array(32)];
    const request = { bootId, challenge, login: 'LOGIN_APPLICATION', secretDigest } as const;
    await expect(handlers.proveClient(request)).resolves.toEqual(proof);
    expect(identity.prove).toHaveBeenCalledExactlyOnceWith(request);
  });

  it('pass the nonce on and answer status and restart', async () => {
    const clientNonce = new Uint8Array(32);
    await expect(handlers.attest({ clientNonce })).resolves.toEqual(signed);
    expect(driver.attest).toHaveBeenCalledWith(clientNonce);
    await expect(handlers.status()).resolves.toEqual({ state: 'ready', starts: 1 });
    await expect(handlers.restart()).resolves.toBeUndefined();
    expect(driver.restart).toHaveBeenCalledOnce();
  });

  it('export into a new folder of the user data, which the page does not choose', async () => {
    const result = await handlers.exportFiles();
    expect(result.folder).toMatch(/^\/user-data[\\/]tee-export-[\dTZ-]+$/);
    expect(result.files).toEqual(['head']);
    expect(driver.exportFiles).toHaveBeenCalledWith(result.folder);
    expect(contract.tee.exportFiles.output.safeParse(result).success).toBe(true);
  });
});

describe('forwardTeeStatus', () => {
  it('sends each change to the page, and nothing when there is none', () => {
    const driver = doubleOfDriver();
    const page = new FakeContents();
    let current: FakeContents | undefined = page;
    forwardTeeStatus(driver as unknown as TeeDriver, () => current as unknown as Electron.WebContents);
    driver.say({ state: 'starting' });
    current = undefined;
    driver.say({ state: 'ready', starts: 1 });
    expect(page.sent).toEqual([['event:teeStatus', { state: 'starting' }]]);
    expect(events.teeStatus.safeParse(page.sent[0]?.[1]).success).toBe(true);
  });
});
