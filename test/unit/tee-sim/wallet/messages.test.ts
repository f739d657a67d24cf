// EIP-191 messages and ERC-4337 UserOperations, against viem (both) and ethers (messages).
import { ethers } from 'ethers';
import fc from 'fast-check';
import { hashMessage } from 'viem';
import {
  entryPoint07Address,
  entryPoint08Address,
  entryPoint09Address,
  getUserOperationHash,
  type UserOperation as ViemOperation,
} from 'viem/account-abstraction';
import { expect, it } from 'vitest';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { personalMessageHash, readableMessage } from '../../../../tee-sim/wallet/personal-message.ts';
import { parseAddress } from '../../../../tee-sim/wallet/uint.ts';
import {
  ENTRY_POINTS,
  isKnownEntryPoint,
  maxUserOperationFeeWei,
  type UserOperation,
  userOperationDigest,
  userOperationHash,
} from '../../../../tee-sim/wallet/user-operation.ts';
import { address, chainId, uint128, uint256 } from './arbitraries.ts';
import { at, hex } from './oracles.ts';
import { refusalOf, TOO_LARGE, USER_OPERATION_FORMAT } from './refusal.ts';

it('hashes messages as viem and ethers do', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
      const hash = hex(personalMessageHash(message));
      expect(hash).toBe(hashMessage({ raw: message }));
      expect(hash).toBe(ethers.hashMessage(message));
    }),
    { numRuns: 1000 },
  );
  expect(refusalOf(() => personalMessageHash(new Uint8Array(65_537)))).toBe(TOO_LARGE);
});

it('reads messages as text only where a person sees all of it', () => {
  expect(readableMessage(utf8ToBytes('Sign in to example.com\nNonce: 1'))).toContain('Sign in');
  expect(readableMessage(utf8ToBytes('登录 😀'))).toBe('登录 😀');
  expect(readableMessage(utf8ToBytes('a\tb\n'))).toBe('a\tb\n');
  const controls = ['pay 1\rpay 9', 'a\r\nb', 'a\bb', 'a\vb', 'a\fb', 'a\u007fb', 'a\u0085b', 'a\u0000b'];
  for (const hidden of [...controls, 'a\u202eb', 'a\u200bb', 'a\u2028b', '\u001b[2K', 'x'.repeat(32)]) {
    expect(readableMessage(utf8ToBytes(hidden))).toBeUndefined();
  }
  expect(readableMessage(Uint8Array.of(0xff))).toBeUndefined();
});

const data = fc.uint8Array({ maxLength: 80 });
const fees = fc.tuple(uint128, uint128).map(([a, b]) => ({
  maxFeePerGasWei: a > b ? a : b,
  maxPriorityFeePerGasWei: a > b ? b : a,
}));
const operation: fc.Arbitrary<UserOperation> = fc
  .tuple(
    fc.record({
      sender: address,
      nonce: uint256,
      callData: data,
      callGasLimit: uint128,
      verificationGasLimit: uint128,
      preVerificationGas: uint256,
    }),
    fees,
    fc.option(fc.record({ address, data })),
    fc.option(fc.record({ address, data, verificationGasLimit: uint128, postOpGasLimit: uint128 })),
  )
  .map(([base, fee, factory, paymaster]) => ({
    ...base,
    ...fee,
    ...(factory === null ? {} : { factory }),
    ...(paymaster === null ? {} : { paymaster }),
  }));

function forViem(ours: UserOperation): ViemOperation<'0.8'> {
  const { factory, paymaster } = ours;
  return {
    sender: at(ours.sender),
    nonce: ours.nonce,
    callData: hex(ours.callData),
    callGasLimit: ours.callGasLimit,
    verificationGasLimit: ours.verificationGasLimit,
    preVerificationGas: ours.preVerificationGas,
    maxFeePerGas: ours.maxFeePerGasWei,
    maxPriorityFeePerGas: ours.maxPriorityFeePerGasWei,
    signature: '0x',
    ...(factory === undefined ? {} : { factory: at(factory.address), factoryData: hex(factory.data) }),
    ...(paymaster === undefined
      ? {}
      : {
          paymaster: at(paymaster.address),
          paymasterData: hex(paymaster.data),
          paymasterVerificationGasLimit: paymaster.verificationGasLimit,
          paymasterPostOpGasLimit: paymaster.postOpGasLimit,
        }),
  };
}

