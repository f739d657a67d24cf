// A process of its own that uses a storage folder: `hold`, `write` without end, or `try` to open. Forked by tests.
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { toTeeFailure } from '../../../../tee-sim/protocol/codes.ts';
import { openStorage } from '../../../../tee-sim/storage/open.ts';

const [mode, dataDir = '', masterKeyHex = ''] = process.argv.slice(2);
const masterKey = Buffer.from(masterKeyHex, 'hex');

try {
  const storage = openStorage({ dataDir, masterKey, engine: nobleEngine, suite: 2, random: randomBytes });
  console.log('opened');
  if (mode === 'try') storage.close();
  // Held by reference: an unreachable database would be closed by the garbage collector.
  if (mode === 'hold') setInterval(() => storage.lastLogAtMs, 1_000);
  if (mode === 'write') {
    for (let n = 1; ; n += 1) {
      const id = storage.write((tx) => {
        tx.put('operations', `operation ${n % 7}`, 'u', utf8ToBytes(`${n}`));
        const record = utf8ToBytes(`record ${tx.logId}`);
        return {
          log: { userId: 'u', kind: 'assessment', atMs: n, record, features: record },
          value: tx.logId,
        };
      });
      console.log(`${id}`);
    }
  }
} catch (error) {
  const { code, reason } = toTeeFailure(error);
  console.log(`refused ${code} ${reason}`);
}
