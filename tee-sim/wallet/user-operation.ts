// ERC-4337 UserOperations: their hash for EntryPoint v0.7, v0.8 and v0.9, and what they may cost. Gas in units, fees in wei.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes, equalBytes, utf8ToBytes } from '../protocol/bytes.ts';
import { type Address, chainIdSchema } from '../protocol/payment.ts';
import { personalMessageBytes } from './personal-message.ts';
import { refuse, refuseSize } from './refuse.ts';
import { addressToBytes, bytesToUint, checkUint, uintToBytes } from './uint.ts';

export type EntryPointVersion = '0.7' | '0.8' | '0.9';

/** The singletons, at one address on every chain. */
export const ENTRY_POINTS: Readonly<Record<EntryPointVersion, string>> = {
  '0.7': '0x0000000071727De22E5E9d8BAf0edAc6f37da032',
  '0.8': '0x4337084D9E255Ff0702461CF8895CE9E3b5Ff108',
  '0.9': '0x433709009B8330FDa32311DF1C2AFA402eD8D009',
};

interface CodeSource {
  readonly address: Address;
  readonly data: Uint8Array;
}
interface Paymaster {
  readonly address: Address;
  readonly verificationGasLimit: bigint;
  readonly postOpGasLimit: bigint;
  readonly data: Uint8Array;
}

export interface UserOperation {
  readonly sender: Address;
  /** uint256: a key of 192 bits and a sequence of 64. */
  readonly nonce: bigint;
  /** Deploys the account; absent for one that is there. */
  readonly factory?: CodeSource | undefined;
  /** An EIP-7702 account (from v0.8 on): the code it is delegated to, and what initialises it. Never with a factory. */
  readonly delegation?: CodeSource | undefined;
  readonly callData: Uint8Array;
  /** All gas and fee fields below 2¹²⁸. */
  readonly callGasLimit: bigint;
  readonly verificationGasLimit: bigint;
  /** Below 2²⁵⁶. */
  readonly preVerificationGas: bigint;
  readonly maxFeePerGasWei: bigint;
  readonly maxPriorityFeePerGasWei: bigint;
  /** Somebody else pays. */
  readonly paymaster?: Paymaster | undefined;
}

export interface UserOperationTarget {
  readonly chainId: number;
  readonly entryPoint: Address;
  readonly version: EntryPointVersion;
}

const FORMAT = 'user-operation-format';
const MAX_BYTES = 131_072;
/** EIP-7702 accounts: initCode starts so on the wire, but the delegate's address stands there in the hash. */
const DELEGATED_MARKER = concatBytes(Uint8Array.of(0x77, 0x02), new Uint8Array(18));
/** v0.9: the first eight bytes of keccak256("PaymasterSignature"). */
const PAYMASTER_MAGIC = keccak_256(utf8ToBytes('PaymasterSignature')).subarray(0, 8);
const DOMAIN_TYPE = 'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)';
const PACKED_TYPE =
  'PackedUserOperation(address sender,uint256 nonce,bytes initCode,bytes callData,bytes32 accountGasLimits,uint256 preVerificationGas,bytes32 gasFees,bytes paymasterAndData)';

/**
 * The EntryPoint's getUserOpHash, 32 bytes. With p = sender ‖ nonce ‖ keccak(initCode) ‖ keccak(callData) ‖
 * accountGasLimits ‖ preVerificationGas ‖ gasFees ‖ keccak(paymasterAndData), a word each:
 * v0.7: keccak256(keccak256(p) ‖ entryPoint ‖ chainId); from v0.8 on: EIP-712 over PackedUserOperation in the domain
 * ("ERC4337", "1", chainId, entryPoint).
 * Of an EIP-7702 account, initCode is delegate ‖ data. From v0.9 on a paymaster's own signature at the end of its data is
 * left out (`paymasterBytes`).
 * @throws BAD_PARAMETERS user-operation-format on a field out of range, a known EntryPoint under another version, a delegation
 * before v0.8 or beside a factory, or a factory that is EIP-7702's marker · EXCESS_DATA too-large
 */
export function userOperationHash(operation: UserOperation, target: UserOperationTarget): Uint8Array {
  return keccak_256(hashedBytes(operation, target));
}

function hashedBytes(operation: UserOperation, target: UserOperationTarget): Uint8Array {
  checkTarget(target);
  if (operation.delegation !== undefined && target.version === '0.7') refuse(FORMAT);
  const packed = packedWords(operation, target.version);
  const entryPoint = addressWord(target.entryPoint);
  const chainId = word(BigInt(target.chainId));
  if (target.version === '0.7') return concatBytes(keccak_256(packed), entryPoint, chainId);
  const domain = [DOMAIN_TYPE, 'ERC4337', '1'].map((text) => keccak_256(utf8ToBytes(text)));
  const separator = keccak_256(concatBytes(...domain, chainId, entryPoint));
  const struct = keccak_256(concatBytes(keccak_256(utf8ToBytes(PACKED_TYPE)), packed));
  return concatBytes(Uint8Array.of(0x19, 0x01), separator, struct);
}

