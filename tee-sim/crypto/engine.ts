// The one small interface behind which both GM engines stand: bytes in, bytes out, nothing else.

/** Returns `length` fresh random bytes. Product code passes WebCrypto's `getRandomValues`. */
export type RandomBytes = (length: number) => Uint8Array;

/** An SM4 key schedule (GB/T 32907-2016 §7.3) for one 16-byte key. */
export interface Sm4Cipher {
  /** Encrypts whole 16-byte blocks in place. */
  encryptBlocks(blocks: Uint8Array): void;
  /** Decrypts whole 16-byte blocks in place. */
  decryptBlocks(blocks: Uint8Array): void;
  /** Zeroes the schedule; the cipher answers BAD_STATE afterwards. */
  destroy(): void;
}

export type EngineName = 'noble' | 'sm-crypto';

/** SM2 private key: 32 bytes, 1 ≤ d ≤ n−2. SM2 public key: 65 bytes, 04 ‖ x ‖ y, on the curve. */
export interface CryptoEngine {
  readonly name: EngineName;

  /** GB/T 32905-2016. Any length in, 32 bytes out. */
  sm3(...parts: readonly Uint8Array[]): Uint8Array;

  /** GB/T 32907-2016. @throws BAD_PARAMETERS unless `key` is 16 bytes */
  sm4(key: Uint8Array): Sm4Cipher;

  /** A key pair from rejection-sampled randomness. The caller zeroes `privateKey`. */
  sm2GenerateKeyPair(random: RandomBytes): { privateKey: Uint8Array; publicKey: Uint8Array };

  /** [d]G. @throws BAD_PARAMETERS when d is out of range */
  sm2PublicKey(privateKey: Uint8Array): Uint8Array;

  /**
   * GB/T 32918.2-2016 §6.1 over SM3(Z ‖ message), user id "1234567812345678".
   * 64 bytes r ‖ s. @throws BAD_PARAMETERS
   */
  sm2Sign(privateKey: Uint8Array, message: Uint8Array, random: RandomBytes): Uint8Array;

  /**
   * GB/T 32918.2-2016 §7.1. Accepts exactly 64 bytes with r and s in [1, n−1] and r + s ≠ 0 mod n;
   * anything else, and any key that is not a point of the curve, is simply `false`.
   */
  sm2Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;

  /**
   * GB/T 32918.4-2016 §6.1: C1 (65 bytes, 04 ‖ x ‖ y) ‖ C3 (32) ‖ C2 (as long as `plaintext`, ≥ 1 byte).
   * The reference engine ignores `random`: its library takes none. @throws BAD_PARAMETERS
   */
  sm2Encrypt(publicKey: Uint8Array, plaintext: Uint8Array, random: RandomBytes): Uint8Array;

  /**
   * GB/T 32918.4-2016 §7.1. C1 is checked to be on the curve before any multiplication.
   * The caller zeroes the result. @throws SECURITY (one and the same) for whatever does not open
   */
  sm2Decrypt(privateKey: Uint8Array, ciphertext: Uint8Array): Uint8Array;
}
