// Generated transactions, messages and typed data signed through the whole TEE, sealed requests and all four layers, and
// read by viem and ethers: the sender, and exactly what was asked for. Thousands more are signed by the bare code in
// test/unit/tee-sim/wallet.
import { ethers } from 'ethers';
import fc, { type GeneratorValue } from 'fast-check';
import { recoverMessageAddress, recoverTransactionAddress, recoverTypedDataAddress } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { samplePayments } from '../../cli/sample-payments.ts';
import { type CommandName, commands } from '../../tee-sim/protocol/commands.ts';
import type { TransactionInput } from '../../tee-sim/protocol/ethereum.ts';
import type { Features } from '../../tee-sim/protocol/features.ts';
import { defaultPolicy } from '../../tee-sim/protocol/policy.ts';
import type { Transaction } from '../../tee-sim/wallet/transaction.ts';
import { serializeUnsigned } from '../../tee-sim/wallet/transaction-codec.ts';
import { importTestWallet, JUNK_ACCOUNTS } from '../helpers/wallets.ts';
import { Device, refused } from '../unit/tee-sim/ta/device.ts';
import { simpleTransaction, transaction } from '../unit/tee-sim/wallet/arbitraries.ts';
import { hex } from '../unit/tee-sim/wallet/oracles.ts';
import { sampleTypedData } from '../unit/tee-sim/wallet/typed-data-samples.ts';

/** As many as fit into a suite that people wait for. */
const RUNS = { transactions: 120, messages: 50, typedData: 50 } as const;
const PATIENCE_MS = 600_000;
const [SENDER] = JUNK_ACCOUNTS;
/** What is generated may look like fraud, which nothing signs. */
const DENIED = /^ACCESS_DENIED (fraud-suspected|risk-too-high) 4$/;

let device: Device;
let walletId: string;
beforeAll(() => {
  device = new Device();
  walletId = importTestWallet(device.tee, device.owner.session);
  const policy = structuredClone(defaultPolicy);
  policy.sessionSecurity.absoluteMs = 24 * 3_600_000;
  expect(device.maximum('CHANGE_POLICY', { baseVersion: 0, policy }).code).toBe('SUCCESS');
});
afterAll(() => device.tee.dispose());

const features: Features | undefined = samplePayments[0]?.features;

/** Prepared, then signed with two factors; nothing where the TEE refuses to. */
function signed(prepares: CommandName, signs: 'SIGN_TRANSACTION' | 'SIGN_MESSAGE', content: object) {
  const answer = device.plain(prepares, { walletId, account: 0, ...content }, { features });
  expect(refused(answer)).toBe('SUCCESS ');
  const review = commands.PREPARE_TRANSACTION.result.parse(answer.body);
  const made = device.maximum(signs, { walletId, reviewId: review.reviewId });
  if (made.code !== 'SUCCESS') {
    expect(refused(made)).toMatch(DENIED);
    expect(review.level).toBe('Denied');
    // What is denied stays among the session's reviews until it is over.
    device.tee.advance(60_000);
    return undefined;
  }
  const result = commands.SIGN_TRANSACTION.result.parse(made.body);
  expect(result.hash).toEqual(review.hash);
  expect(result.signer).toBe(SENDER);
  return { review, result };
}

/** Nonces that either library can hold. */
const askable = fc
  .oneof(simpleTransaction, transaction)
  .map((each) => ({ ...each, nonce: each.nonce & 0xffff_ffffn }))
  .filter(
    (each) => each.type !== 'eip7702' || each.authorizationList.every(({ nonce }) => nonce < 2n ** 53n),
  );