/**
 * What the owner's key signs the keccak256 of in the reference accounts: v0.7's SimpleAccount takes EIP-191 over the
 * hash, those from v0.8 on the hash itself, which is typed data already. @throws as `userOperationHash`
 */
export function userOperationBytes(operation: UserOperation, target: UserOperationTarget): Uint8Array {
  const hashed = hashedBytes(operation, target);
  return target.version === '0.7' ? personalMessageBytes(keccak_256(hashed)) : hashed;
}

/** keccak256 of `userOperationBytes`, 32 bytes. @throws as `userOperationHash` */
export function userOperationDigest(operation: UserOperation, target: UserOperationTarget): Uint8Array {
  return keccak_256(userOperationBytes(operation, target));
}

/** All gas fields × maxFeePerGas in wei: the prefund that the EntryPoint may take (v0.7 `_getRequiredPrefund`). */
export function maxUserOperationFeeWei(operation: UserOperation): bigint {
  const { callGasLimit, verificationGasLimit, preVerificationGas, paymaster, maxFeePerGasWei } = operation;
  const paymasterGas = (paymaster?.verificationGasLimit ?? 0n) + (paymaster?.postOpGasLimit ?? 0n);
  return (callGasLimit + verificationGasLimit + preVerificationGas + paymasterGas) * maxFeePerGasWei;
}

/** Only there is known what a UserOperation does. */
export function isKnownEntryPoint({ entryPoint, version }: UserOperationTarget): boolean {
  return ENTRY_POINTS[version] === entryPoint;
}

function checkTarget(target: UserOperationTarget): void {
  if (!chainIdSchema.safeParse(target.chainId).success) refuse(FORMAT);
  const isOfSomeVersion = Object.values(ENTRY_POINTS).includes(target.entryPoint);
  if (isOfSomeVersion && !isKnownEntryPoint(target)) refuse(FORMAT);
}

function packedWords(operation: UserOperation, version: EntryPointVersion): Uint8Array {
  const { sender, nonce, callData } = operation;
  const initCode = initCodeOf(operation);
  const paymasterAndData = paymasterBytes(operation, version);
  if (initCode.length + callData.length + paymasterAndData.length > MAX_BYTES) refuseSize();
  if (operation.maxPriorityFeePerGasWei > operation.maxFeePerGasWei) refuse(FORMAT);
  return concatBytes(
    addressWord(sender),
    word(nonce),
    keccak_256(initCode),
    keccak_256(callData),
    halves(operation.verificationGasLimit, operation.callGasLimit),
    word(operation.preVerificationGas),
    halves(operation.maxPriorityFeePerGasWei, operation.maxFeePerGasWei),
    keccak_256(paymasterAndData),
  );
}

/**
 * paymasterAndData as it is hashed. v0.9 lets a paymaster sign beside the account: what then ends in
 * signature ‖ its length in two bytes ‖ a magic is hashed without signature and length.
 */
function paymasterBytes({ paymaster }: UserOperation, version: EntryPointVersion): Uint8Array {
  if (paymaster === undefined) return new Uint8Array(0);
  const { address, verificationGasLimit, postOpGasLimit, data } = paymaster;
  const head = concatBytes(addressToBytes(address), halves(verificationGasLimit, postOpGasLimit));
  const end = data.length - PAYMASTER_MAGIC.length;
  if (version !== '0.9' || end < 2 || !equalBytes(data.subarray(end), PAYMASTER_MAGIC)) {
    return concatBytes(head, data);
  }
  const length = Number(bytesToUint(data.subarray(end - 2, end)));
  if (length > end - 2) refuse(FORMAT);
  return length === 0
    ? concatBytes(head, data)
    : concatBytes(head, data.subarray(0, end - 2 - length), PAYMASTER_MAGIC);
}

function initCodeOf({ factory, delegation }: UserOperation): Uint8Array {
  if (factory !== undefined && delegation !== undefined) refuse(FORMAT);
  const source = factory ?? delegation;
  if (source === undefined) return new Uint8Array(0);
  const address = addressToBytes(source.address);
  return equalBytes(address, DELEGATED_MARKER) ? refuse(FORMAT) : concatBytes(address, source.data);
}

function halves(high: bigint, low: bigint): Uint8Array {
  return concatBytes(
    uintToBytes(checkUint(high, 128, FORMAT), 16),
    uintToBytes(checkUint(low, 128, FORMAT), 16),
  );
}

function word(value: bigint): Uint8Array {
  return uintToBytes(checkUint(value, 256, FORMAT), 32);
}

function addressWord(address: Address): Uint8Array {
  return concatBytes(new Uint8Array(12), addressToBytes(address));
}
