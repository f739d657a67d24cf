// A device whose owner has a wallet of a phrase that everybody knows: prepares, and signs at the level that is asked for.
import { encodeFunctionData, parseAbi } from 'viem';
import type { CommandParams, CommandResult } from '../../../../tee-sim/protocol/commands.ts';
import { commands } from '../../../../tee-sim/protocol/commands.ts';
import type { UserOperationInput } from '../../../../tee-sim/protocol/ethereum.ts';
import type { TestAnswer } from '../../../helpers/seal-request.ts';
import { transferOf } from '../../../helpers/signing.ts';
import type { CallOptions } from '../../../helpers/tee-in-process.ts';
import { importTestWallet, JUNK_ACCOUNTS } from '../../../helpers/wallets.ts';
import { calmFeatures } from '../risk/samples.ts';
import { Device, type Person } from './device.ts';

export type Review = CommandResult<'PREPARE_TRANSACTION'>;
export type Signed = CommandResult<'SIGN_TRANSACTION'>;
export type PrepareCommand =
  | 'PREPARE_TRANSACTION'
  | 'PREPARE_USER_OPERATION'
  | 'PREPARE_DELEGATION'
  | 'PREPARE_MESSAGE';
export type Options = CallOptions & { readonly by?: Person };

export const [OWN, OWN_SECOND] = JUNK_ACCOUNTS;
export const RECIPIENT = `0x${'1'.repeat(40)}`;
export const ZERO = `0x${'0'.repeat(40)}` as const;
/** Of the bundled list, with six decimals. */
export const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
/** Known by name, and by what descriptors tell. */
export const AAVE = '0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2';
export const V2_ROUTER = '0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D';
export const AZUKI = '0xED5AF388653567Af2F388E6224dC7C4b3241C544';
export const ENTRY_POINT = '0x0000000071727De22E5E9d8BAf0edAc6f37da032';
export const ENTRY_POINT_8 = '0x4337084D9E255Ff0702461CF8895CE9E3b5Ff108';

const calls = parseAbi([
  'function transfer(address to, uint256 amount)',
  'function approve(address spender, uint256 amount)',
  'function setApprovalForAll(address operator, bool approved)',
  'function withdraw(address asset, uint256 amount, address to)',
  'function execute(address to, uint256 value, bytes data)',
  'function executeBatch(address[] to, uint256[] value, bytes[] data)',
]);

/** So many payments of one wei in one UserOperation, each to somebody else. */
export function batch(count: number): string {
  const to = Array.from({ length: count }, (_, i) => hex(`0x${(i + 1).toString(16).padStart(40, '0')}`));
  const args = [to, to.map(() => 1n), to.map(() => '0x' as const)] as const;
  return encodeFunctionData({ abi: calls, functionName: 'executeBatch', args });
}

/** Calldata of calls that are known by name. */
export const data = {
  transfer: (to: string, amount: bigint) =>
    encodeFunctionData({ abi: calls, functionName: 'transfer', args: [hex(to), amount] }),
  approve: (spender: string, amount: bigint) =>
    encodeFunctionData({ abi: calls, functionName: 'approve', args: [hex(spender), amount] }),
  withdraw: (asset: string, amount: bigint, to: string) =>
    encodeFunctionData({ abi: calls, functionName: 'withdraw', args: [hex(asset), amount, hex(to)] }),
  approveAll: (operator: string, approved = true) =>
    encodeFunctionData({ abi: calls, functionName: 'setApprovalForAll', args: [hex(operator), approved] }),
  execute: (to: string, value: bigint, inner: string) =>
    encodeFunctionData({ abi: calls, functionName: 'execute', args: [hex(to), value, hex(inner)] }),
};

export function hex(text: string): `0x${string}` {
  return text as `0x${string}`;
}

export function userOperation(change: Partial<UserOperationInput> = {}): UserOperationInput {
  return {
    sender: `0x${'5'.repeat(40)}`,
    nonce: '7',
    callData: data.execute(RECIPIENT, 3n, '0x'),
    callGasLimit: '100',
    verificationGasLimit: '20',
    preVerificationGas: '3',
    maxFeePerGasWei: '10',
    maxPriorityFeePerGasWei: '1',
    ...change,
  };
}

