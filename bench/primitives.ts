// Every primitive on both engines, alternating, so that their ratio holds on a busy machine too; what our own curve
// arithmetic gains over @noble/curves alone; and how far time depends on a private scalar (informative).
// Prints JSON. `--quick`: a fifth of the time.
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { sealAead } from '../tee-sim/crypto/aead.ts';
import { sm4Ctr } from '../tee-sim/crypto/ctr.ts';
import type { CryptoEngine, EngineName } from '../tee-sim/crypto/engine.ts';
import { engineByName } from '../tee-sim/crypto/engines.ts';
import { hkdfSm3 } from '../tee-sim/crypto/hkdf.ts';
import { hmacSm3 } from '../tee-sim/crypto/hmac.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import { toBytes32 } from '../tee-sim/crypto/scalars.ts';
import { sm2Group } from '../tee-sim/crypto/sm2-group.ts';
import { SM2_PARAMETERS } from '../tee-sim/crypto/sm2-parameters.ts';
import { race } from './shared/race.ts';
import { round } from './shared/statistics.ts';

const engines: Record<EngineName, CryptoEngine> = {
  noble: engineByName('noble'),
  'sm-crypto': engineByName('sm-crypto'),
};

const { privateKey, publicKey } = engines.noble.sm2GenerateKeyPair(randomBytes);
const message = randomBytes(1_024);
const sessionKey = randomBytes(16);
const iv = randomBytes(16);
const keys = { encKey: randomBytes(16), macKey: randomBytes(32) };
const large = randomBytes(65_536);
const signature = engines.noble.sm2Sign(privateKey, message, randomBytes);
const wrapped = engines.noble.sm2Encrypt(publicKey, sessionKey, randomBytes);

const primitives: Record<string, (engine: CryptoEngine) => unknown> = {
  'SM3, 32 B': (engine) => engine.sm3(iv, iv),
  'SM3, 64 KiB': (engine) => engine.sm3(large),
  'HMAC-SM3, 1 KiB': (engine) => hmacSm3(engine, keys.macKey, message),
  'HKDF-SM3, 32 B': (engine) => hkdfSm3(engine, sessionKey, iv, 'req-mac', 32),
  'SM4 key and one block': (engine) => engine.sm4(sessionKey).encryptBlocks(new Uint8Array(16)),
  'SM4-CTR, 1 KiB': (engine) => sm4Ctr(engine, keys.encKey, iv, message),
  'SM4-CTR, 64 KiB': (engine) => sm4Ctr(engine, keys.encKey, iv, large),
  'seal, 1 KiB': (engine) => sealAead(engine, keys, iv, message, iv),
  'SM2 key pair': (engine) => engine.sm2GenerateKeyPair(randomBytes),
  'SM2 sign': (engine) => engine.sm2Sign(privateKey, message, randomBytes),
  'SM2 verify': (engine) => engine.sm2Verify(publicKey, message, signature),
  'SM2 wrap, 16 B': (engine) => engine.sm2Encrypt(publicKey, sessionKey, randomBytes),
  'SM2 unwrap, 16 B': (engine) => engine.sm2Decrypt(privateKey, wrapped),
};

function comparePrimitives() {
  return Object.entries(primitives).map(([name, run]) => {
    console.error(name);
    const figures = race({
      noble: () => run(engines.noble),
      'sm-crypto': () => run(engines['sm-crypto']),
    });
    return { name, ...figures, ratio: round(figures['sm-crypto'].p50Us / figures.noble.p50Us) };
  });
}

/** Why the default engine multiplies points itself: the same products by @noble/curves, secret scalars and all. */
function compareMultiplications() {
  console.error('scalar multiplication');
  const Point = weierstrass<bigint>(SM2_PARAMETERS);
  const k = BigInt(`0x${Buffer.from(privateKey).toString('hex')}`);
  const point = Point.fromBytes(publicKey);
  const products: [string, () => unknown, () => unknown][] = [
    ['[k]G', () => sm2Group.multiplyBase(privateKey), () => Point.BASE.multiply(k).toBytes(false)],
    ['[k]P', () => sm2Group.multiplyPoint(privateKey, publicKey), () => point.multiply(k).toBytes(false)],
  ];
  return products.map(([name, ours, library]) => {
    const figures = race({ ours, '@noble/curves': library });
    return { name, ...figures, ratio: round(figures['@noble/curves'].p50Us / figures.ours.p50Us) };
  });
}

/** Unwrapping under private keys of very different digits. `spread`: slowest over fastest, 1 is constant time. */
function compareScalars() {
  console.error('time by private scalar');
  const scalars: Record<string, bigint> = {
    '2^16 + 1': 2n ** 16n + 1n,
    '2^255': 2n ** 255n,
    'every second bit': BigInt(`0x${'5'.repeat(64)}`),
    random: SM2_PARAMETERS.n / 3n,
  };
  return (['noble', 'sm-crypto'] as const).map((name) => {
    const engine = engines[name];
    const contenders = Object.entries(scalars).map(([scalar, d]) => {
      const key = toBytes32(d);
      const ciphertext = engine.sm2Encrypt(engine.sm2PublicKey(key), sessionKey, randomBytes);
      return [scalar, () => engine.sm2Decrypt(key, ciphertext)] as const;
    });
    const figures = race(Object.fromEntries(contenders));
    const times = Object.values(figures).map(({ p50Us }) => p50Us);
    return { engine: name, figures, spread: round(Math.max(...times) / Math.min(...times)) };
  });
}

const results = comparePrimitives();
const multiplication = compareMultiplications();
const timeByScalar = compareScalars();
console.log(
  JSON.stringify({ bench: 'primitives', baseline: 'sm-crypto', results, multiplication, timeByScalar }),
);
