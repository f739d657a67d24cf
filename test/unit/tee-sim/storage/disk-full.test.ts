import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { SecureStorage } from '../../../../tee-sim/storage/storage.ts';
import {
  appendRows,
  freshFolder,
  logEntry,
  logId,
  openAt,
  openWithHandle,
  refusal,
  text,
} from './storage-fixture.ts';

const FULL = 'STORAGE_NO_SPACE disk-full';

/** Large rows until storage refuses one; gives how many were acknowledged. */
function writeUntilFull(storage: SecureStorage): number {
  const large = 'x'.repeat(20_000);
  for (let written = 0; written < 1_000; written += 1) {
    const answer = refusalOf(() =>
      storage.write((tx) => {
        tx.put('feature_history', 'latest', 'u', new Uint8Array(3_000).fill(written));
        return { log: logEntry(large, large), value: 0 };
      }),
    );
    if (answer === undefined) continue;
    expect(answer).toBe(FULL);
    return written;
  }
  throw new Error('never full');
}

function refusalOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return refusal(() => {
      throw error;
    });
  }
}

describe('a database that may not grow', () => {
  it('refuses the write with nothing left of it, reads on, and writes again once it may', () => {
    const dataDir = freshFolder();
    const { storage, db } = openWithHandle(dataDir);
    try {
      db.pragma('max_page_count = 60');
      const written = writeUntilFull(storage);
      expect(written).toBeGreaterThan(2);
      expect(storage.listLogs({ limit: 1 }).total).toBe(written);
      expect(storage.get('feature_history', 'latest')?.[0]).toBe(written - 1);
      expect(storage.verifyChain(logId(1), 999)).toEqual({ verified: written, total: written });
      db.pragma('max_page_count = 4000');
      appendRows(storage, 2);
      expect(text(storage.getLog(logId(written + 2)).features)).toBe(`features ${written + 2}`);
    } finally {
      storage.close();
    }
    const again = openAt(dataDir);
    expect(again.adoptedRows).toBe(0);
    const { total } = again.listLogs({ limit: 1 });
    expect(again.verifyChain(logId(1), 999)).toEqual({ verified: total, total });
  });
});

const mountPoint = mkdtempSync(join(tmpdir(), 'airaccount-mount-'));
const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', mountPoint]);
const mounted = mount.status === 0;
if (!mounted)
  console.warn('disk-full: no file system could be mounted here; the test on a real one is skipped');
afterAll(() => {
  if (mounted) spawnSync('umount', [mountPoint]);
  rmSync(mountPoint, { recursive: true });
});

describe('a real file system without space', () => {
  it.skipIf(!mounted)('loses nothing that was acknowledged, and works again once there is space', () => {
    const dataDir = join(mountPoint, 'tee');
    const ballast = join(mountPoint, 'ballast');
    writeFileSync(ballast, new Uint8Array(6_000_000));
    const storage = openAt(dataDir);
    let acknowledged = 0;
    for (let round = 0; round < 3; round += 1) {
      acknowledged += writeUntilFull(storage);
      // A row whose head did not fit is there although its answer was an error; never more than that one.
      const { total } = storage.listLogs({ limit: 1 });
      expect(total - acknowledged === 0 || total - acknowledged === 1).toBe(true);
      acknowledged = total;
      expect(storage.verifyChain(logId(1), 999)).toEqual({ verified: total, total });
      if (round < 2) writeFileSync(ballast, new Uint8Array(5_700_000 - 200_000 * round));
    }
    storage.close();
    expect(refusal(() => openAt(join(mountPoint, 'second')))).toBe(FULL);
    rmSync(ballast);
    const again = openAt(dataDir);
    expect(again.listLogs({ limit: 1 }).total).toBe(acknowledged);
    expect(again.verifyChain(logId(1), 999)).toEqual({ verified: acknowledged, total: acknowledged });
    appendRows(again, 1);
    again.close();
  });
});
