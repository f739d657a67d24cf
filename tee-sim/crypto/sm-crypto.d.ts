// The part of the untyped package sm-crypto 0.5.8 that the reference engine and the tests use.
// Byte arrays come back as plain arrays of numbers; keys, points and signatures are hex.

declare module 'sm-crypto' {
  /** The library's big integer (jsbn). */
  interface LibraryInteger {
    constructor: new (text: string, radix: number) => LibraryInteger;
  }

  /** k and the x coordinate of [k]G, ready for one signature. */
  interface ReadyPoint {
    k: LibraryInteger;
    x1: LibraryInteger;
  }

  interface SignatureOptions {
    hash?: boolean;
    der?: boolean;
    publicKey?: string;
    userId?: string;
    pointPool?: ReadyPoint[];
  }

  interface CipherOptions {
    padding?: 'none' | 'pkcs#5' | 'pkcs#7';
    mode?: string;
    iv?: ArrayLike<number> | string;
    output: 'array';
  }

  type Input = ArrayLike<number> | string;

  const library: {
    sm2: {
      generateKeyPairHex(): { privateKey: string; publicKey: string };
      getPublicKeyFromPrivateKey(privateKey: string): string;
      getPoint(): ReadyPoint;
      verifyPublicKey(publicKey: string): boolean;
      doSignature(message: Input, privateKey: string, options?: SignatureOptions): string;
      doVerifySignature(
        message: Input,
        signature: string,
        publicKey: string,
        options?: SignatureOptions,
      ): boolean;
      doEncrypt(message: Input, publicKey: string, cipherMode?: 0 | 1): string;
      doDecrypt(ciphertext: string, privateKey: string, mode: 0 | 1, options: { output: 'array' }): number[];
    };
    sm3(input: Input, options?: { mode?: string; key: Input }): string;
    sm4: {
      encrypt(input: ArrayLike<number>, key: Input, options: CipherOptions): number[];
      decrypt(input: ArrayLike<number>, key: Input, options: CipherOptions): number[];
    };
  };
  export = library;
}
