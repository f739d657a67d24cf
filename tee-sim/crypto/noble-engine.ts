// The default engine: keys are arrays that can be wiped, and secrets meet no branch, index, string or bigint.
// The arithmetic is our own for that reason (and several times faster); @noble/curves checks every point first.
import type { CryptoEngine } from './engine.ts';
import { sm2Decrypt, sm2Encrypt } from './sm2-encryption.ts';
import { sm2Group } from './sm2-group.ts';
import { assertPrivateKey, randomPrivateKey } from './sm2-parameters.ts';
import { sm2Sign, sm2Verify } from './sm2-signature.ts';
import { sm3 } from './sm3.ts';
import { sm4 } from './sm4.ts';

export const nobleEngine: CryptoEngine = {
  name: 'noble',
  sm3,
  sm4,
  sm2GenerateKeyPair(random) {
    const privateKey = randomPrivateKey(random);
    return { privateKey, publicKey: sm2Group.multiplyBase(privateKey) };
  },
  sm2PublicKey(privateKey) {
    assertPrivateKey(privateKey);
    return sm2Group.multiplyBase(privateKey);
  },
  sm2Sign,
  sm2Verify,
  sm2Encrypt,
  sm2Decrypt,
};
