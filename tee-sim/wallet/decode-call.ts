// One call of an account: coins, ERC-20, ERC-721, ERC-1155, Permit2. A selector alone proves nothing: a call is clear
// only where the contract is a known token of that standard and the arguments are its canonical encoding.
import { bytesToHex } from '../protocol/bytes.ts';
import type { Amount, Decoded, DecodedFlag, DecodedKind, Party, PartyRole } from '../protocol/decoded.ts';
import type { Address } from '../protocol/payment.ts';
import { type AbiFunction, type AbiValue, abiFunction, decodeArguments } from './abi.ts';
import { type Call, isUnlimited, partyFlags, type TokenBook, type TokenStandard } from './decoded.ts';
import { describeCall } from './descriptors/describe-call.ts';

/** Permit2's address on every chain. */
export const PERMIT2 = '0x000000000022D473030F116dDEE9F6B43aC78BA3' as Address;

interface Meaning {
  readonly kind: DecodedKind;
  readonly parties: readonly [PartyRole, AbiValue | undefined][];
  readonly amounts: readonly Amount[];
  readonly granted?: boolean;
  readonly validUntilS?: bigint;
  /** Allowances: where "unlimited" is worth a warning. */
  readonly isAllowance?: boolean;
  /** A token other than the contract called. */
  readonly token?: Address;
}
interface KnownCall extends AbiFunction {
  readonly standard: TokenStandard | 'permit2';
  readonly means: (values: readonly AbiValue[], contract: Address) => Meaning;
}

const uint = (value: AbiValue | undefined): bigint => (typeof value === 'bigint' ? value : 0n);
const list = (value: AbiValue | undefined): readonly AbiValue[] =>
  Array.isArray(value) ? (value as readonly AbiValue[]) : [];
const units = (asset: Address, amount: bigint, isAllowance = false): Amount => ({
  asset,
  amount,
  unlimited: isAllowance && isUnlimited(amount),
});
const item = (asset: Address, tokenId: bigint, amount = 1n): Amount => ({
  asset,
  amount,
  tokenId,
  unlimited: false,
});

function known(standard: KnownCall['standard'], signature: string, means: KnownCall['means']): KnownCall {
  return { standard, ...abiFunction(signature), means };
}

const approveToken: KnownCall['means'] = ([spender, amount], contract) => ({
  kind: 'token-approval',
  parties: [['spender', spender]],
  amounts: [units(contract, uint(amount), true)],
  isAllowance: true,
});
const move = (from: AbiValue | undefined, to: AbiValue | undefined, items: readonly Amount[]): Meaning => ({
  kind: 'collectible-transfer',
  parties: [
    ['owner', from],
    ['recipient', to],
  ],
  amounts: items,
});
const moveItem: KnownCall['means'] = ([from, to, tokenId], contract) =>
  move(from, to, [item(contract, uint(tokenId))]);
const approveAll: KnownCall['means'] = ([operator, granted]) => ({
  kind: 'approval-for-all',
  parties: [['spender', operator]],
  amounts: [],
  granted: granted === true,
});

const KNOWN_CALLS: readonly KnownCall[] = [
  known('erc20', 'transfer(address,uint256)', ([to, amount], contract) => ({
    kind: 'token-transfer',
    parties: [['recipient', to]],
    amounts: [units(contract, uint(amount))],
  })),
  known('erc20', 'transferFrom(address,address,uint256)', ([from, to, amount], contract) => ({
    kind: 'token-transfer',
    parties: [
      ['owner', from],
      ['recipient', to],
    ],
    amounts: [units(contract, uint(amount))],
  })),
  known('erc20', 'approve(address,uint256)', approveToken),
  known('erc20', 'increaseAllowance(address,uint256)', approveToken),
  known('erc721', 'approve(address,uint256)', ([spender, tokenId], contract) => ({
    kind: 'collectible-approval',
    parties: [['spender', spender]],
    amounts: [item(contract, uint(tokenId))],
  })),
  known('erc721', 'transferFrom(address,address,uint256)', moveItem),
  known('erc721', 'safeTransferFrom(address,address,uint256)', moveItem),
  known('erc721', 'safeTransferFrom(address,address,uint256,bytes)', moveItem),
  known('erc721', 'setApprovalForAll(address,bool)', approveAll),
  known('erc1155', 'setApprovalForAll(address,bool)', approveAll),
  known(
    'erc1155',
    'safeTransferFrom(address,address,uint256,uint256,bytes)',
    ([from, to, id, amount], contract) => move(from, to, [item(contract, uint(id), uint(amount))]),
  ),
  known(
    'erc1155',
    'safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)',
    ([from, to, ids, amounts], contract) =>
      move(
        from,
        to,
        list(ids).map((id, i) => item(contract, uint(id), uint(list(amounts)[i]))),
      ),
  ),
  known('permit2', 'approve(address,address,uint160,uint48)', ([token, spender, amount, expiration]) => ({
    kind: 'token-approval',
    parties: [['spender', spender]],
    amounts: [units(token as Address, uint(amount), true)],
    validUntilS: uint(expiration),
    isAllowance: true,
    token: token as Address,
  })),
];