it('hashes UserOperations as viem does, for v0.7, v0.8 and v0.9', () => {
  fc.assert(
    fc.property(
      operation,
      chainId,
      fc.constantFrom('0.7' as const, '0.8' as const, '0.9' as const),
      (ours, chain, version) => {
        const entryPoint = parseAddress(ENTRY_POINTS[version]);
        const hash = userOperationHash(ours, { chainId: chain, entryPoint, version });
        expect(hex(hash)).toBe(
          getUserOperationHash({
            chainId: chain,
            entryPointAddress: at(entryPoint),
            entryPointVersion: version,
            userOperation: forViem(ours),
          }),
        );
      },
    ),
    { numRuns: 2000 },
  );
});

it('hashes those of EIP-7702 accounts as viem does, from v0.8 on', () => {
  const entryPoint = parseAddress(ENTRY_POINTS['0.8']);
  fc.assert(
    fc.property(operation, address, data, chainId, ({ factory: _, ...ours }, delegate, initData, chain) => {
      const delegation = { address: delegate, data: initData };
      const target = { chainId: chain, entryPoint, version: '0.8' } as const;
      const authorization = {
        address: at(delegate),
        chainId: chain,
        nonce: 0,
        r: '0x',
        s: '0x',
        yParity: 0,
      } as const;
      const delegated = {
        ...forViem(ours),
        factory: '0x7702',
        factoryData: hex(initData),
        authorization,
      } as const;
      expect(hex(userOperationHash({ ...ours, delegation }, target))).toBe(
        getUserOperationHash({
          chainId: chain,
          entryPointAddress: at(entryPoint),
          entryPointVersion: '0.8',
          userOperation: delegated,
        }),
      );
    }),
    { numRuns: 300 },
  );
});

const PAYMASTER_MAGIC = ethers.getBytes(ethers.id('PaymasterSignature')).subarray(0, 8);
/** What a v0.9 paymaster appends: signature ‖ length in two bytes ‖ magic. */
const signedBy = (signature: Uint8Array, length = signature.length): Uint8Array =>
  Uint8Array.of(...signature, length >> 8, length & 0xff, ...PAYMASTER_MAGIC);

