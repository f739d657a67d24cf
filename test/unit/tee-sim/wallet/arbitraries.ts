// Generated keys, addresses and transactions, with the edges over-represented.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { signAuthorization } from '../../../../tee-sim/wallet/authorization.ts';
import type { Transaction } from '../../../../tee-sim/wallet/transaction.ts';
import { bytesToAddress, uintToBytes } from '../../../../tee-sim/wallet/uint.ts';
import { keyOf } from './oracles.ts';

const uint = (bits: number, max = (1n << BigInt(bits)) - 1n) =>
  fc.oneof(
    fc.bigInt({ min: 0n, max: 300n }),
    fc.bigInt({ min: 0n, max }),
    fc.bigInt({ min: max - 300n, max }),
  );
export const uint256 = uint(256);
export const uint128 = uint(128);
export const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
export const address = fc.oneof(bytes(20), fc.constant(new Uint8Array(20))).map(bytesToAddress);
export const privateKey = fc
  .bigInt({ min: 1n, max: secp256k1.Point.Fn.ORDER - 1n })
  .map((value) => uintToBytes(value, 32));
export const chainId = fc.oneof(
  fc.constantFrom(1, 10, 137, 8453, 31337, 4_503_599_627_370_476),
  fc.integer({ min: 1, max: 2 ** 31 }),
);
const data = fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ maxLength: 400 }));
const nonce = uint(64, (1n << 64n) - 2n);

const common = { chainId, nonce, gasLimit: uint(64), valueWei: uint256, data };
const accessList = fc.array(fc.record({ address, storageKeys: fc.array(bytes(32), { maxLength: 3 }) }), {
  maxLength: 3,
});
const fees = fc.tuple(uint256, uint256).map(([a, b]) => ({
  maxFeePerGasWei: a > b ? a : b,
  maxPriorityFeePerGasWei: a > b ? b : a,
}));
const target = fc.option(address, { nil: null });

export const simpleTransaction: fc.Arbitrary<Transaction> = fc.oneof(
  fc.record({ type: fc.constant('legacy' as const), ...common, to: target, gasPriceWei: uint256 }),
  fc.record({
    type: fc.constant('eip2930' as const),
    ...common,
    to: target,
    gasPriceWei: uint256,
    accessList,
  }),
  fc
    .tuple(fc.record({ type: fc.constant('eip1559' as const), ...common, to: target, accessList }), fees)
    .map(([transaction, fee]) => ({ ...transaction, ...fee })),
);

export const setCodeTransaction: fc.Arbitrary<Transaction> = fc
  .tuple(
    fc.record({ type: fc.constant('eip7702' as const), ...common, to: address, accessList }),
    fees,
    fc.array(fc.record({ address, nonce, key: privateKey }), { minLength: 1, maxLength: 2 }),
  )
  .map(([transaction, fee, list]) => ({
    ...transaction,
    ...fee,
    authorizationList: list.map(({ key, ...rest }) =>
      signAuthorization({ chainId: transaction.chainId, ...rest }, keyOf(key)),
    ),
  }));

/** One EIP-7702 in seven: signing its authorizations is slow. */
export const transaction = fc.oneof(
  { weight: 6, arbitrary: simpleTransaction },
  { weight: 1, arbitrary: setCodeTransaction },
);
