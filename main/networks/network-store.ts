// The person's networks, in one file. An address that holds credentials is wrapped by the OS keychain; where that
// protects nothing it is kept as text in a file that only this user can read, and `kept: plain` says so.
import {
  type EndpointView,
  type NetworkChoice,
  type NetworkView,
  networkChoiceSchema,
} from '../../preload/networks.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { base64UrlToBytes, bytesToBase64Url } from '../../tee-sim/protocol/bytes.ts';
import { z } from '../../tee-sim/protocol/schema.ts';
import type { Keychain } from '../wrapped-key.ts';
import { type EndpointAddress, parseEndpoint } from './endpoint-url.ts';
import { KeptFile } from './kept-file.ts';
import { coinSymbol } from './known-networks.ts';
import { NetworkError } from './network-error.ts';

const storedEndpoint = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{8,32}$/),
  /** Shown while a wrapped address cannot be opened. */
  label: z.string().max(300),
  /** The address itself, or base64url of what the keychain made of it. */
  plain: z.string().max(2_048).optional(),
  wrapped: z.string().max(16_384).optional(),
});
type StoredEndpoint = z.output<typeof storedEndpoint>;

const storedNetwork = networkChoiceSchema.extend({
  endpoints: z.array(storedEndpoint).min(1).max(8),
  bundlers: z.array(storedEndpoint).max(4),
});

const fileSchema = z.strictObject({ v: z.literal(1), networks: z.array(storedNetwork).max(64) });

/** An endpoint as it is used; without an address it is locked. */
export interface KnownEndpoint {
  readonly view: EndpointView;
  readonly address: EndpointAddress | undefined;
  readonly stored: StoredEndpoint;
}

export interface KnownNetwork {
  readonly view: NetworkView;
  readonly endpoints: readonly KnownEndpoint[];
  readonly bundlers: readonly KnownEndpoint[];
}

export class NetworkStore {
  readonly #file: KeptFile<typeof fileSchema>;
  readonly #keychain: Keychain;
  #networks: Promise<Map<number, KnownNetwork>> | undefined;
  #changing: Promise<unknown> = Promise.resolve();

  constructor(path: string, keychain: Keychain) {
    this.#file = new KeptFile(path, fileSchema);
    this.#keychain = keychain;
  }

  get putAside(): string | undefined {
    return this.#file.putAside;
  }

