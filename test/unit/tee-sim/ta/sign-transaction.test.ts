// Every kind of transaction end to end, judged by other tools: the sender that they recover, the hash that they compute.
import { ethers } from 'ethers';
import {
  hashMessage,
  keccak256,
  parseTransaction,
  recoverAddress,
  recoverTransactionAddress,
  type TransactionSerialized,
} from 'viem';
import { getUserOperationHash } from 'viem/account-abstraction';
import { privateKeyToAccount } from 'viem/accounts';
import { hashAuthorization, recoverAuthorizationAddress } from 'viem/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { toHex } from '../../../../tee-sim/wallet/uint.ts';
import { transferOf } from '../../../helpers/signing.ts';
import { JUNK_KEY } from '../../../helpers/wallets.ts';
import { refused } from './device.ts';
import {
  data,
  ENTRY_POINT,
  ENTRY_POINT_8,
  hex,
  OWN,
  OWN_SECOND,
  RECIPIENT,
  type Review,
  type Signed,
  SigningDevice,
  USDC,
  userOperation,
} from './signing-device.ts';

let device: SigningDevice;
beforeAll(() => {
  device = new SigningDevice();
});
afterAll(() => device.tee.dispose());

const common = { chainId: 1, nonce: '3', gasLimit: '21000', valueWei: '5', to: RECIPIENT, data: '0x' };
const accessList = [{ address: USDC, storageKeys: [`0x${'07'.repeat(32)}`] }];
const forms = {
  legacy: { type: 'legacy', ...common, gasPriceWei: '9' },
  eip2930: { type: 'eip2930', ...common, gasPriceWei: '9', accessList },
  eip1559: transferOf(RECIPIENT, '5', { accessList, maxFeePerGasWei: '9', maxPriorityFeePerGasWei: '2' }),
  creation: { ...transferOf(RECIPIENT, '0'), to: null, data: '0x6001' },
} as const;

const rawOf = ({ transaction }: Signed) => hex(toHex(transaction?.raw ?? new Uint8Array(0)));
const signatureOf = ({ signature }: Signed) => hex(toHex(signature));

/** What holds of every signature: the hash that was shown is signed, by the account that was shown, canonically. */
async function holds(review: Review, signed: Signed): Promise<void> {
  expect(keccak256(review.bytes, 'bytes')).toEqual(review.hash);
  expect(signed.hash).toEqual(review.hash);
  expect(signed.signer).toBe(review.account.address);
  const signature = signatureOf(signed);
  expect(await recoverAddress({ hash: hex(toHex(review.hash)), signature })).toBe(review.account.address);
  expect(ethers.recoverAddress(toHex(review.hash), signature)).toBe(review.account.address);
  expect(ethers.Signature.from(signature).isValid()).toBe(true);
}

describe('a transaction from a form', () => {
  it.each(Object.entries(forms))(
    'of type %s is sent by the account, says viem and says ethers',
    async (_name, form) => {
      const review = device.prepare('PREPARE_TRANSACTION', { transaction: form });
      const signed = device.signed(review);
      await holds(review, signed);
      const raw = rawOf(signed);
      const asEthers = ethers.Transaction.from(raw);
      expect(asEthers.from).toBe(OWN);
      expect(await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized })).toBe(
        OWN,
      );
      expect(toHex(signed.transaction?.hash ?? new Uint8Array(0))).toBe(keccak256(raw));
      expect(asEthers.unsignedSerialized).toBe(toHex(review.bytes));
      expect(asEthers.chainId).toBe(1n);
      expect(asEthers.to).toBe(form.to === null ? null : ethers.getAddress(form.to));
      expect(asEthers.value).toBe(BigInt(form.valueWei));
    },
  );

  it('of another account of the wallet is sent by that one', async () => {
    device.plain('DERIVE_ACCOUNTS', { walletId: device.walletId, count: 1 });
    const review = device.prepare('PREPARE_TRANSACTION', { account: 1, transaction: forms.eip1559 });
    expect(review.account).toEqual({ index: 1, address: OWN_SECOND });
    await holds(review, device.signed(review));
  });

  it('is signed the same twice', () => {
    const [one, two] = [1, 2].map(() => device.signed(device.transfer(RECIPIENT, '5')));
    expect(one?.signature).toEqual(two?.signature);
  });
});

