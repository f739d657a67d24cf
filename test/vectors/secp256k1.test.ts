// Signatures on secp256k1 against Wycheproof's: what recovers the signer, and what recovers nobody or somebody else.
import { createHash } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { expect, it } from 'vitest';
import { SECP256K1 } from '../../tee-sim/crypto/secp256k1.ts';
import { recoverSigner } from '../../tee-sim/wallet/account-key.ts';
import { bytesToAddress, bytesToUint } from '../../tee-sim/wallet/uint.ts';
import { fromHex } from '../helpers/engines.ts';
import { describeVectors, readVectors } from '../helpers/vectors.ts';

interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly msg: string;
  readonly sig: string;
  readonly result: 'valid' | 'invalid';
}
interface Group {
  readonly publicKey: { readonly uncompressed: string };
  readonly tests: readonly Vector[];
}

const { n } = SECP256K1;
/** r of x₁ − n: Ethereum's one bit has no room for it, and 2⁻¹²⁷ of all signatures would need it. */
const REDUCED = [115, 247];

/** Whether one of the two points behind r is the signer's; s is taken the low way round first. */
function recovers({ msg, sig }: Vector, signer: string): boolean {
  const digest = createHash('sha256').update(fromHex(msg)).digest();
  const [r, stated] = [fromHex(sig).subarray(0, 32), fromHex(sig).subarray(32)].map(bytesToUint);
  if (r === undefined || stated === undefined) return false;
  const s = stated > n / 2n && stated < n ? n - stated : stated;
  return ([0, 1] as const).some((yParity) => {
    try {
      return recoverSigner(digest, { yParity, r, s }) === signer;
    } catch (error) {
      expect(error).toMatchObject({ code: 'BAD_FORMAT', reason: 'transaction-format' });
      return false;
    }
  });
}

describeVectors('Wycheproof ECDSA on secp256k1', () => {
  it('recovers the signer of what is valid, and of nothing else', () => {
    const file = 'wycheproof/ecdsa_secp256k1_sha256_p1363_test.json';
    const { testGroups } = readVectors<{ testGroups: readonly Group[] }>(file);
    const wrong: string[] = [];
    let seen = 0;
    for (const { publicKey, tests } of testGroups) {
      const signer = bytesToAddress(keccak_256(fromHex(publicKey.uncompressed).subarray(1)).subarray(12));
      for (const test of tests.filter(({ sig }) => sig.length === 128)) {
        seen += 1;
        const expected = test.result === 'valid' && !REDUCED.includes(test.tcId);
        if (recovers(test, signer) !== expected) wrong.push(`${test.tcId} ${test.comment}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(seen).toBeGreaterThan(200);
  });
});
