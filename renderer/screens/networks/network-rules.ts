// What the form of a network holds, and whether main would take it. Pure; main judges everything again.
import type { EndpointView, NetworkView, OfferedNetwork } from '../../../preload/networks.ts';
import { chainIdSchema } from '../../../tee-sim/protocol/payment.ts';
import type { NetworkChoiceInput } from '../../app/networks/networks-store.ts';

/** One that is kept, or a new one by its address, which may hold a key: in no store. */
export interface EndpointDraft {
  /** Tells drafts apart while their text changes. */
  readonly key: string;
  readonly kept: EndpointView | undefined;
  readonly url: string;
  /** The kept one whose place it takes. */
  readonly insteadOf?: EndpointView;
}

export interface NetworkValues {
  readonly name: string;
  readonly chainId: string;
  readonly symbol: string;
  readonly confirmations: string;
  readonly explorer: string;
  readonly endpoints: readonly EndpointDraft[];
  readonly bundlers: readonly EndpointDraft[];
}

export type EndpointList = 'endpoints' | 'bundlers';

/** As the contract has them. */
export const MOST: Readonly<Record<EndpointList, number>> = { endpoints: 8, bundlers: 4 };

/** What an address begins with, but for a node on this computer. */
export const SCHEME = 'https://';

let drafts = 0;

export function newDraft(url = ''): EndpointDraft {
  drafts += 1;
  return { key: `draft-${drafts}`, kept: undefined, url };
}

/** Another address for a kept one; as main shows it, where that is all of it. */
export function draftInsteadOf(kept: EndpointView): EndpointDraft {
  return { ...newDraft(kept.hasCredentials ? '' : kept.label), insteadOf: kept };
}

/** The kept one stays after all. */
export function keptAgain(draft: EndpointDraft): EndpointDraft {
  const { key, insteadOf } = draft;
  return insteadOf === undefined ? draft : { key, kept: insteadOf, url: '' };
}

export function emptyNetwork(): NetworkValues {
  return {
    name: '',
    chainId: '',
    symbol: 'ETH',
    confirmations: '12',
    explorer: '',
    endpoints: [newDraft()],
    bundlers: [],
  };
}

export function valuesOfOffered(offered: OfferedNetwork): NetworkValues {
  return { ...describedBy(offered), endpoints: [newDraft(offered.suggestedUrl)], bundlers: [] };
}

export function valuesOfNetwork(network: NetworkView): NetworkValues {
  const kept = (endpoint: EndpointView): EndpointDraft => ({ key: endpoint.id, kept: endpoint, url: '' });
  return {
    ...describedBy(network),
    endpoints: network.endpoints.map(kept),
    bundlers: network.bundlers.map(kept),
  };
}

/** What a node said it is fills what nobody wrote yet: its number, and of a well-known chain all of it. */
export function filledFrom(
  values: NetworkValues,
  chainId: number,
  offered: readonly OfferedNetwork[],
): NetworkValues {
  if (values.chainId.trim() !== '') return values;
  const known = offered.find((each) => each.chainId === chainId);
  if (known === undefined || values.name.trim() !== '') return { ...values, chainId: String(chainId) };
  return { ...values, ...describedBy(known) };
}

/** What a well-known chain calls its coin: nobody else may say it, amounts are told with it. */
export function coinOf(
  { chainId }: Pick<NetworkValues, 'chainId'>,
  offered: readonly OfferedNetwork[],
): string | undefined {
  return offered.find((each) => String(each.chainId) === chainId.trim())?.symbol;
}

export interface NetworkFormProblems {
  readonly name?: 'nameEmpty' | 'nameLong' | undefined;
  readonly chainId?: 'chainForm' | 'chainKnown' | undefined;
  readonly symbol?: 'symbolForm' | undefined;
  readonly confirmations?: 'confirmationsForm' | undefined;
  readonly explorer?: 'explorerForm' | undefined;
  /** By a draft's key. */
  readonly urls: Readonly<Record<string, UrlProblem>>;
}
export type UrlProblem = 'urlEmpty' | 'urlForm' | 'urlInsecure' | 'urlFragment' | 'urlTwice';