describe('unsigned bytes', () => {
  const unsigned = (bytes: string) => ({ transaction: { unsigned: bytes } });

  it.each(Object.keys(forms) as (keyof typeof forms)[])('of a %s are what their form is', async (name) => {
    const form = device.prepare('PREPARE_TRANSACTION', { transaction: forms[name] });
    const pasted = device.prepare('PREPARE_TRANSACTION', unsigned(toHex(form.bytes)));
    expect(pasted.bytes).toEqual(form.bytes);
    expect(pasted.decoded).toEqual(form.decoded);
    await holds(pasted, device.signed(pasted));
  });

  it('of an EIP-7702 transaction hand over whose account they say', async () => {
    const authority = privateKeyToAccount(hex(`0x${'42'.repeat(32)}`));
    const authorization = await authority.signAuthorization({ chainId: 1, address: hex(USDC), nonce: 4 });
    const transaction = new ethers.Transaction();
    Object.assign(transaction, { type: 4, chainId: 1n, to: RECIPIENT, gasLimit: 90_000n, maxFeePerGas: 1n });
    transaction.maxPriorityFeePerGas = 1n;
    const { address, r, s, yParity } = authorization;
    transaction.authorizationList = [
      {
        address,
        chainId: 1n,
        nonce: 4n,
        signature: ethers.Signature.from({ r, s, yParity: yParity === 1 ? 1 : 0 }),
      },
    ];
    const review = device.prepare('PREPARE_TRANSACTION', unsigned(transaction.unsignedSerialized));
    expect(review).toMatchObject({ level: 'Maximum', grounds: ['unbounded'], spend: { unbounded: true } });
    expect(JSON.stringify(review.decoded, bigints)).toContain(authority.address);
    const signed = device.signed(review);
    await holds(review, signed);
    expect(ethers.Transaction.from(rawOf(signed)).from).toBe(OWN);
    expect(parseTransaction(rawOf(signed)).type).toBe('eip7702');
  });

  const plain = ethers.Transaction.from({
    type: 0,
    chainId: 1,
    gasPrice: 1,
    to: RECIPIENT,
  }).unsignedSerialized;
  const withoutChain = ethers.Transaction.from({ type: 0, gasPrice: 1, to: RECIPIENT }).unsignedSerialized;

  it.each([
    ['nothing of a transaction', '0x00', 'NOT_SUPPORTED unsupported-transaction-type'],
    ['a type that is none', '0x03c0', 'NOT_SUPPORTED unsupported-transaction-type'],
    // The nonce 0 is the empty text 0x80.
    ['zero as a byte', plain.replace(/^(0x..)80/, '$100'), 'BAD_FORMAT not-canonical'],
    ['no chain', withoutChain, 'BAD_PARAMETERS chain-id-missing'],
    ['bytes behind the end', `${plain}00`, 'BAD_FORMAT transaction-format'],
    ['bytes missing', plain.slice(0, -2), 'BAD_FORMAT transaction-format'],
    ['more than any transaction has', `0x02${'00'.repeat(200_000)}`, 'EXCESS_DATA too-large'],
  ])('with %s are refused, and nothing is kept', (_name, bytes, answer) => {
    const before = device.log('assessment').length;
    expect(refused(device.tryPrepare('PREPARE_TRANSACTION', unsigned(bytes)))).toBe(answer);
    expect(device.log('assessment').length).toBe(before);
  });

  it('that are signed already are refused', () => {
    const raw = rawOf(device.signed(device.transfer(RECIPIENT, '5')));
    const answer = device.tryPrepare('PREPARE_TRANSACTION', unsigned(raw));
    expect(answer).toMatchObject({ code: 'BAD_FORMAT', body: undefined });
  });
});

describe('what no form can say', () => {
  const form = { ...forms.eip1559 };
  it.each([
    ['no chain id', { ...form, chainId: undefined }],
    ['chain 0', { ...form, chainId: 0 }],
    ['a negative amount', { ...form, valueWei: '-1' }],
    ['a fraction', { ...form, valueWei: '1.5' }],
    ['an amount of 2^256', { ...form, valueWei: (1n << 256n).toString() }],
    ['a leading zero', { ...form, nonce: '01' }],
    ['a nonce of 2^64-1', { ...form, nonce: ((1n << 64n) - 1n).toString() }],
    ['a number that is none', { ...form, gasLimit: 21_000 }],
    ['upper-case hex', { ...form, data: '0xAB' }],
    ['half a byte', { ...form, data: '0xa' }],
    ['a wrong checksum', { ...form, to: USDC.replace('A0b', 'a0b') }],
    ['a priority fee above the whole', { ...form, maxPriorityFeePerGasWei: '10' }],
    ['no recipient at all', { ...form, to: undefined }],
    ['another field', { ...form, gasPriceWei: '1' }],
    ['too much data', { ...form, data: `0x${'00'.repeat(131_073)}` }],
  ])('%s', (_name, transaction) => {
    expect(refused(device.tryPrepare('PREPARE_TRANSACTION', { transaction }))).toBe(
      'BAD_PARAMETERS malformed',
    );
  });
});