/** What `call` does, judged against `tokens`. Never throws: what is not understood is a blind `contract-call`. */
export function decodeCall(call: Call, tokens: TokenBook): Decoded {
  if (call.data.length === 0) return nativeTransfer(call, tokens);
  const found = findMeaning(call, tokens);
  if (found === undefined) return describeCall(call, tokens) ?? blindCall(call, tokens);
  const { meaning, isKnownToken } = found;
  const parties: Party[] = [
    { role: 'contract', address: call.to },
    ...meaning.parties.map(([role, address]) => ({ role, address: address as Address })),
  ];
  const flags = partyFlags(parties, call.chainId, tokens);
  if (!isKnownToken) flags.push('blind', 'unknown-token');
  if (call.valueWei > 0n) flags.push('value-with-call');
  if (meaning.isAllowance && meaning.amounts.some(({ unlimited }) => unlimited)) {
    flags.push('unlimited-approval');
  }
  if (meaning.granted === true) flags.push('approval-for-all');
  if (parties.some(({ role, address }) => role === 'owner' && address !== call.from)) {
    flags.push('moves-of-another');
  }
  return {
    kind: meaning.kind,
    chainId: call.chainId,
    parties,
    amounts: [...nativeAmount(call), ...meaning.amounts],
    flags,
    inner: [],
    ...(meaning.granted === undefined ? {} : { granted: meaning.granted }),
    ...(meaning.validUntilS === undefined ? {} : { validUntilS: meaning.validUntilS }),
  };
}

/** The call in the contract's own standard; of an unknown contract, in the first whose arguments fit. */
function findMeaning(call: Call, tokens: TokenBook): { meaning: Meaning; isKnownToken: boolean } | undefined {
  const selector = bytesToHex(call.data.subarray(0, 4));
  const standard = call.to === PERMIT2 ? 'permit2' : tokens.standardOf(call.chainId, call.to);
  for (const candidate of KNOWN_CALLS) {
    if (candidate.selector !== selector) continue;
    const fits = standard === undefined ? candidate.standard !== 'permit2' : candidate.standard === standard;
    const values = fits ? decodeArguments(candidate.inputs, call.data.subarray(4)) : undefined;
    if (values === undefined || !hasPairs(candidate, values)) continue;
    const meaning = candidate.means(values, call.to);
    const isKnownToken =
      meaning.token === undefined
        ? standard !== undefined
        : tokens.standardOf(call.chainId, meaning.token) === 'erc20';
    return { meaning, isKnownToken };
  }
  return undefined;
}

/** ERC-1155's batches name as many ids as amounts. */
function hasPairs({ inputs }: AbiFunction, values: readonly AbiValue[]): boolean {
  const lengths = values.filter((_, i) => 'items' in (inputs[i] ?? {})).map((value) => list(value).length);
  return new Set(lengths).size <= 1;
}

function nativeTransfer(call: Call, tokens: TokenBook): Decoded {
  const parties: Party[] = [{ role: 'recipient', address: call.to }];
  const flags: DecodedFlag[] = partyFlags(parties, call.chainId, tokens);
  const amounts: Amount[] = [{ asset: 'native', amount: call.valueWei, unlimited: false }];
  return { kind: 'native-transfer', chainId: call.chainId, parties, amounts, flags, inner: [] };
}

function blindCall(call: Call, tokens: TokenBook): Decoded {
  const parties: Party[] = [{ role: 'contract', address: call.to }];
  const flags: DecodedFlag[] = ['blind', ...partyFlags(parties, call.chainId, tokens)];
  const amounts = nativeAmount(call);
  return { kind: 'contract-call', chainId: call.chainId, parties, amounts, flags, inner: [] };
}

function nativeAmount({ valueWei }: Call): Amount[] {
  return valueWei === 0n ? [] : [{ asset: 'native', amount: valueWei, unlimited: false }];
}
