// Both engines as a table for `describe.each`, randomness that a test knows, and bytes from hex.

import type { CryptoEngine, RandomBytes } from '../../tee-sim/crypto/engine.ts';
import { engineByName } from '../../tee-sim/crypto/engines.ts';
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';

export const nobleEngine: CryptoEngine = engineByName('noble');
export const smCryptoEngine: CryptoEngine = engineByName('sm-crypto');

export const bothEngines: [CryptoEngine['name'], CryptoEngine][] = [
  ['noble', nobleEngine],
  ['sm-crypto', smCryptoEngine],
];

/** Every engine that may write, with every engine that may read. */
export const enginePairs: [string, CryptoEngine, CryptoEngine][] = bothEngines.flatMap(([from, writer]) =>
  bothEngines.map(([to, reader]): [string, CryptoEngine, CryptoEngine] => [
    `${from} to ${to}`,
    writer,
    reader,
  ]),
);

/** Hands out copies of `draws` in order, each of the length asked for, then fails. */
export function fixedRandom(...draws: readonly Uint8Array[]): RandomBytes {
  const left = [...draws];
  return (length) => {
    const next = left.shift();
    if (next?.length !== length) throw new Error('unexpected draw of randomness');
    return next.slice();
  };
}

/** Reproducible bytes, different for each seed; not random in any other sense. */
export function seededRandom(seed: string): RandomBytes {
  let counter = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += 32) {
      counter += 1;
      const block = nobleEngine.sm3(utf8ToBytes(`${seed} ${counter}`));
      bytes.set(block.subarray(0, length - offset), offset);
    }
    return bytes;
  };
}

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}
