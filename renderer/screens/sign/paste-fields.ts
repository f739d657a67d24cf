// The fields of pasted JSON as the TEE takes them: quantities as decimal text, bytes in lower-case hex. Takes the
// spellings that wallets and tools write; refuses every field that it does not know.
import { addressSchema } from '../../../tee-sim/protocol/payment.ts';
import type {
  AuthorizationInput,
  TransactionInput,
  UserOperationInput,
  UserOperationTargetInput,
} from '../../signing/prepare.ts';
import { type Fields, has, isFields, PasteError } from './paste-error.ts';

const TRANSACTION_TYPES: Readonly<Record<string, TransactionInput['type'] | undefined>> = {
  '0x0': 'legacy',
  '0': 'legacy',
  legacy: 'legacy',
  '0x1': 'eip2930',
  '1': 'eip2930',
  eip2930: 'eip2930',
  '0x2': 'eip1559',
  '2': 'eip1559',
  eip1559: 'eip1559',
};

/** JSON-RPC's, viem's and ethers' spellings. `from` may stand there, and must then be `signer`. */
export function transactionFields(fields: Fields, signer: string): TransactionInput {
  const read = new Reader(fields);
  if (has(fields, 'authorizationList')) throw new PasteError('delegation-list', 'authorizationList');
  const type = typeOf(read);
  const from = read.optional('from');
  if (from !== undefined && !isSame(from, signer)) throw new PasteError('other-account', 'from');
  const common = {
    chainId: read.count('chainId'),
    nonce: read.quantity('nonce'),
    gasLimit: read.quantity('gas', 'gasLimit'),
    valueWei: read.quantityOr('0', 'value'),
    to: read.address('to'),
    data: read.bytesOr('0x', 'data', 'input'),
  };
  const transaction = withFees(type, common, read);
  read.end();
  return transaction;
}

function withFees(
  type: TransactionInput['type'],
  common: Omit<Extract<TransactionInput, { type: 'legacy' }>, 'type' | 'gasPriceWei'>,
  read: Reader,
): TransactionInput {
  switch (type) {
    case 'legacy':
      return { type, ...common, gasPriceWei: read.quantity('gasPrice') };
    case 'eip2930':
      return { type, ...common, gasPriceWei: read.quantity('gasPrice'), accessList: read.accessList() };
    case 'eip1559':
      return {
        type,
        ...common,
        maxFeePerGasWei: read.quantity('maxFeePerGas'),
        maxPriorityFeePerGasWei: read.quantity('maxPriorityFeePerGas'),
        accessList: read.accessList(),
      };
  }
}

/** As its fields show it, where it does not say. */
function typeOf(read: Reader): TransactionInput['type'] {
  const said = read.optional('type');
  if (said !== undefined) {
    const name = String(said);
    const type = Object.hasOwn(TRANSACTION_TYPES, name) ? TRANSACTION_TYPES[name] : undefined;
    if (type === undefined) throw new PasteError('unsupported-type', 'type');
    return type;
  }
  if (!read.has('gasPrice')) return 'eip1559';
  return read.has('accessList') ? 'eip2930' : 'legacy';
}

export function authorizationFields(fields: Fields): AuthorizationInput {
  const read = new Reader(fields);
  const address = read.address('address', 'contractAddress');
  if (address === null) throw new PasteError('bad-value', 'address');
  const authorization = { chainId: read.count('chainId'), address, nonce: read.quantity('nonce') };
  read.end();
  return authorization;
}

/** `{chainId, entryPoint, version?, userOperation}`, or all of it side by side. */
export function userOperationFields(fields: Fields): {
  target: UserOperationTargetInput;
  userOperation: UserOperationInput;
} {
  const outer = new Reader(fields);
  const nested = outer.optional('userOperation');
  const isNested = isFields(nested);
  if (nested !== undefined && !isNested) throw new PasteError('bad-value', 'userOperation');
  const inner = isNested ? new Reader(nested) : outer;
  if (inner.has('accountGasLimits')) throw new PasteError('packed-user-operation', 'accountGasLimits');
  const version = outer.optional('version') ?? '0.7';
  if (version !== '0.7' && version !== '0.8' && version !== '0.9')
    throw new PasteError('bad-value', 'version');
  const entryPoint = outer.address('entryPoint');
  if (entryPoint === null) throw new PasteError('bad-value', 'entryPoint');
  const target = { chainId: outer.count('chainId'), entryPoint, version } as const;
  const userOperation = operationOf(inner);
  outer.end();
  inner.end();
  return { target, userOperation };
}