/** EIP-2612 over USDC. */
export function permit(change: { domain?: object; message?: object } = {}): string {
  const field = (name: string, type: string) => ({ name, type });
  return JSON.stringify({
    types: {
      EIP712Domain: [
        field('name', 'string'),
        field('chainId', 'uint256'),
        field('verifyingContract', 'address'),
      ],
      Permit: [
        field('owner', 'address'),
        field('spender', 'address'),
        field('value', 'uint256'),
        field('nonce', 'uint256'),
        field('deadline', 'uint256'),
      ],
    },
    primaryType: 'Permit',
    domain: { name: 'USD Coin', chainId: 1, verifyingContract: USDC, ...change.domain },
    message: {
      owner: OWN,
      spender: RECIPIENT,
      value: '5000',
      nonce: 0,
      deadline: 1_900_000_000,
      ...change.message,
    },
  });
}

export class SigningDevice extends Device {
  readonly walletId: string;

  constructor() {
    super();
    this.walletId = importTestWallet(this.tee, this.owner.session);
  }

  tryPrepare(command: PrepareCommand, params: object, options: Options = {}): TestAnswer {
    const all = { walletId: this.walletId, account: 0, ...params };
    return this.plain(command, all, { features: calmFeatures(), ...options });
  }

  prepare(command: PrepareCommand, params: object, options: Options = {}): Review {
    const { code, reason, body } = this.tryPrepare(command, params, options);
    if (code !== 'SUCCESS') throw new Error(`${command}: ${code} ${reason}`);
    return commands[command].result.parse(body);
  }

  transfer(
    to: string,
    valueWei: string | bigint,
    change: Parameters<typeof transferOf>[2] = {},
    options: Options = {},
  ): Review {
    return this.prepare('PREPARE_TRANSACTION', { transaction: transferOf(to, valueWei, change) }, options);
  }

  /** A call of `to` without coins. */
  call(to: string, calldata: string, change: Parameters<typeof transferOf>[2] = {}): Review {
    return this.transfer(to, '0', { data: calldata, ...change });
  }

  message(
    message: CommandParams<'PREPARE_MESSAGE'>['message'],
    options: Options = {},
    walletId = this.walletId,
  ): Review {
    return this.prepare('PREPARE_MESSAGE', { walletId, message }, options);
  }

  /** A UserOperation of v0.7 with this calldata. */
  operation(callData: string, change: Partial<UserOperationInput> = {}): Review {
    const target = { chainId: 1, entryPoint: ENTRY_POINT, version: '0.7' };
    const asked = { target, userOperation: userOperation({ callData, ...change }) };
    return this.prepare('PREPARE_USER_OPERATION', asked);
  }

  /** Without any factor, unless `options` bring them. */
  sign({ kind, reviewId, walletId }: Review, options: Options = {}): TestAnswer {
    const isMessage = kind === 'personal-message' || kind === 'typed-data';
    return this.plain(isMessage ? 'SIGN_MESSAGE' : 'SIGN_TRANSACTION', { walletId, reviewId }, options);
  }

  /** With two factors: the answer of a SIGN that only they could be in the way of. */
  signAtMaximum(review: Review, options: Options = {}): TestAnswer {
    const { by = this.owner } = options;
    return this.sign(review, { ...options, proof: this.tee.twoFactors(by.user) });
  }

  /** @throws Error when it is refused even with two factors */
  signed(review: Review, options: Options = {}): Signed {
    const { code, reason, body } = this.signAtMaximum(review, options);
    if (code !== 'SUCCESS') throw new Error(`SIGN: ${code} ${reason}`);
    return commands.SIGN_TRANSACTION.result.parse(body);
  }

  /** What the wallet signed, and what of its limits is used, by chain and asset. */
  left(by: Person = this.owner) {
    const { walletId } = this;
    const { total } = this.plain('LIST_SIGNATURES', { walletId, limit: 1 }, { by }).body as { total: number };
    const { wallet } = this.plain('GET_WALLET', { walletId }, { by }).body as {
      wallet: { binding: { usage: { chainId: number; asset: string; usedToday: string }[] } };
    };
    const { usage } = wallet.binding;
    return {
      signatures: total,
      used: Object.fromEntries(
        usage.map(({ chainId, asset, usedToday }) => [`${chainId}/${asset}`, usedToday]),
      ),
    };
  }

  /** Sets the owner's own limits; none without any. */
  limit(
    limits?: readonly { chainId?: number; asset?: string; perTransaction: string; perDay: string }[],
  ): void {
    const terms = {
      type: 'Owner',
      permissions: ['READ', 'SIGN', 'MANAGE'],
      limits: limits?.map((limit) => ({ chainId: 1, asset: 'native', ...limit })),
    };
    const params = { walletId: this.walletId, userId: this.owner.user.userId, terms };
    const { code, reason } = this.maximum('PUT_BINDING', params);
    if (code !== 'SUCCESS') throw new Error(`PUT_BINDING: ${code} ${reason}`);
  }
}
