// Which files of vectors are used, and why the others are not. A file that nobody has judged yet fails.
import { expect, it } from 'vitest';
import { describeVectors, listVectors } from '../helpers/vectors.ts';

/** The suite that reads the file, or why none does. */
const JUDGED: Readonly<Record<string, string>> = {
  'gm/derived_sm2_invalid_curve.json': 'sm2',
  'gm/emmansun_sm2.json': 'sm2, but for ASN.1 envelopes and RFC 6979 nonces, which we do not have',
  'gm/emmansun_sm3.json': 'sm3',
  'gm/emmansun_sm3_kdf_x963.json': 'sm2',
  'gm/emmansun_sm4_ctr.json': 'sm4',
  'gm/emmansun_sm4_gcm.json': 'sm4, the counter mode inside; not the tag, as we have no GCM',
  'gm/gmssl_hkdf_sm3.json': 'sm3',
  'gm/gmssl_pbkdf2_hmac_sm3.json': 'sm3, as many HMACs in a row; PBKDF2 itself is nothing of ours',
  'gm/gmssl_sm3.json': 'sm3',
  'gm/gmssl_sm4_block.json': 'sm4',
  'gm/gmssl_sm4_cbc.json': 'sm4',
  'gm/gmssl_sm4_ctr.json': 'sm4',
  'gm/openssl_evpciph_sm4.json': 'sm4, but for OFB, CFB, CCM and XTS, which we do not have',
  'gm/openssl_evpmac_sm3.json': 'sm3',
  'gm/openssl_evpmd_sm3.json': 'sm3',
  'gm/openssl_evppkey_sm2.json': 'sm2: decryption; its signatures are over bare digests and must be refused',
  'gm/openssl_sm2_internal_kat.json': 'sm2, on the standard’s own curve with SM3',
  'gm/optee_xtest_sm2_sm3_sm4.json': 'sm2, sm3, sm4; not key exchange, which we do not have',
  'gm/tongsuo_sm2_extra.json': 'sm2',
  'wycheproof/ecdsa_secp256k1_sha256_p1363_test.json': 'secp256k1',
  'wycheproof/hmac_sm3_test.json': 'sm3',
  'wycheproof/sm4_gcm_test.json': 'sm4, the counter mode inside, where the IV has 12 bytes; not the tag',
};

describeVectors('files of vectors', () => {
  it.each(['gm', 'wycheproof'])('in %s are all judged', (folder) => {
    const judged = Object.keys(JUDGED).filter((file) => file.startsWith(`${folder}/`));
    expect(listVectors(folder).sort()).toEqual(judged.sort());
  });
});