it('leaves a v0.9 paymaster’s own signature out of the hash, as viem does', () => {
  const entryPoint = parseAddress(ENTRY_POINTS['0.9']);
  const target = { chainId: 1, entryPoint, version: '0.9' } as const;
  const signature = fc.uint8Array({ minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(operation, address, data, signature, (ours, paymasterAddress, paymasterData, signed) => {
      const gas = { verificationGasLimit: 5n, postOpGasLimit: 6n };
      const bare = { ...ours, paymaster: { address: paymasterAddress, ...gas, data: paymasterData } };
      const whole = Uint8Array.of(...paymasterData, ...signedBy(signed));
      const paid = { ...bare, paymaster: { ...bare.paymaster, data: whole } };
      const hash = hex(userOperationHash(paid, target));
      const viem = { ...forViem(bare), paymasterSignature: hex(signed) } as ViemOperation<'0.9'>;
      expect(hash).toBe(
        getUserOperationHash({
          chainId: 1,
          entryPointAddress: at(entryPoint),
          entryPointVersion: '0.9',
          userOperation: viem,
        }),
      );
      // Before v0.9 the same bytes are nothing but data.
      const older = { ...target, entryPoint: parseAddress(ENTRY_POINTS['0.8']), version: '0.8' } as const;
      expect(hex(userOperationHash(paid, older))).toBe(
        getUserOperationHash({
          chainId: 1,
          entryPointAddress: at(older.entryPoint),
          entryPointVersion: '0.8',
          userOperation: forViem(paid),
        }),
      );
    }),
    { numRuns: 300 },
  );
});

const ZERO = parseAddress(`0x${'00'.repeat(20)}`);
const SMALL: UserOperation = {
  sender: ZERO,
  nonce: 0n,
  callData: new Uint8Array(0),
  callGasLimit: 1n,
  verificationGasLimit: 2n,
  preVerificationGas: 4n,
  maxFeePerGasWei: 10n,
  maxPriorityFeePerGasWei: 1n,
};
const TARGET = { chainId: 1, entryPoint: parseAddress(ENTRY_POINTS['0.7']), version: '0.7' } as const;

it('knows the EntryPoints by version, and refuses one under the other’s', () => {
  expect(ENTRY_POINTS).toEqual({
    '0.7': entryPoint07Address,
    '0.8': entryPoint08Address,
    '0.9': entryPoint09Address,
  });
  expect(isKnownEntryPoint(TARGET)).toBe(true);
  expect(isKnownEntryPoint({ ...TARGET, entryPoint: ZERO })).toBe(false);
  expect(refusalOf(() => userOperationHash(SMALL, { ...TARGET, version: '0.8' }))).toBe(
    USER_OPERATION_FORMAT,
  );
  expect(refusalOf(() => userOperationHash(SMALL, { ...TARGET, entryPoint: ZERO }))).toBe('accepted');
});

it('refuses a paymaster’s signature longer than its data, and takes none for data', () => {
  const target = { chainId: 1, entryPoint: parseAddress(ENTRY_POINTS['0.9']), version: '0.9' } as const;
  const withData = (paymasterData: Uint8Array): UserOperation => ({
    ...SMALL,
    paymaster: { address: ZERO, verificationGasLimit: 0n, postOpGasLimit: 0n, data: paymasterData },
  });
  const one = Uint8Array.of(7);
  expect(refusalOf(() => userOperationHash(withData(signedBy(one)), target))).toBe('accepted');
  expect(refusalOf(() => userOperationHash(withData(signedBy(one, 2)), target))).toBe(USER_OPERATION_FORMAT);
  const hashes = [signedBy(new Uint8Array(0)), PAYMASTER_MAGIC, one].map((each) =>
    hex(userOperationHash(withData(each), target)),
  );
  const asData = [signedBy(new Uint8Array(0)), PAYMASTER_MAGIC, one].map((each) =>
    getUserOperationHash({
      chainId: 1,
      entryPointAddress: at(target.entryPoint),
      entryPointVersion: '0.9',
      userOperation: forViem(withData(each)),
    }),
  );
  expect(hashes).toEqual(asData);
});

it('signs EIP-191 over the hash for v0.7, the hash itself for v0.8', () => {
  const hash = userOperationHash(SMALL, TARGET);
  expect(hex(userOperationDigest(SMALL, TARGET))).toBe(hashMessage({ raw: hash }));
  const newer = { ...TARGET, entryPoint: parseAddress(ENTRY_POINTS['0.8']), version: '0.8' } as const;
  expect(userOperationDigest(SMALL, newer)).toEqual(userOperationHash(SMALL, newer));
});

it('counts all gas at the highest fee', () => {
  expect(maxUserOperationFeeWei(SMALL)).toBe(70n);
  const paymaster = { address: ZERO, verificationGasLimit: 8n, postOpGasLimit: 16n, data: new Uint8Array(0) };
  expect(maxUserOperationFeeWei({ ...SMALL, paymaster })).toBe(310n);
});

const EIP_7702_MARKER = parseAddress(`0x7702${'00'.repeat(18)}`);
it.each<[string, Partial<UserOperation>, string]>([
  ['gas of 2¹²⁸', { callGasLimit: 1n << 128n }, USER_OPERATION_FORMAT],
  ['a negative fee', { maxPriorityFeePerGasWei: -1n }, USER_OPERATION_FORMAT],
  ['a nonce of 2²⁵⁶', { nonce: 1n << 256n }, USER_OPERATION_FORMAT],
  ['a priority fee above the whole', { maxPriorityFeePerGasWei: 11n }, USER_OPERATION_FORMAT],
  [
    'EIP-7702’s marker as a factory',
    { factory: { address: EIP_7702_MARKER, data: new Uint8Array(0) } },
    USER_OPERATION_FORMAT,
  ],
  [
    'a delegation before v0.8',
    { delegation: { address: ZERO, data: new Uint8Array(0) } },
    USER_OPERATION_FORMAT,
  ],
  ['a flood', { callData: new Uint8Array(131_073) }, TOO_LARGE],
])('refuses %s', (_, change, refusal) => {
  expect(refusalOf(() => userOperationHash({ ...SMALL, ...change }, TARGET))).toBe(refusal);
});

it('refuses a factory beside a delegation', () => {
  const source = { address: ZERO, data: new Uint8Array(0) };
  const newer = { ...TARGET, entryPoint: parseAddress(ENTRY_POINTS['0.8']), version: '0.8' } as const;
  expect(refusalOf(() => userOperationHash({ ...SMALL, delegation: source }, newer))).toBe('accepted');
  const both = { ...SMALL, delegation: source, factory: source };
  expect(refusalOf(() => userOperationHash(both, newer))).toBe(USER_OPERATION_FORMAT);
});

it('refuses chain id 0', () => {
  expect(refusalOf(() => userOperationHash(SMALL, { ...TARGET, chainId: 0 }))).toBe(USER_OPERATION_FORMAT);
});
