// The reference engine over sm-crypto: for QA, benches and as the differential oracle of the tests.
// Never the default: its library keeps keys in strings, runs in time that depends on them, and draws
// encryption's randomness from a generator of its own.
import smCrypto from 'sm-crypto';
import { bytesToHex, concatBytes, equalBytes, hexToBytes, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import type { CryptoEngine, Sm4Cipher } from './engine.ts';
import {
  assertPrivateKey,
  isCanonicalPoint,
  parseSignature,
  randomPrivateKey,
  randomScalar,
} from './sm2-parameters.ts';

const BLOCK_BYTES = 16;
const C1_C3_BYTES = 97;
const C1C3C2 = 1;

const { sm2, sm3, sm4 } = smCrypto;
type LibraryInteger = ReturnType<typeof sm2.getPoint>['k'];

export const smCryptoEngine: CryptoEngine = {
  name: 'sm-crypto',

  sm3: (...parts) => hexToBytes(sm3(concatBytes(...parts))),

  sm4(key): Sm4Cipher {
    if (key.length !== BLOCK_BYTES) throw new TeeError('BAD_PARAMETERS');
    const ownKey = key.slice();
    let destroyed = false;
    const run = (operation: (typeof sm4)['encrypt'], blocks: Uint8Array): void => {
      if (destroyed) throw new TeeError('BAD_STATE');
      if (blocks.length % BLOCK_BYTES !== 0) throw new TeeError('BAD_PARAMETERS');
      if (blocks.length > 0) blocks.set(operation(blocks, ownKey, { padding: 'none', output: 'array' }));
    };
    return {
      encryptBlocks: (blocks) => run(sm4.encrypt, blocks),
      decryptBlocks: (blocks) => run(sm4.decrypt, blocks),
      destroy() {
        destroyed = true;
        wipe(ownKey);
      },
    };
  },

  /** The private key comes from `random`, not from the library's generator. */
  sm2GenerateKeyPair(random) {
    const privateKey = randomPrivateKey(random);
    return { privateKey, publicKey: this.sm2PublicKey(privateKey) };
  },

  sm2PublicKey: (privateKey) => hexToBytes(sm2.getPublicKeyFromPrivateKey(privateHex(privateKey))),

  /** k comes from `random`, handed over as the only entry of the library's pool of ready points. */
  sm2Sign(privateKey, message, random) {
    const key = privateHex(privateKey);
    const kBytes = randomScalar(random);
    const k = bytesToHex(kBytes);
    wipe(kBytes);
    const x1 = sm2.getPublicKeyFromPrivateKey(k).slice(2, 66);
    const pointPool = [{ k: libraryInteger(k), x1: libraryInteger(x1) }];
    return hexToBytes(sm2.doSignature(message, key, { hash: true, der: false, pointPool }));
  },

  sm2Verify(publicKey, message, signature) {
    if (parseSignature(signature) === undefined || !isPoint(publicKey)) return false;
    return sm2.doVerifySignature(message, bytesToHex(signature), bytesToHex(publicKey), {
      hash: true,
      der: false,
    });
  },

  sm2Encrypt(publicKey, plaintext) {
    if (!isPoint(publicKey) || plaintext.length === 0) throw new TeeError('BAD_PARAMETERS');
    for (;;) {
      const c1c3c2 = hexToBytes(sm2.doEncrypt(plaintext, bytesToHex(publicKey), C1C3C2));
      // The library forgets to draw again when the key stream is zero, as one in 256 is for a single byte.
      if (!equalBytes(c1c3c2.subarray(C1_C3_BYTES - 1), plaintext))
        return concatBytes(Uint8Array.of(4), c1c3c2);
    }
  },

  sm2Decrypt(privateKey, ciphertext) {
    const d = privateHex(privateKey);
    const c2 = ciphertext.subarray(C1_C3_BYTES);
    if (c2.length === 0 || !isPoint(ciphertext.subarray(0, 65))) throw new TeeError('SECURITY');
    const plaintext = Uint8Array.from(
      sm2.doDecrypt(bytesToHex(ciphertext.subarray(1)), d, C1C3C2, { output: 'array' }),
    );
    // The library answers a failure with an empty list (no plaintext of ours is empty) and takes a zero key stream.
    if (plaintext.length !== c2.length || equalBytes(plaintext, c2)) throw new TeeError('SECURITY');
    return plaintext;
  },
};

function privateHex(privateKey: Uint8Array): string {
  assertPrivateKey(privateKey);
  return bytesToHex(privateKey);
}

function isPoint(bytes: Uint8Array): boolean {
  return isCanonicalPoint(bytes) && sm2.verifyPublicKey(bytesToHex(bytes));
}

let integerClass: (new (text: string, radix: number) => LibraryInteger) | undefined;

/** The library's own integers; it exports their class only through the points that it makes. */
function libraryInteger(hex: string): LibraryInteger {
  integerClass ??= sm2.getPoint().k.constructor;
  return new integerClass(hex, 16);
}