/** As a form sends it, where there is one; else as unsigned bytes. */
function sent(unsigned: Transaction, asForm: boolean): TransactionInput | { unsigned: string } {
  if (unsigned.type === 'eip7702' || !asForm) return { unsigned: hex(serializeUnsigned(unsigned)) };
  const { type, chainId, to } = unsigned;
  const common = {
    chainId,
    to,
    nonce: String(unsigned.nonce),
    gasLimit: String(unsigned.gasLimit),
    valueWei: String(unsigned.valueWei),
    data: hex(unsigned.data),
  };
  if (type === 'legacy') return { type, ...common, gasPriceWei: String(unsigned.gasPriceWei) };
  const accessList = unsigned.accessList.map(({ address, storageKeys }) => ({
    address,
    storageKeys: storageKeys.map(hex),
  }));
  if (type === 'eip2930') return { type, ...common, accessList, gasPriceWei: String(unsigned.gasPriceWei) };
  return {
    type,
    ...common,
    accessList,
    maxFeePerGasWei: String(unsigned.maxFeePerGasWei),
    maxPriorityFeePerGasWei: String(unsigned.maxPriorityFeePerGasWei),
  };
}

test('transactions', { timeout: PATIENCE_MS }, async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(askable, fc.boolean(), async (unsigned, asForm) => {
      const made = signed('PREPARE_TRANSACTION', 'SIGN_TRANSACTION', { transaction: sent(unsigned, asForm) });
      if (made === undefined) return;
      count += 1;
      const raw = hex(made.result.transaction?.raw ?? new Uint8Array(0));
      const read = ethers.Transaction.from(raw);
      expect(read.from).toBe(SENDER);
      expect(read.hash).toBe(hex(made.result.transaction?.hash ?? new Uint8Array(0)));
      expect(read.unsignedSerialized).toBe(hex(serializeUnsigned(unsigned)));
      expect(read.unsignedSerialized).toBe(hex(made.review.bytes));
      const serializedTransaction = raw as `0x02${string}`;
      expect(await recoverTransactionAddress({ serializedTransaction })).toBe(SENDER);
    }),
    { numRuns: RUNS.transactions, endOnFailure: true },
  );
  expect(count).toBeGreaterThan(RUNS.transactions / 2);
});

test('messages', { timeout: PATIENCE_MS }, async () => {
  const message = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc.string({ unit: 'grapheme', minLength: 1 }),
  );
  let count = 0;
  await fc.assert(
    fc.asyncProperty(message, async (content) => {
      const isText = typeof content === 'string';
      const sentAs = isText ? { kind: 'text', text: content } : { kind: 'bytes', bytes: hex(content) };
      const made = signed('PREPARE_MESSAGE', 'SIGN_MESSAGE', { message: sentAs });
      if (made === undefined) return;
      count += 1;
      const signature = hex(made.result.signature);
      expect(ethers.verifyMessage(content, signature)).toBe(SENDER);
      const asViem = isText ? content : { raw: content };
      expect(await recoverMessageAddress({ message: asViem, signature })).toBe(SENDER);
    }),
    { numRuns: RUNS.messages, endOnFailure: true },
  );
  expect(count).toBeGreaterThan(RUNS.messages / 2);
});

test('typed data', { timeout: PATIENCE_MS }, async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (g: GeneratorValue) => {
      const { domain, ...sample } = sampleTypedData(g);
      // A chain that there can be: any other is refused.
      const data = { ...sample, domain: 'chainId' in domain ? { ...domain, chainId: 1 } : domain };
      const message = { kind: 'typed-data', json: JSON.stringify(data) };
      const made = signed('PREPARE_MESSAGE', 'SIGN_MESSAGE', { message });
      if (made === undefined) return;
      count += 1;
      const signature = hex(made.result.signature);
      const asViem = { ...data, signature } as Parameters<typeof recoverTypedDataAddress>[0];
      expect(await recoverTypedDataAddress(asViem)).toBe(SENDER);
      const { EIP712Domain: _, ...types } = data.types;
      expect(ethers.verifyTypedData(data.domain, types, data.message, signature)).toBe(SENDER);
    }),
    { numRuns: RUNS.typedData, endOnFailure: true },
  );
  expect(count).toBeGreaterThan(RUNS.typedData / 2);
});
