// Thousands of generated transactions through viem and ethers: the same bytes, the same signature, the same sender.
import { ethers } from 'ethers';
import fc from 'fast-check';
import { serializeTransaction } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { hashAuthorization } from 'viem/utils';
import { expect, it } from 'vitest';
import { addressOfKey } from '../../../../tee-sim/wallet/account-key.ts';
import {
  authorityOf,
  authorizationHash,
  signAuthorization,
} from '../../../../tee-sim/wallet/authorization.ts';
import type { Transaction } from '../../../../tee-sim/wallet/transaction.ts';
import {
  parseSigned,
  parseUnsigned,
  serializeUnsigned,
  signingHash,
  signTransaction,
} from '../../../../tee-sim/wallet/transaction-codec.ts';
import { address, chainId, privateKey, transaction } from './arbitraries.ts';
import { at, forEthers, forViem, hex, keyOf } from './oracles.ts';

/** Elliptic curves in three libraries: slow on a busy machine. */
const PATIENCE_MS = 300_000;
/** Of what signs: a signature costs as much as a hundred serializations, and finds less. */
const SIGNATURES = 150;

/** What either library can hold: its nonces are numbers, its fees within 256 bits together. */
function asked(generated: Transaction): Transaction {
  const small = { ...generated, nonce: generated.nonce & 0xffff_ffffn };
  if (small.type !== 'eip7702') return small;
  return { ...small, authorizationList: small.authorizationList.filter(({ nonce }) => nonce < 2n ** 53n) };
}
const askable = transaction
  .map(asked)
  .filter((each) => each.type !== 'eip7702' || each.authorizationList.length > 0);

it(
  'serializes and signs as viem does',
  async () => {
    fc.assert(
      fc.property(askable, (unsigned) => {
        expect(hex(serializeUnsigned(unsigned))).toBe(serializeTransaction(forViem(unsigned)));
      }),
      { numRuns: 1000 },
    );
    await fc.assert(
      fc.asyncProperty(askable, privateKey, async (unsigned, key) => {
        const signed = signTransaction(unsigned, keyOf(key));
        expect(hex(signed.raw)).toBe(await privateKeyToAccount(hex(key)).signTransaction(forViem(unsigned)));
        expect(signed.sender).toBe(addressOfKey(key));
      }),
      { numRuns: SIGNATURES },
    );
  },
  PATIENCE_MS,
);

it(
  'serializes as ethers does, which recovers the sender',
  () => {
    fc.assert(
      fc.property(askable, (unsigned) => {
        const asEthers = forEthers(unsigned);
        expect(hex(serializeUnsigned(unsigned))).toBe(asEthers.unsignedSerialized);
        expect(hex(signingHash(unsigned))).toBe(asEthers.unsignedHash);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(askable, privateKey, (unsigned, key) => {
        const asEthers = forEthers(unsigned);
        const signed = signTransaction(unsigned, keyOf(key));
        const read = ethers.Transaction.from(hex(signed.raw));
        expect(read.from).toBe(addressOfKey(key));
        expect(read.hash).toBe(hex(signed.hash));
        asEthers.signature = read.signature;
        expect(hex(signed.raw)).toBe(asEthers.serialized);
      }),
      { numRuns: SIGNATURES },
    );
  },
  PATIENCE_MS,
);

it(
  'parses back what it wrote, signed or not',
  () => {
    fc.assert(
      fc.property(transaction, (unsigned) => {
        expect(parseUnsigned(serializeUnsigned(unsigned))).toEqual(unsigned);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(transaction, privateKey, (unsigned, key) => {
        const { raw, ...signed } = signTransaction(unsigned, keyOf(key));
        expect(signed.transaction).toEqual(unsigned);
        expect(parseSigned(raw)).toEqual(signed);
      }),
      { numRuns: SIGNATURES },
    );
  },
  PATIENCE_MS,
);

it(
  'hashes and signs EIP-7702 authorizations as both do',
  async () => {
    const authorization = fc.record({ chainId, address, nonce: fc.bigInt({ min: 0n, max: 2n ** 53n - 1n }) });
    await fc.assert(
      fc.asyncProperty(authorization, privateKey, async (input, key) => {
        const asViem = { chainId: input.chainId, address: at(input.address), nonce: Number(input.nonce) };
        expect(hex(authorizationHash(input))).toBe(hashAuthorization(asViem));
        expect(hex(authorizationHash(input))).toBe(ethers.hashAuthorization(input));
        const signed = signAuthorization(input, keyOf(key));
        expect(authorityOf(signed)).toBe(addressOfKey(key));
        const expected = await privateKeyToAccount(hex(key)).signAuthorization(asViem);
        expect(signed.signature).toEqual({
          yParity: expected.yParity,
          r: BigInt(expected.r),
          s: BigInt(expected.s),
        });
      }),
      { numRuns: SIGNATURES },
    );
  },
  PATIENCE_MS,
);