function operationOf(read: Reader): UserOperationInput {
  const sender = read.address('sender');
  if (sender === null) throw new PasteError('bad-value', 'sender');
  // What bundlers are told only later is no part of what is signed.
  const signature = read.optional('signature');
  if (signature !== undefined && signature !== '0x') throw new PasteError('bad-value', 'signature');
  const factory = read.addressOr('factory');
  const factoryData = read.bytesOr('0x', 'factoryData');
  const paymaster = read.addressOr('paymaster');
  const paymasterGas = {
    verificationGasLimit: read.quantityOr('0', 'paymasterVerificationGasLimit'),
    postOpGasLimit: read.quantityOr('0', 'paymasterPostOpGasLimit'),
    data: read.bytesOr('0x', 'paymasterData'),
  };
  return {
    sender,
    nonce: read.quantity('nonce'),
    ...(factory === undefined ? {} : { factory: { address: factory, data: factoryData } }),
    callData: read.bytesOr('0x', 'callData'),
    callGasLimit: read.quantity('callGasLimit'),
    verificationGasLimit: read.quantity('verificationGasLimit'),
    preVerificationGas: read.quantity('preVerificationGas'),
    maxFeePerGasWei: read.quantity('maxFeePerGas'),
    maxPriorityFeePerGasWei: read.quantity('maxPriorityFeePerGas'),
    ...(paymaster === undefined ? {} : { paymaster: { address: paymaster, ...paymasterGas } }),
  };
}

/** Reads fields by any of their names, and knows in the end which nobody asked for. */
class Reader {
  readonly #fields: Fields;
  readonly #read = new Set<string>();

  constructor(fields: Fields) {
    this.#fields = fields;
  }

  has(name: string): boolean {
    return has(this.#fields, name) && this.#fields[name] !== undefined;
  }

  /** The value of the one that is there; two of them contradict each other. */
  optional(...names: readonly string[]): unknown {
    for (const name of names) this.#read.add(name);
    const there = names.filter((name) => this.has(name));
    const values = new Set(there.map((name) => this.#fields[name]));
    if (values.size > 1) throw new PasteError('bad-value', there[1]);
    return there[0] === undefined ? undefined : this.#fields[there[0]];
  }

  quantity(...names: readonly [string, ...string[]]): string {
    const value = this.optional(...names);
    if (value === undefined || value === null) throw new PasteError('missing-field', names[0]);
    return quantityText(value, names[0]);
  }

  quantityOr(otherwise: string, name: string): string {
    const value = this.optional(name);
    return value === undefined || value === null ? otherwise : quantityText(value, name);
  }

  /** A small number. */
  count(name: string): number {
    const number = Number(this.quantity(name));
    if (!Number.isSafeInteger(number)) throw new PasteError('bad-value', name);
    return number;
  }

  /** `null` where it stands there as nothing: a new contract. */
  address(...names: readonly [string, ...string[]]): string | null {
    const value = this.optional(...names);
    if (value === undefined) throw new PasteError('missing-field', names[0]);
    if (value === null) return null;
    if (typeof value !== 'string' || !addressSchema.safeParse(value).success) {
      throw new PasteError('bad-value', names[0]);
    }
    return value;
  }

  addressOr(name: string): string | undefined {
    const value = this.optional(name);
    return value === undefined || value === null || value === '0x'
      ? undefined
      : (this.address(name) ?? undefined);
  }

  bytesOr(otherwise: string, ...names: readonly [string, ...string[]]): string {
    const value = this.optional(...names) ?? otherwise;
    if (typeof value !== 'string' || !/^0x([0-9a-fA-F]{2})*$/.test(value)) {
      throw new PasteError('bad-value', names[0]);
    }
    return value.toLowerCase();
  }

  accessList(): { address: string; storageKeys: string[] }[] {
    const value = this.optional('accessList') ?? [];
    if (!Array.isArray(value)) throw new PasteError('bad-value', 'accessList');
    return value.map((entry: unknown) => {
      if (!isFields(entry)) throw new PasteError('bad-value', 'accessList');
      const read = new Reader(entry);
      const address = read.address('address');
      const keys = read.optional('storageKeys');
      if (address === null || !Array.isArray(keys)) throw new PasteError('bad-value', 'accessList');
      read.end();
      return { address, storageKeys: keys.map((key: unknown) => String(key).toLowerCase()) };
    });
  }

  /** @throws PasteError for a field that means nothing here: what is not understood is not signed */
  end(): void {
    const unknown = Object.keys(this.#fields).find((name) => this.has(name) && !this.#read.has(name));
    if (unknown !== undefined) throw new PasteError('unknown-field', unknown);
  }
}

/** Decimal digits of a JSON-RPC quantity (`0x…`), decimal text, or a number that JSON did not round. */
function quantityText(value: unknown, field: string): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || value < 0) throw new PasteError('inexact-number', field);
    return String(value);
  }
  if (typeof value !== 'string' || !/^(0x[0-9a-fA-F]{1,64}|[0-9]{1,78})$/.test(value)) {
    throw new PasteError('bad-value', field);
  }
  return BigInt(value).toString();
}

function isSame(address: unknown, signer: string): boolean {
  return typeof address === 'string' && address.toLowerCase() === signer.toLowerCase();
}
