// Somebody who can read and write every file of the TEE's folder, and knows its format, but not DB_MASTER_KEY: what
// they put in a file's place while it is being opened, and how they would undo an erasure; on both record suites.
import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import {
  appendRows,
  copyFolder,
  edit,
  erase,
  logId,
  openAt,
  refusal,
} from '../unit/tee-sim/storage/storage-fixture.ts';
import { OLD, ROLLED_BACK, ROWS, twoDatabases, withAttached } from './storage-databases.ts';

describe.each([1, 2] as const)('suite %i', (suite) => {
  let folder: string;
  const databases = twoDatabases(suite);
  const { makeFolder } = databases;
  const open = (where = folder) => databases.open(where);
  const bootAnswer = (where = folder) => databases.bootAnswer(where);

  beforeEach(() => {
    folder = makeFolder();
  });

  describe('exchanging the file between judging and opening it', () => {
    /** Opens with a rename in the very middle of judging, which goes on with the file that it holds. */
    function openExchanging(evil: string): string {
      const path = join(folder, 'airaccount.db');
      let exchanged = false;
      const sm3: typeof nobleEngine.sm3 = (...parts) => {
        // The index of the log is there only while the file is being read.
        if (!exchanged && existsSync(`${path}-shm`)) {
          exchanged = true;
          renameSync(join(evil, 'airaccount.db'), path);
        }
        return nobleEngine.sm3(...parts);
      };
      const answer = refusal(() => openAt(folder, { suite, engine: { ...nobleEngine, sm3 } }));
      expect(exchanged).toBe(true);
      return answer;
    }

    it('for one with a trigger of its own', () => {
      const evil = copyFolder(folder);
      edit(evil, (db) =>
        db.exec(`CREATE TRIGGER erase AFTER INSERT ON risk_logs BEGIN DELETE FROM feature_keys; END`),
      );
      expect(openExchanging(evil)).toBe('CORRUPT_OBJECT damaged-database');
    });

    it('for an older one, and for one that went on elsewhere', () => {
      const older = copyFolder(folder);
      const storage = open();
      appendRows(storage, 1);
      storage.close();
      const newer = copyFolder(folder);
      const further = open(newer);
      appendRows(further, 1);
      further.close();
      const forked = copyFolder(older);
      const fork = open(forked);
      appendRows(fork, 1);
      fork.close();
      const ours = copyFolder(folder);
      for (const evil of [older, newer, forked]) {
        expect(openExchanging(evil)).toBe(ROLLED_BACK);
        copyFileSync(join(ours, 'airaccount.db'), join(folder, 'airaccount.db'));
      }
      expect(open().listLogs({ limit: 1 }).total).toBe(ROWS + 1);
    });
  });

  describe('undoing an erasure', () => {
    it('by putting the key back', () => {
      const older = copyFolder(folder);
      const storage = open();
      erase(storage, logId(OLD));
      storage.close();
      withAttached(folder, older, (db) =>
        db.exec(`INSERT OR REPLACE INTO feature_keys SELECT * FROM other.feature_keys WHERE log_id = ${OLD}`),
      );
      const again = open();
      expect(again.getLog(logId(OLD)).features).toBeUndefined();
      expect(again.verifyChain(logId(1), 999).brokenAt).toBe(OLD);
    });

    it('by taking away the record of it', () => {
      const storage = open();
      erase(storage, logId(OLD));
      storage.close();
      edit(folder, (db) => db.exec('DELETE FROM feature_erasures'));
      expect(bootAnswer()).toBe(ROLLED_BACK);
    });
  });
});