/** `taken`: chains that are configured already, without the one that is edited. */
export function networkFormProblems(values: NetworkValues, taken: ReadonlySet<number>): NetworkFormProblems {
  const name = values.name.trim();
  return {
    name: name === '' ? 'nameEmpty' : name.length > 64 ? 'nameLong' : undefined,
    chainId: chainProblem(values.chainId, taken),
    symbol: /^[\p{L}\p{N}.$+-]{1,12}$/u.test(values.symbol.trim()) ? undefined : 'symbolForm',
    confirmations: isWhole(values.confirmations, 1, 1_000) ? undefined : 'confirmationsForm',
    explorer: isExplorer(values.explorer) ? undefined : 'explorerForm',
    urls: { ...urlProblems(values.endpoints, 'required'), ...urlProblems(values.bundlers, 'optional') },
  };
}

export function hasProblems({ urls, ...fields }: NetworkFormProblems): boolean {
  return Object.keys(urls).length > 0 || Object.values(fields).some((problem) => problem !== undefined);
}

/** As it is sent; only of values without problems. Rows that were left empty are none. */
export function choiceOf(values: NetworkValues): NetworkChoiceInput {
  const explorer = explorerText(values.explorer);
  return {
    name: values.name.trim(),
    chainId: Number(values.chainId),
    symbol: values.symbol.trim(),
    confirmations: Number(values.confirmations),
    ...(explorer === '' ? {} : { explorer }),
    endpoints: values.endpoints.flatMap(choiceOfDraft),
    bundlers: values.bundlers.flatMap(choiceOfDraft),
  };
}

function choiceOfDraft({ kept, url }: EndpointDraft): NetworkChoiceInput['endpoints'] {
  if (kept !== undefined) return [{ id: kept.id }];
  return url.trim() === '' ? [] : [{ url: url.trim() }];
}

function describedBy(network: OfferedNetwork | NetworkView) {
  return {
    name: network.name,
    chainId: String(network.chainId),
    symbol: network.symbol,
    confirmations: String(network.confirmations),
    explorer: network.explorer ?? '',
  };
}

function chainProblem(text: string, taken: ReadonlySet<number>): NetworkFormProblems['chainId'] {
  const isNumber = /^[1-9]\d{0,15}$/.test(text.trim());
  if (!isNumber || !chainIdSchema.safeParse(Number(text)).success) return 'chainForm';
  return taken.has(Number(text)) ? 'chainKnown' : undefined;
}

function isWhole(text: string, least: number, most: number): boolean {
  return /^\d{1,4}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;
}

/** As the contract has it: no slash at its end is left. */
function explorerText(text: string): string {
  return text.trim().replace(/\/+$/, '');
}

function isExplorer(text: string): boolean {
  const explorer = explorerText(text);
  if (explorer === '') return true;
  return explorer.length <= 200 && /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:\/[\w./-]*)?$/.test(explorer);
}

function urlProblems(
  drafts: readonly EndpointDraft[],
  need: 'required' | 'optional',
): Record<string, UrlProblem> {
  const found: Record<string, UrlProblem> = {};
  const seen = new Set<string>();
  for (const { key, kept, url, insteadOf } of drafts) {
    const text = url.trim();
    if (text === '' && insteadOf !== undefined) found[key] = 'urlEmpty';
    if (kept !== undefined || text === '') continue;
    const problem = endpointProblem(text);
    if (problem !== undefined) found[key] = problem;
    else if (seen.has(new URL(text).href)) found[key] = 'urlTwice';
    else seen.add(new URL(text).href);
  }
  const isEmpty = drafts.every(({ kept, url }) => kept === undefined && url.trim() === '');
  const [first] = drafts;
  if (need === 'required' && isEmpty && first !== undefined) found[first.key] = 'urlEmpty';
  return found;
}

export function isEndpoint(text: string): boolean {
  return endpointProblem(text) === undefined;
}

/** https, or http on this computer; credentials are allowed, they are kept apart. */
function endpointProblem(text: string): UrlProblem | undefined {
  if (!URL.canParse(text) || text.length > 2_048) return 'urlForm';
  const { protocol, hostname, hash } = new URL(text);
  const isHere =
    hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
  if (protocol === 'http:' && !isHere) return 'urlInsecure';
  if (protocol !== 'http:' && protocol !== 'https:') return 'urlForm';
  return hash === '' ? undefined : 'urlFragment';
}