describe('a UserOperation', () => {
  const asViem = {
    sender: hex(userOperation().sender),
    nonce: 7n,
    callData: hex(data.execute(RECIPIENT, 3n, '0x')),
    callGasLimit: 100n,
    verificationGasLimit: 20n,
    preVerificationGas: 3n,
    maxFeePerGas: 10n,
    maxPriorityFeePerGas: 1n,
    signature: '0x',
  } as const;

  it.each([
    ['0.7', ENTRY_POINT],
    ['0.8', ENTRY_POINT_8],
  ] as const)(
    'of v%s is signed over its hash, of a sender that is not the account',
    async (version, entryPoint) => {
      const target = { chainId: 10, entryPoint, version };
      const review = device.prepare('PREPARE_USER_OPERATION', { target, userOperation: userOperation() });
      const signed = device.signed(review);
      await holds(review, signed);
      const hash = getUserOperationHash({
        chainId: 10,
        entryPointAddress: hex(entryPoint),
        entryPointVersion: version,
        userOperation: asViem,
      });
      expect(toHex(signed.userOperationHash ?? new Uint8Array(0))).toBe(hash);
      expect(toHex(review.hash)).toBe(version === '0.7' ? hashMessage({ raw: hash }) : hash);
      expect(review).toMatchObject({ kind: 'user-operation', chainId: 10, nonce: 7n, feeWei: 1_230n });
      expect(review.spend).toEqual({ amounts: [{ asset: 'native', amount: 1_233n }], unbounded: false });
    },
  );

  it('under the other version of a known EntryPoint is refused', () => {
    const target = { chainId: 1, entryPoint: ENTRY_POINT, version: '0.8' };
    const answer = device.tryPrepare('PREPARE_USER_OPERATION', { target, userOperation: userOperation() });
    expect(answer).toMatchObject({ code: 'BAD_PARAMETERS', body: undefined });
  });
});

describe('a delegation', () => {
  const authorization = { chainId: 1, address: USDC, nonce: '4' };

  it('is dangerous, and recovers to the account', async () => {
    const review = device.prepare('PREPARE_DELEGATION', { authorization });
    expect(review).toMatchObject({ kind: 'delegation', level: 'Maximum', grounds: ['unbounded'] });
    const signed = device.signed(review);
    await holds(review, signed);
    const asViem = { chainId: 1, address: hex(USDC), nonce: 4 };
    expect(toHex(review.hash)).toBe(hashAuthorization(asViem));
    const signature = signatureOf(signed);
    expect(await recoverAuthorizationAddress({ authorization: asViem, signature })).toBe(OWN);
  });

  it('cannot be for every chain', () => {
    const everywhere = { authorization: { ...authorization, chainId: 0 } };
    expect(refused(device.tryPrepare('PREPARE_DELEGATION', everywhere))).toBe('BAD_PARAMETERS malformed');
  });

  it('is taken back by the zero address, which is no fraud then', () => {
    const back = { authorization: { ...authorization, address: `0x${'0'.repeat(40)}` } };
    const review = device.prepare('PREPARE_DELEGATION', back);
    expect(review.decoded.flags).toContain('zero-address');
    expect(review.level).toBe('Maximum');
    expect(device.signed(review).signer).toBe(OWN);
  });
});

it('the account’s own key made all of it', async () => {
  const account = privateKeyToAccount(hex(`0x${bytesToHex(JUNK_KEY)}`));
  const signed = device.signed(device.prepare('PREPARE_TRANSACTION', { transaction: forms.legacy }));
  const theirs = await account.signTransaction({
    type: 'legacy',
    chainId: 1,
    nonce: 3,
    gas: 21_000n,
    gasPrice: 9n,
    value: 5n,
    to: hex(RECIPIENT),
  });
  expect(rawOf(signed)).toBe(theirs);
});

function bigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
