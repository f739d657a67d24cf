// Typed data that hands out allowances: EIP-2612 and DAI permits, Permit2. Matched on the whole encoded type, the
// domain's chain and contract; everything else is blind.

import type { Amount, Decoded, DecodedFlag, Party } from '../protocol/decoded.ts';
import type { Address } from '../protocol/payment.ts';
import { PERMIT2 } from './decode-call.ts';
import { isUnlimited, partyFlags, type TokenBook } from './decoded.ts';
import type { TypedData, TypedStruct, TypedValue } from './typed-data.ts';
import { encodeType } from './typed-data-types.ts';
import { MAX_UINT256 } from './uint.ts';

/** Where and for whom typed data is asked to be signed. */
export interface SigningContext {
  readonly chainId: number;
  readonly signer: Address;
}

interface Permit {
  readonly spender: TypedValue | undefined;
  readonly amounts: readonly Amount[];
  readonly validUntilS: bigint;
  readonly owner?: TypedValue | undefined;
}
interface PermitKind {
  readonly isPermit2: boolean;
  readonly read: (message: TypedStruct, contract: Address) => Permit;
}

const DETAILS = 'PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)';
const PERMISSIONS = 'TokenPermissions(address token,uint256 amount)';

const PERMITS: Readonly<Record<string, PermitKind>> = {
  'Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)': {
    isPermit2: false,
    read: (message, token) => ({
      owner: message.get('owner'),
      spender: message.get('spender'),
      amounts: [allowance(token, uint(message.get('value')))],
      validUntilS: uint(message.get('deadline')),
    }),
  },
  // DAI's: all or nothing.
  'Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)': {
    isPermit2: false,
    read: (message, token) => ({
      owner: message.get('holder'),
      spender: message.get('spender'),
      amounts: [allowance(token, message.get('allowed') === true ? MAX_UINT256 : 0n)],
      validUntilS: uint(message.get('expiry')),
    }),
  },
  [`PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)${DETAILS}`]: {
    isPermit2: true,
    read: (message) => permit2(message, [message.get('details')], 'sigDeadline'),
  },
  [`PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)${DETAILS}`]: {
    isPermit2: true,
    read: (message) => permit2(message, items(message.get('details')), 'sigDeadline'),
  },
  [`PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)${PERMISSIONS}`]:
    {
      isPermit2: true,
      read: (message) => permit2(message, [message.get('permitted')], 'deadline'),
    },
  [`PermitBatchTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline)${PERMISSIONS}`]:
    {
      isPermit2: true,
      read: (message) => permit2(message, items(message.get('permitted')), 'deadline'),
    },
};

/** What signing `typed` allows. Absent or foreign chain, unknown type, contract or token: blind. */
export function decodeTypedData(typed: TypedData, context: SigningContext, tokens: TokenBook): Decoded {
  const { domain, types, primaryType, message } = typed;
  const contract = domain.get('verifyingContract') as Address | undefined;
  const parties: Party[] = contract === undefined ? [] : [{ role: 'contract', address: contract }];
  const chainFlags = flagsOfChain(domain, context);
  const kind = PERMITS[encodeType(types, primaryType)];
  const permit = contract === undefined ? undefined : kind?.read(message, contract);
  if (kind === undefined || permit === undefined || kind.isPermit2 !== (contract === PERMIT2)) {
    const flags = [...new Set<DecodedFlag>(['blind', ...chainFlags])];
    return { kind: 'typed-data', ...chainOf(domain), parties, amounts: [], flags, inner: [] };
  }
  parties.push({ role: 'spender', address: permit.spender as Address });
  if (permit.owner !== undefined) parties.push({ role: 'owner', address: permit.owner as Address });
  const flags = new Set<DecodedFlag>([...chainFlags, ...partyFlags(parties, context.chainId, tokens)]);
  for (const flag of flagsOfPermit(permit, context, tokens)) flags.add(flag);
  return {
    kind: 'token-approval',
    ...chainOf(domain),
    parties,
    amounts: permit.amounts,
    flags: [...flags],
    inner: [],
    validUntilS: permit.validUntilS,
  };
}

function flagsOfPermit(permit: Permit, context: SigningContext, tokens: TokenBook): DecodedFlag[] {
  const flags: DecodedFlag[] = [];
  const isKnown = ({ asset }: Amount): boolean =>
    asset !== 'native' && tokens.standardOf(context.chainId, asset) === 'erc20';
  if (!permit.amounts.every(isKnown)) flags.push('blind', 'unknown-token');
  // A permit in somebody else's name does not hold with this key: nobody asks for one in good faith.
  if (permit.owner !== undefined && permit.owner !== context.signer) flags.push('blind');
  if (permit.amounts.some(({ unlimited }) => unlimited)) flags.push('unlimited-approval');
  return flags;
}

function flagsOfChain(domain: TypedStruct, context: SigningContext): DecodedFlag[] {
  const chainId = domain.get('chainId');
  if (chainId === undefined) return ['blind', 'no-chain'];
  return chainId === BigInt(context.chainId) ? [] : ['blind', 'foreign-chain'];
}

function chainOf(domain: TypedStruct): { chainId?: number } {
  const chainId = domain.get('chainId');
  return typeof chainId === 'bigint' && chainId <= BigInt(Number.MAX_SAFE_INTEGER)
    ? { chainId: Number(chainId) }
    : {};
}

function permit2(
  message: TypedStruct,
  details: readonly (TypedValue | undefined)[],
  deadline: string,
): Permit {
  const amounts = details.map((each) => {
    const detail = each instanceof Map ? (each as TypedStruct) : new Map<string, TypedValue>();
    return allowance(detail.get('token') as Address, uint(detail.get('amount')));
  });
  return { spender: message.get('spender'), amounts, validUntilS: uint(message.get(deadline)) };
}

function allowance(asset: Address, amount: bigint): Amount {
  return { asset, amount, unlimited: isUnlimited(amount) };
}

function uint(value: TypedValue | undefined): bigint {
  return typeof value === 'bigint' ? value : 0n;
}

function items(value: TypedValue | undefined): readonly TypedValue[] {
  return Array.isArray(value) ? (value as readonly TypedValue[]) : [];
}
