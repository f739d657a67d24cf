// The examples of GB/T 32918.5-2017, with the standard's own k, on both engines.
import { describe, expect, it } from 'vitest';
import { bytesToHex, concatBytes, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { bothEngines, fixedRandom, fromHex, nobleEngine } from '../../../helpers/engines.ts';

const PRIVATE_KEY = fromHex('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8');
const PUBLIC_KEY = fromHex(
  '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
);
const K = fromHex('59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21');

// Annex A.2: signature.
const SIGNED = utf8ToBytes('message digest');
const SIGNATURE = fromHex(
  'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
);

// Annex C.2: encryption.
const PLAINTEXT = utf8ToBytes('encryption standard');
const C1 = fromHex(
  '0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0',
);
const C3 = fromHex('59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766');
const C2 = fromHex('21886ca989ca9c7d58087307ca93092d651efa');

describe.each(bothEngines)('GB/T 32918.5 on the %s engine', (_name, engine) => {
  it('knows the public key', () => {
    expect(bytesToHex(engine.sm2PublicKey(PRIVATE_KEY))).toBe(bytesToHex(PUBLIC_KEY));
  });

  it('signs with the standard’s k', () => {
    expect(bytesToHex(engine.sm2Sign(PRIVATE_KEY, SIGNED, fixedRandom(K)))).toBe(bytesToHex(SIGNATURE));
  });

  it('verifies the standard’s signature', () => {
    expect(engine.sm2Verify(PUBLIC_KEY, SIGNED, SIGNATURE)).toBe(true);
  });

  it('decrypts the standard’s ciphertext', () => {
    expect(engine.sm2Decrypt(PRIVATE_KEY, concatBytes(C1, C3, C2))).toEqual(PLAINTEXT);
  });
});

describe('GB/T 32918.5 on the noble engine', () => {
  it('encrypts with the standard’s k (the reference library takes none)', () => {
    const ciphertext = nobleEngine.sm2Encrypt(PUBLIC_KEY, PLAINTEXT, fixedRandom(K));
    expect(bytesToHex(ciphertext)).toBe(bytesToHex(concatBytes(C1, C3, C2)));
  });
});
