// SM2 against every published vector that is on the standard's curve and over SM3, on both engines.
import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sm2KeyStream } from '../../tee-sim/crypto/sm2-encryption.ts';
import { bytesToHex, concatBytes, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../tee-sim/protocol/codes.ts';
import { rawCiphertext, rawSignature } from '../helpers/der.ts';
import { bothEngines, fixedRandom, fromHex, nobleEngine, seededRandom } from '../helpers/engines.ts';
import { describeVectors, readVectors } from '../helpers/vectors.ts';

const USER_ID = '1234567812345678';
const random = seededRandom('sm2 vectors');
const security = new TeeError('SECURITY');
const badParameters = new TeeError('BAD_PARAMETERS');

describeVectors('SM2 invalid-curve probes', () => {
  const { cases } = readVectors<{ cases: { name: string; ciphertext_c1c3c2: string }[] }>(
    'gm/derived_sm2_invalid_curve.json',
  );
  const keys = [1, 2, 3].map(() => nobleEngine.sm2GenerateKeyPair(random).privateKey);

  it.each(bothEngines)('are all refused by the %s engine, whatever the key', (_name, engine) => {
    expect(cases.length).toBeGreaterThanOrEqual(3);
    for (const { ciphertext_c1c3c2 } of cases) {
      for (const key of keys) {
        expect(() => engine.sm2Decrypt(key, fromHex(ciphertext_c1c3c2))).toThrow(security);
      }
    }
  });
});

interface Emmansun {
  op: string;
  comment?: string;
  priv?: string;
  pub?: string;
  uid?: string;
  message?: string;
  signature_asn1?: string;
  ciphertext_asn1?: string;
  plaintext?: string;
  input?: string;
  result?: string;
}

describeVectors('SM2 vectors of emmansun/gmsm', () => {
  const { cases } = readVectors<{ cases: Emmansun[] }>('gm/emmansun_sm2.json');
  const of = (op: string): Emmansun[] => cases.filter((vector) => vector.op === op);
  const someKey = nobleEngine.sm2GenerateKeyPair(random);

  it('hold operations that we know of only', () => {
    // Deterministic nonces and enveloped keys are nothing of ours; the descriptions of what verification must
    // reject have no bytes: unit tests of the traps build such signatures.
    const known = ['verify', 'decrypt', 'parse_public_key', 'parse_private_key'];
    const notOurs = ['sign_deterministic_rfc6979_hmac_sm3', 'verify_must_reject', 'parse_enveloped_key'];
    for (const { op } of cases) expect([...known, ...notOurs]).toContain(op);
  });

  describe.each(bothEngines)('on the %s engine', (_name, engine) => {
    it.each(of('verify'))('verify: $message', ({ pub, priv, uid, message, signature_asn1, result }) => {
      expect(uid).toBe(USER_ID);
      const publicKey = pub === undefined ? engine.sm2PublicKey(fromHex(priv ?? '')) : fromHex(pub);
      const signature = rawSignature(fromHex(signature_asn1 ?? ''));
      expect(engine.sm2Verify(publicKey, utf8ToBytes(message ?? ''), signature)).toBe(result === 'valid');
    });

    it.each(of('decrypt'))('decrypt: $comment', ({ priv, ciphertext_asn1, input, plaintext, result }) => {
      const key = priv === undefined ? someKey.privateKey : fromHex(priv);
      const ciphertext =
        ciphertext_asn1 === undefined ? fromHex(input ?? '') : rawCiphertext(fromHex(ciphertext_asn1));
      if (result === 'ok') expect(engine.sm2Decrypt(key, ciphertext)).toEqual(utf8ToBytes(plaintext ?? ''));
      else expect(() => engine.sm2Decrypt(key, ciphertext)).toThrow(security);
    });

    it.each(of('parse_public_key'))('public key: $comment', ({ input, result }) => {
      const encrypt = (): Uint8Array => engine.sm2Encrypt(fromHex(input ?? ''), Uint8Array.of(1), random);
      if (result === 'ok') expect(encrypt()).toHaveLength(98);
      else expect(encrypt).toThrow(badParameters);
    });

    it.each(of('parse_private_key'))('private key: $comment', ({ input, result }) => {
      const derive = (): Uint8Array => engine.sm2PublicKey(fromHex(input ?? ''));
      if (result === 'ok') expect(derive()).toHaveLength(65);
      else expect(derive).toThrow(badParameters);
    });
  });
});

describeVectors('SM2 key stream vectors', () => {
  const vectors = readVectors<{ name: string; z_utf8?: string; z_hex?: string; len: number; out: string }[]>(
    'gm/emmansun_sm3_kdf_x963.json',
  );

  it.each(vectors)('$name, $len bytes', ({ z_utf8, z_hex, len, out }) => {
    const z = z_utf8 === undefined ? fromHex(z_hex ?? '') : utf8ToBytes(z_utf8);
    expect(bytesToHex(sm2KeyStream(z, len))).toBe(out.toLowerCase());
  });
});

interface InternalKat {
  op: string;
  curve: string;
  digest?: string;
  uid?: string;
  priv: string;
  message: string;
  k: string;
  r?: string;
  s?: string;
  ciphertext_asn1?: string;
  expect?: string;
}

describeVectors('SM2 vectors of OpenSSL with a known k', () => {
  const vectors = readVectors<InternalKat[]>('gm/openssl_sm2_internal_kat.json').filter(
    ({ curve, expect: outcome }) => curve === 'sm2p256v1' && !outcome?.startsWith('fail'),
  );
  const signatures = vectors.filter(({ op, uid }) => op === 'sign' && uid === USER_ID);
  const encryptions = vectors.filter(({ op, digest }) => op === 'encrypt' && digest === 'sm3');

  it.each(bothEngines)('sign alike on the %s engine', (_name, engine) => {
    expect(signatures.length).toBeGreaterThanOrEqual(1);
    for (const { priv, message, k, r, s } of signatures) {
      const signature = engine.sm2Sign(fromHex(priv), utf8ToBytes(message), fixedRandom(fromHex(k)));
      expect(bytesToHex(signature)).toBe(`${r}${s}`.toLowerCase());
    }
  });

  it('encrypt alike on the noble engine', () => {
    expect(encryptions.length).toBeGreaterThanOrEqual(1);
    for (const { priv, message, k, ciphertext_asn1 } of encryptions) {
      const publicKey = nobleEngine.sm2PublicKey(fromHex(priv));
      const ciphertext = nobleEngine.sm2Encrypt(publicKey, utf8ToBytes(message), fixedRandom(fromHex(k)));
      expect(ciphertext).toEqual(rawCiphertext(fromHex(ciphertext_asn1 ?? '')));
    }
  });
});

interface EvpKey {
  Decrypt?: string;
  Verify?: string;
  Ctrl?: string;
  Input: string;
  Output?: string;
  Result?: string;
}

interface Tongsuo {
  private_key_pkcs8_pem: string;
  cases: { op: string; comment: string; input: string; output?: string; result: string }[];
}

describeVectors('SM2 vectors of OpenSSL and Tongsuo under one key', () => {
  const tongsuo = readVectors<Tongsuo>('gm/tongsuo_sm2_extra.json');
  const der = createPrivateKey(tongsuo.private_key_pkcs8_pem).export({ format: 'der', type: 'pkcs8' });
  const privateKey = Uint8Array.from(der.subarray(36, 68));
  const publicKey = nobleEngine.sm2PublicKey(privateKey);
  const openSsl = readVectors<EvpKey[]>('gm/openssl_evppkey_sm2.json');
  const sm3Only = openSsl.filter(({ Ctrl }) => Ctrl === undefined || Ctrl === 'digest:SM3');

  it('have the key that they say', () => {
    expect(bytesToHex(publicKey)).toBe(bytesToHex(der.subarray(-65)));
  });

  describe.each(bothEngines)('on the %s engine', (_name, engine) => {
    it('decrypt', () => {
      const decryptions = sm3Only.filter(
        ({ Decrypt, Output }) => Decrypt !== undefined && Output !== undefined,
      );
      expect(decryptions).toHaveLength(4);
      for (const { Input, Output } of decryptions) {
        const plaintext = engine.sm2Decrypt(privateKey, rawCiphertext(fromHex(Input)));
        expect(plaintext).toEqual(utf8ToBytes((Output ?? '').slice(1, -1)));
      }
    });

    it('refuse signatures over a bare digest', () => {
      const verifications = sm3Only.filter(
        ({ Verify, Result }) => Verify !== undefined && Result === undefined,
      );
      expect(verifications.length).toBeGreaterThanOrEqual(2);
      for (const { Input, Output } of verifications) {
        const signature = rawSignature(fromHex(Output ?? ''));
        expect(engine.sm2Verify(publicKey, fromHex(Input), signature)).toBe(false);
      }
    });

    it.each(tongsuo.cases)('$op: $comment', ({ input, output, result }) => {
      const decrypt = (): Uint8Array => engine.sm2Decrypt(privateKey, rawCiphertext(fromHex(input)));
      if (result === 'ok') expect(bytesToHex(decrypt())).toBe((output ?? '').toLowerCase());
      else expect(decrypt).toThrow(security);
    });
  });
});

describeVectors('SM2 vectors of OP-TEE', () => {
  const { arrays } = readVectors<{ arrays: Record<string, string> }>('gm/optee_xtest_sm2_sm3_sm4.json');
  const bytes = (name: string): Uint8Array => fromHex(arrays[name] ?? '');
  const publicKeyOf = (prefix: string): Uint8Array =>
    concatBytes(Uint8Array.of(4), bytes(`${prefix}_public_x`), bytes(`${prefix}_public_y`));

  it.each(bothEngines)('verify and decrypt on the %s engine', (_name, engine) => {
    const signed = 'gmt_003_part5_a2';
    expect(engine.sm2PublicKey(bytes(`${signed}_private`))).toEqual(publicKeyOf(signed));
    // OP-TEE takes Z ‖ M; ours computes Z itself.
    const message = bytes(`${signed}_ptx`).subarray(32);
    expect(engine.sm2Verify(publicKeyOf(signed), message, bytes(`${signed}_out`))).toBe(true);

    const sealed = 'gmt_0003_part5_c2_sm2_testvector';
    expect(engine.sm2PublicKey(bytes(`${sealed}_private`))).toEqual(publicKeyOf(sealed));
    // OP-TEE writes the older C1 ‖ C2 ‖ C3.
    const [theirs, c2End] = [bytes(`${sealed}_out`), 65 + bytes(`${sealed}_ptx`).length];
    const ciphertext = concatBytes(
      theirs.subarray(0, 65),
      theirs.subarray(c2End),
      theirs.subarray(65, c2End),
    );
    expect(engine.sm2Decrypt(bytes(`${sealed}_private`), ciphertext)).toEqual(bytes(`${sealed}_ptx`));
  });
});