  /** @throws NetworkError storage */
  async all(): Promise<readonly KnownNetwork[]> {
    return [...(await this.#load()).values()];
  }

  /** @throws NetworkError unknown-network, storage */
  async get(chainId: number): Promise<KnownNetwork> {
    const network = (await this.#load()).get(chainId);
    if (network === undefined) throw new NetworkError('unknown-network');
    return network;
  }

  /** Of a kept endpoint of whichever network. @throws NetworkError no-endpoint, endpoint-locked, storage */
  async addressOf(id: string): Promise<EndpointAddress> {
    const kept = (await this.#endpoints()).find(({ view }) => view.id === id);
    if (kept === undefined) throw new NetworkError('no-endpoint');
    if (kept.address === undefined) throw new NetworkError('endpoint-locked', { endpoint: kept.view.label });
    return kept.address;
  }

  /** Of every kept endpoint that can be opened; for main alone. @throws NetworkError storage */
  async addresses(): Promise<string[]> {
    return (await this.#endpoints()).flatMap(({ address }) => address?.url ?? []);
  }

  async #endpoints(): Promise<KnownEndpoint[]> {
    return (await this.all()).flatMap(({ endpoints, bundlers }) => [...endpoints, ...bundlers]);
  }

  /** Its new endpoints have been checked by the caller. @throws NetworkError */
  save(choice: NetworkChoice, replaces: boolean): Promise<KnownNetwork> {
    return this.#change(async (networks) => {
      const { chainId, endpoints, bundlers, ...described } = choice;
      const before = networks.get(chainId);
      if (before === undefined && replaces) throw new NetworkError('unknown-network');
      if (before !== undefined && !replaces) throw new NetworkError('network-exists');
      const network = toNetwork(
        { chainId, ...described },
        await Promise.all(endpoints.map((each) => this.#choose(each, before?.endpoints ?? []))),
        await Promise.all(bundlers.map((each) => this.#choose(each, before?.bundlers ?? []))),
      );
      return { networks: new Map(networks).set(chainId, network), result: network };
    });
  }

  /** @throws NetworkError unknown-network, storage */
  remove(chainId: number): Promise<void> {
    return this.#change(async (networks) => {
      const left = new Map(networks);
      if (!left.delete(chainId)) throw new NetworkError('unknown-network');
      return { networks: left, result: undefined };
    });
  }

  /** One change after the other; seen by others once it is written. */
  #change<T>(
    change: (
      networks: ReadonlyMap<number, KnownNetwork>,
    ) => Promise<{ networks: Map<number, KnownNetwork>; result: T }>,
  ): Promise<T> {
    const changed = this.#changing.then(async () => {
      const { networks, result } = await change(await this.#load());
      await this.#file.write({ v: 1, networks: [...networks.values()].map(toStored) });
      this.#networks = Promise.resolve(networks);
      return result;
    });
    this.#changing = changed.catch(() => undefined);
    return changed;
  }

  #load(): Promise<Map<number, KnownNetwork>> {
    this.#networks ??= this.#read().catch((error: unknown) => {
      this.#networks = undefined;
      throw error;
    });
    return this.#networks;
  }

  async #read(): Promise<Map<number, KnownNetwork>> {
    const networks = new Map<number, KnownNetwork>();
    const file = await this.#file.read();
    for (const { endpoints, bundlers, ...described } of file?.networks ?? []) {
      const open = (each: StoredEndpoint): Promise<KnownEndpoint> => this.#open(each);
      networks.set(
        described.chainId,
        toNetwork(described, await Promise.all(endpoints.map(open)), await Promise.all(bundlers.map(open))),
      );
    }
    return networks;
  }

  async #choose(
    choice: NetworkChoice['endpoints'][number],
    before: readonly KnownEndpoint[],
  ): Promise<KnownEndpoint> {
    if ('url' in choice) return this.#keep(choice.url);
    const kept = before.find(({ view }) => view.id === choice.id);
    if (kept === undefined) throw new NetworkError('no-endpoint');
    return kept;
  }

  async #keep(url: string): Promise<KnownEndpoint> {
    const address = parseEndpoint(url);
    const id = bytesToBase64Url(randomBytes(9));
    const isWrapped = address.hasCredentials && (await this.#protects());
    const content = isWrapped
      ? { wrapped: bytesToBase64Url(await this.#keychain.wrap(url)) }
      : { plain: url };
    return toEndpoint({ id, label: address.label, ...content }, address);
  }

  async #open(stored: StoredEndpoint): Promise<KnownEndpoint> {
    try {
      const url =
        stored.wrapped === undefined
          ? (stored.plain ?? '')
          : (await this.#keychain.unwrap(base64UrlToBytes(stored.wrapped))).text;
      return toEndpoint(stored, parseEndpoint(url));
    } catch {
      return toEndpoint(stored, undefined);
    }
  }

  #protects(): Promise<boolean> {
    return this.#keychain.protects().catch(() => false);
  }
}

function toEndpoint(stored: StoredEndpoint, address: EndpointAddress | undefined): KnownEndpoint {
  const kept = stored.wrapped === undefined ? 'plain' : 'keychain';
  const view: EndpointView = {
    id: stored.id,
    label: address?.label ?? stored.label,
    hasCredentials: address?.hasCredentials ?? true,
    kept: address === undefined ? 'locked' : kept,
  };
  return { view, address, stored };
}

function toNetwork(
  described: Omit<NetworkView, 'endpoints' | 'bundlers'>,
  endpoints: readonly KnownEndpoint[],
  bundlers: readonly KnownEndpoint[],
): KnownNetwork {
  const views = (list: readonly KnownEndpoint[]): EndpointView[] => list.map(({ view }) => view);
  return {
    view: {
      ...described,
      symbol: coinSymbol(described),
      endpoints: views(endpoints),
      bundlers: views(bundlers),
    },
    endpoints,
    bundlers,
  };
}

function toStored({ view, endpoints, bundlers }: KnownNetwork): z.input<typeof storedNetwork> {
  return {
    ...view,
    endpoints: endpoints.map(({ stored }) => stored),
    bundlers: bundlers.map(({ stored }) => stored),
  };
}
