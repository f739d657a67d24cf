// What the TEE decoded, as one sentence, and its amounts and addresses as people read them. Exact: no digit is
// dropped, and nothing is said that the TEE did not say.
import type { Amount, Decoded, DescribedField, PartyRole } from '../../tee-sim/protocol/decoded.ts';
import type { KnownAddress } from '../../tee-sim/protocol/review.ts';
import { CHAINS } from '../app/chains.ts';
import type { Format } from './format.ts';
import type { Messages } from './messages.ts';

/** What a sentence is made with. `known`: as the TEE names addresses; absent where nobody was asked. */
export interface Telling {
  readonly m: Messages;
  readonly format: Format;
  readonly known: readonly KnownAddress[] | undefined;
}

/** The latest time that a date can hold, in seconds since 1970. */
const MAX_DATE_S = 8_640_000_000_000n;

export function decodedSentence(telling: Telling, decoded: Decoded): string {
  const { says } = telling.m.decoded;
  const sentence = plainSentence(telling, decoded);
  return SEEMING.has(decoded.kind) && decoded.flags.includes('blind')
    ? says.seems({ what: sentence })
    : sentence;
}

/** What is told with amounts and parties although it is blind: it may be something else. */
const SEEMING: ReadonlySet<Decoded['kind']> = new Set<Decoded['kind']>([
  'token-transfer',
  'token-approval',
  'collectible-transfer',
  'collectible-approval',
  'approval-for-all',
  'described-call',
]);

function plainSentence(telling: Telling, decoded: Decoded): string {
  const { says } = telling.m.decoded;
  const isBlind = decoded.flags.includes('blind');
  const party = (role: PartyRole): string => partyOf(telling, decoded, role);
  switch (decoded.kind) {
    case 'native-transfer':
      return decoded.amounts.every(({ amount }) => amount === 0n)
        ? says.sendNothing({ to: party('recipient') })
        : says.send({ amount: amountsText(telling, decoded), to: party('recipient') });
    case 'contract-creation':
      return withCoins(telling, decoded, says.create);
    case 'contract-call':
      return withCoins(
        telling,
        decoded,
        isBlind ? says.blindCall({ to: party('contract') }) : says.call({ to: party('contract') }),
      );
    case 'token-transfer':
    case 'collectible-transfer':
      return withCoins(telling, decoded, movement(telling, decoded));
    case 'token-approval':
      return withCoins(telling, decoded, allowance(telling, decoded));
    case 'collectible-approval':
      return says.allowItem({ spender: party('spender'), amount: amountsText(telling, ofTokens(decoded)) });
    case 'approval-for-all': {
      const given = { spender: party('spender'), token: party('contract') };
      return decoded.granted === false ? says.takeBack(given) : says.allowAll(given);
    }
    case 'described-call':
      return says.described({ intent: intentText(telling, decoded), contract: party('contract') });
    case 'message':
      return isBlind ? says.blindMessage : says.message;
    case 'typed-data':
      return isBlind ? says.blindTypedData : says.typedData;
    case 'delegation':
      return delegation(telling, decoded);
    case 'user-operation':
      return decoded.inner.length === 0
        ? says.blindOperation({ account: party('account') })
        : says.operation({ account: party('account') });
  }
}

function movement(telling: Telling, decoded: Decoded): string {
  const { says } = telling.m.decoded;
  const moved = {
    amount: amountsText(telling, ofTokens(decoded)),
    to: partyOf(telling, decoded, 'recipient'),
  };
  return decoded.flags.includes('moves-of-another')
    ? says.move({ ...moved, from: partyOf(telling, decoded, 'owner') })
    : says.send(moved);
}

function allowance(telling: Telling, decoded: Decoded): string {
  const { format, m } = telling;
  const { amounts } = ofTokens(decoded);
  const spender = partyOf(telling, decoded, 'spender');
  const token = format.list(amounts.map(({ asset }) => tokenName(telling, asset)));
  if (amounts.some(({ unlimited }) => unlimited)) return m.decoded.says.allowAny({ spender, token });
  if (amounts.every(({ amount }) => amount === 0n)) {
    return m.decoded.says.takeBack({ spender, token: token === '' ? m.decoded.tokens : token });
  }
  return m.decoded.says.allow({ spender, amount: amountsText(telling, { ...decoded, amounts }) });
}

function delegation(telling: Telling, decoded: Decoded): string {
  const { says } = telling.m.decoded;
  if (!decoded.parties.some(({ role }) => role === 'delegate')) return says.delegations;
  const authority = partyOf(telling, decoded, 'authority');
  return decoded.flags.includes('zero-address')
    ? says.endDelegation({ authority })
    : says.delegate({ authority, delegate: partyOf(telling, decoded, 'delegate') });
}

