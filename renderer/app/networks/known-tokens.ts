// Token contracts that a person wants to see, kept in this window's storage. What is kept of one is what its contract
// said of itself: a claim, and shown as one. Nothing of the TEE depends on it.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Address, addressSchema, chainIdSchema } from '../../../tee-sim/protocol/payment.ts';
import { z } from '../../../tee-sim/protocol/schema.ts';

const tokenSchema = z.strictObject({
  chainId: chainIdSchema,
  address: addressSchema,
  name: z.string().max(64).optional(),
  symbol: z.string().max(32).optional(),
  decimals: z.number().int().min(0).max(36).optional(),
});
export type KnownToken = z.output<typeof tokenSchema>;

export type TokensStore = StoreApi<{ readonly tokens: readonly KnownToken[] }>;

type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'airaccount.tokens';
/** As many as a network is asked about at once. */
export const MAX_TOKENS = 50;
const MAX_KEPT = 1_000;

/** What is kept and does not fit is left out. */
export function createTokensStore(storage: TextStorage): TokensStore {
  const store: TokensStore = createStore(() => ({ tokens: readKept(storage.getItem(KEY)) }));
  store.subscribe(({ tokens }) => storage.setItem(KEY, JSON.stringify(tokens)));
  return store;
}

export function tokensOf(tokens: readonly KnownToken[], chainId: number): readonly KnownToken[] {
  return tokens.filter((token) => token.chainId === chainId).slice(0, MAX_TOKENS);
}

/** One that is there already is not there twice. */
export function addToken(store: TokensStore, token: KnownToken): void {
  store.setState(({ tokens }) => ({ tokens: [...tokens.filter((each) => !isSame(each, token)), token] }));
}

export function dropToken(store: TokensStore, token: Pick<KnownToken, 'chainId' | 'address'>): void {
  store.setState(({ tokens }) => ({ tokens: tokens.filter((each) => !isSame(each, token)) }));
}

/** A network that comes back later begins without any. */
export function dropTokensOf(store: TokensStore, chainId: number): void {
  store.setState(({ tokens }) => ({ tokens: tokens.filter((each) => each.chainId !== chainId) }));
}

export type TokenProblem = 'form' | 'checksum' | 'known' | 'full';

/** What speaks against adding the contract at that address. */
export function tokenProblem(
  text: string,
  chainId: number,
  tokens: readonly KnownToken[],
): TokenProblem | undefined {
  const typed = text.trim();
  if (!/^0x[0-9a-fA-F]{40}$/.test(typed)) return 'form';
  const address: Address | undefined = addressSchema.safeParse(typed).data;
  if (address === undefined) return 'checksum';
  if (tokens.some((token) => isSame(token, { chainId, address }))) return 'known';
  return tokensOf(tokens, chainId).length >= MAX_TOKENS ? 'full' : undefined;
}

/** Whether there is anything like a token at all: what says nothing of itself cannot be told from an empty address. */
export function claimsAnything({ name, symbol, decimals }: KnownToken): boolean {
  return [name, symbol, decimals].some((claim) => claim !== undefined);
}

/** Whether a token calls itself what the network's own coin is called: in any case, through look-alike letters too. */
export function looksNative(claimed: string | undefined, coin: string): boolean {
  const plain = (text: string): string =>
    text
      .normalize('NFKD')
      .replace(/[^\p{L}\p{N}]/gu, '')
      .toUpperCase()
      .replace(/[АВЕНІКМОРСТХΑΒΕΗΙΚΜΝΟΡΤΧΖ]/g, (letter) => LOOK_ALIKES[letter] ?? letter);
  return claimed !== undefined && plain(claimed) !== '' && plain(claimed) === plain(coin);
}

/** Cyrillic and Greek capitals that nobody can tell from Latin ones. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  Н: 'H',
  І: 'I',
  К: 'K',
  М: 'M',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Χ: 'X',
  Ζ: 'Z',
};

function isSame(a: Pick<KnownToken, 'chainId' | 'address'>, b: typeof a): boolean {
  return a.chainId === b.chainId && a.address === b.address;
}

function readKept(text: string | null): KnownToken[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.slice(0, MAX_KEPT).flatMap((each) => tokenSchema.safeParse(each).data ?? []);
  } catch {
    return [];
  }
}
