// Reads a payment request: an address, or an `ethereum:` link (ERC-681) with its chain and amount. Pure. What it does
// not understand it refuses whole: a payment that is only half of what somebody asked for is another payment.
import { type Address, addressSchema, chainIdSchema } from '../../../tee-sim/protocol/payment.ts';

export interface PaymentRequest {
  /** As written: one without a checksum is not given one here. */
  readonly recipient: string;
  /** Absent: of whatever network is chosen. */
  readonly chainId: number | undefined;
  readonly asset: 'native' | Address;
  /** Base units; absent: the person says how much. */
  readonly amount: bigint | undefined;
}

export type LinkProblem =
  /** Neither an address nor such a link. */
  | 'no-payment'
  | 'checksum'
  /** A name in place of an address: nobody here can look it up. */
  | 'named'
  | 'chain'
  | 'amount'
  /** Calls something other than a payment, or says something that is not known here. */
  | 'unsupported';

export type ReadLink =
  | { readonly ok: true; readonly request: PaymentRequest }
  | { readonly ok: false; readonly problem: LinkProblem };

const SCHEME = /^ethereum:/i;
/** ethereum:[pay-]target[@chain][/function][?key=value&…] */
const LINK = /^ethereum:(?:pay-)?([^@/?#]+)(?:@([^/?#]*))?(?:\/([^?#]*))?(?:\?([^#]*))?$/i;
const UINT256_LIMIT = 1n << 256n;
/** Longer is no link of a payment. */
const MAX_TEXT = 1_000;
/** The network's fees are the payer's own business. */
const IGNORED: ReadonlySet<string> = new Set(['gas', 'gasLimit', 'gasPrice']);

export function isPaymentLink(text: string): boolean {
  return SCHEME.test(text.trim());
}

export function readPaymentLink(text: string): ReadLink {
  const trimmed = text.trim();
  if (trimmed.length > MAX_TEXT) return refuse('no-payment');
  if (!SCHEME.test(trimmed)) {
    const target = addressOf(trimmed);
    if (!target.ok) return target.problem === 'named' ? refuse('no-payment') : target;
    return { ok: true, request: { ...ANY, recipient: trimmed } };
  }
  const parts = LINK.exec(trimmed);
  if (parts === null) return refuse('no-payment');
  const [, target = '', chain, called, query = ''] = parts;
  const address = addressOf(target);
  if (!address.ok) return address;
  const chainId = chain === undefined ? undefined : chainOf(chain);
  if (chain !== undefined && chainId === undefined) return refuse('chain');
  const parameters = parametersOf(query);
  if (parameters === undefined) return refuse('unsupported');
  if (called === undefined || called === '') return coinRequest(target, chainId, parameters);
  return called === 'transfer' ? tokenRequest(address.address, chainId, parameters) : refuse('unsupported');
}

const ANY = { chainId: undefined, asset: 'native', amount: undefined } as const;

type Parameters = ReadonlyMap<string, string>;

function coinRequest(recipient: string, chainId: number | undefined, parameters: Parameters): ReadLink {
  if (!hasOnly(parameters, ['value'])) return refuse('unsupported');
  const value = parameters.get('value');
  const amount = value === undefined ? undefined : numberOf(value);
  if (value !== undefined && amount === undefined) return refuse('amount');
  return { ok: true, request: { recipient, chainId, asset: 'native', amount } };
}

function tokenRequest(token: Address, chainId: number | undefined, parameters: Parameters): ReadLink {
  if (!hasOnly(parameters, ['address', 'uint256'])) return refuse('unsupported');
  const recipient = parameters.get('address') ?? '';
  const to = addressOf(recipient);
  if (!to.ok) return to;
  const value = parameters.get('uint256');
  const amount = value === undefined ? undefined : numberOf(value);
  if (value !== undefined && amount === undefined) return refuse('amount');
  return { ok: true, request: { recipient, chainId, asset: token, amount } };
}

type ReadAddress = { readonly ok: true; readonly address: Address } | Extract<ReadLink, { ok: false }>;

function addressOf(text: string): ReadAddress {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return refuse(text.startsWith('0x') ? 'no-payment' : 'named');
  const address: Address | undefined = addressSchema.safeParse(text).data;
  return address === undefined ? refuse('checksum') : { ok: true, address };
}

function chainOf(text: string): number | undefined {
  return /^[1-9][0-9]{0,15}$/.test(text) ? chainIdSchema.safeParse(Number(text)).data : undefined;
}

/** `undefined`: something stands there twice, or cannot be read. */
function parametersOf(query: string): Parameters | undefined {
  const found = new Map<string, string>();
  for (const part of query === '' ? [] : query.split('&')) {
    const [key = '', value, ...more] = part.split('=');
    if (key === '' || value === undefined || more.length > 0 || found.has(key)) return undefined;
    found.set(key, value);
  }
  return found;
}

function hasOnly(parameters: Parameters, known: readonly string[]): boolean {
  return [...parameters.keys()].every((key) => known.includes(key) || IGNORED.has(key));
}

/** ERC-681 `number`: digits, a fraction, an exponent; what it comes to must be whole. `undefined`: it is not. */
function numberOf(text: string): bigint | undefined {
  const parts = /^\+?(\d{0,80})(?:\.(\d{1,80}))?(?:[eE](\d{1,2}))?$/.exec(text);
  if (parts === null) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = parts;
  if (whole + fraction === '') return undefined;
  const digits = fraction.replace(/0+$/, '');
  const shift = Number(exponent) - digits.length;
  if (shift < 0) return undefined;
  const amount = BigInt(whole + digits) * 10n ** BigInt(shift);
  return amount < UINT256_LIMIT ? amount : undefined;
}

function refuse(problem: LinkProblem): Extract<ReadLink, { ok: false }> {
  return { ok: false, problem };
}