function intentText({ m }: Telling, { described, kind }: Decoded): string {
  return described === undefined ? m.decoded.kinds[kind] : m.decoded.intents[described.intent];
}

/** Coins that go with something that is not a payment of coins. */
function withCoins(telling: Telling, decoded: Decoded, what: string): string {
  const amounts = decoded.amounts.filter(({ asset, amount }) => asset === 'native' && amount > 0n);
  if (amounts.length === 0) return what;
  return telling.m.decoded.says.withCoins({ what, amount: amountsText(telling, { ...decoded, amounts }) });
}

function ofTokens(decoded: Decoded): Decoded {
  return { ...decoded, amounts: decoded.amounts.filter(({ asset }) => asset !== 'native') };
}

function amountsText(telling: Telling, { amounts, chainId }: Decoded): string {
  return telling.format.list(amounts.map((amount) => amountText(telling, chainId, amount)));
}

export function amountText(telling: Telling, chainId: number | undefined, amount: Amount): string {
  const { m, format } = telling;
  if (amount.asset === 'native') return coinText(telling, chainId, amount.amount);
  const token = tokenName(telling, amount.asset);
  if (amount.unlimited) return m.decoded.anyAmount({ token });
  if (amount.tokenId !== undefined) {
    const id = format.integer(amount.tokenId);
    if (amount.amount === 1n) return m.decoded.item({ id, token });
    return m.decoded.items({ count: format.integer(amount.amount), id, token });
  }
  const decimals = knownAs(telling, amount.asset)?.decimals;
  return decimals === undefined
    ? m.decoded.units({ amount: format.integer(amount.amount), token: amount.asset })
    : `${format.units(amount.amount, decimals)} ${token}`;
}

/** In whole coins; of a network whose coin has no name here, with the network. */
export function coinText({ m, format }: Telling, chainId: number | undefined, wei: bigint): string {
  if (chainId === undefined || CHAINS.some(({ id }) => id === chainId)) return format.ether(wei);
  return m.decoded.coins({ amount: format.units(wei, 18), chain: String(chainId) });
}

/** A sum of one asset, as a limit or a total has it. */
export function assetText(
  telling: Telling,
  chainId: number | undefined,
  asset: Amount['asset'],
  amount: bigint,
): string {
  return amountText(telling, chainId, { asset, amount, unlimited: false });
}

export function assetName(telling: Telling, asset: Amount['asset']): string {
  return asset === 'native' ? telling.m.decoded.nativeCoin : tokenName(telling, asset);
}

function tokenName(telling: Telling, asset: Amount['asset']): string {
  const known = knownAs(telling, asset);
  return known === undefined ? telling.m.decoded.token({ address: asset }) : isolated(known.text);
}

function partyOf(telling: Telling, { parties }: Decoded, role: PartyRole): string {
  const named = parties.filter((party) => party.role === role);
  if (named.length === 0) return telling.m.decoded.nobody;
  return telling.format.list(named.map(({ address }) => addressText(telling, address)));
}

/** `Alice (0x5290…9EE7)`; whole where nobody knows it, so that a look-alike has nowhere to hide. */
export function addressText(telling: Telling, address: string): string {
  const known = knownAs(telling, address);
  if (known === undefined) return address;
  return telling.m.sign.namedAccount({ name: isolated(known.text), address: shortAddress(address) });
}

export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

export function knownAs({ known }: Pick<Telling, 'known'>, address: string): KnownAddress | undefined {
  return known?.find((each) => each.address === address);
}

export function fieldText(telling: Telling, chainId: number | undefined, field: DescribedField): string {
  const { format } = telling;
  switch (field.format) {
    case 'address':
      return addressText(telling, field.value);
    case 'amount':
      return isDigits(field.value) && field.asset !== undefined
        ? assetText(telling, chainId, field.asset, BigInt(field.value))
        : numberText(format, field.value);
    case 'number':
      return numberText(format, field.value);
    case 'date':
      return isDigits(field.value) ? untilText(telling, BigInt(field.value)) : isolated(field.value);
    case 'text':
      return isolated(field.value);
  }
}

/** Seconds since 1970. */
export function untilText({ m, format }: Telling, seconds: bigint): string {
  return seconds > MAX_DATE_S ? m.decoded.validForever : format.dateTime(Number(seconds) * 1_000);
}

function numberText(format: Format, value: string): string {
  return isDigits(value) ? format.integer(BigInt(value)) : isolated(value);
}

function isDigits(value: string): boolean {
  return /^\d{1,155}$/.test(value);
}

/** A name from elsewhere keeps its direction of writing to itself (UAX #9, FSI … PDI). */
function isolated(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `\u2068${text}\u2069`;
}
