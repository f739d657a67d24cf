// Everything that main does with networks, put together: configuration, endpoints, nonces, the journal and who follows
// it. Knows nothing of windows.
import { join } from 'node:path';
import type {
  EndpointChoice,
  LostJournal,
  NetworkChoice,
  NetworkView,
  TrackedInput,
} from '../../preload/networks.ts';
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import type { Address } from '../../tee-sim/protocol/payment.ts';
import type { Keychain } from '../wrapped-key.ts';
import { Broadcaster } from './broadcaster.ts';
import { EndpointClients, type EndpointOptions } from './endpoint-client.ts';
import { type EndpointAddress, parseEndpoint } from './endpoint-url.ts';
import { suggestFees } from './fees.ts';
import { Journal } from './journal.ts';
import { type JournalEntry, viewOf } from './journal-entry.ts';
import type { Patience } from './judge.ts';
import { type ConfirmHost, KnownHosts } from './known-hosts.ts';
import { NetworkError, throwIfCancelled } from './network-error.ts';
import { NetworkRpc, type RpcTiming } from './network-rpc.ts';
import { type KnownEndpoint, type KnownNetwork, NetworkStore } from './network-store.ts';
import { operationEntry, transactionEntry } from './new-entry.ts';
import { NonceBook, type ReservedNonce } from './nonces.ts';
import { parseRawTransaction, type RawTransaction, unsignedWith } from './raw-transaction.ts';
import { replacementFees } from './replacement.ts';
import { chainIdCall, countCall } from './rpc-calls.ts';
import { type ChainAccess, type Pace, Tracker } from './tracker.ts';
import type { OperationToSend } from './user-operation.ts';

export interface NetworkServiceOptions {
  readonly folder: string;
  readonly keychain: Keychain;
  readonly onUpdate: (transaction: TrackedInput) => void;
  /** Asks a person about a host that no saved network has. */
  readonly confirmHost: ConfirmHost;
  readonly nowMs?: (() => number) | undefined;
  readonly endpoints?: EndpointOptions | undefined;
  readonly timing?: RpcTiming | undefined;
  readonly patience?: Patience | undefined;
  readonly pace?: Pace | undefined;
}

export class NetworkService {
  readonly #options: NetworkServiceOptions;
  readonly #store: NetworkStore;
  readonly #journal: Journal;
  readonly #nonces: NonceBook;
  readonly #hosts: KnownHosts;
  readonly #broadcaster: Broadcaster;
  readonly #tracker: Tracker;
  readonly #ending = new AbortController();
  readonly #clients: EndpointClients;
  readonly #access = new Map<number, { network: KnownNetwork; access: ChainAccess }>();
  readonly #nowMs: () => number;

  constructor(options: NetworkServiceOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? Date.now;
    this.#store = new NetworkStore(join(options.folder, 'networks.json'), options.keychain);
    const path = join(options.folder, 'transactions.json');
    this.#journal = new Journal(path, this.#nowMs, (entry) => options.onUpdate(viewOf(entry)));
    // A clock that somebody sets must not end a promise whose review is still there.
    this.#nonces = new NonceBook(() => performance.now());
    this.#hosts = new KnownHosts(options.confirmHost);
    this.#clients = new EndpointClients(options.endpoints);
    this.#broadcaster = new Broadcaster(this.#journal, this.#ending.signal);
    this.#tracker = new Tracker(
      {
        journal: this.#journal,
        chain: (chainId) => this.#accessTo(chainId),
        nowMs: this.#nowMs,
        patience: options.patience,
        pace: options.pace,
      },
      this.#ending.signal,
    );
  }

  /** Follows what an earlier run left on its way. @throws NetworkError storage */
  start(): Promise<void> {
    return this.#tracker.resume();
  }

  /** Ends following and sending; the page's questions end with it. What was being sent is looked for at the next start. */
  stop(): void {
    this.#ending.abort();
  }

  /** @throws NetworkError storage */
  async list(): Promise<{
    networks: NetworkView[];
    putAside: string[];
    lostJournal?: LostJournal | undefined;
    forgottenUntilMs?: number | undefined;
  }> {
    const networks = (await this.#store.all()).map(({ view }) => view);
    const putAside = [this.#store.putAside].filter((name) => name !== undefined);
    const lostJournal = await this.#journal.lost();
    return { networks, putAside, lostJournal, forgottenUntilMs: await this.#journal.forgottenUntil() };
  }

  /** @throws NetworkError of a new endpoint that is not there, or of another chain */
  async save(choice: NetworkChoice, replaces: boolean, signal: AbortSignal): Promise<NetworkView> {
    for (const each of [...choice.endpoints, ...choice.bundlers]) {
      if (!('url' in each)) continue;
      const client = this.#clients.to(await this.#allowed(each.url, signal));
      await client.requireChain(choice.chainId, signal, true);
    }
    const { view } = await this.#store.save(choice, replaces);
    this.#tracker.watch(choice.chainId);
    return view;
  }

  remove(chainId: number): Promise<void> {
    return this.#store.remove(chainId);
  }

  /** None where they cannot be read: a link less is no harm. */
  async explorers(): Promise<string[]> {
    const networks = await this.#store.all().catch(() => []);
    return networks.flatMap(({ view }) => view.explorer ?? []);
  }

  /** @throws NetworkError no-endpoint, endpoint-locked, or why it does not answer */
  async check(
    choice: EndpointChoice,
    signal: AbortSignal,
  ): Promise<{ label: string; chainId: number; latencyMs: number }> {
    const client = this.#clients.to(
      'url' in choice ? await this.#allowed(choice.url, signal) : await this.#store.addressOf(choice.id),
    );
    const startedMs = performance.now();
    const chainId = await client.bind(signal).call(chainIdCall);
    return { label: client.address.label, chainId, latencyMs: Math.round(performance.now() - startedMs) };
  }

  /** @throws NetworkError unknown-network, storage */
  async rpc(chainId: number): Promise<NetworkRpc> {
    return (await this.#accessTo(chainId)).rpc;
  }

  /** @throws NetworkError no-bundler, unknown-network, storage */
  async bundler(chainId: number): Promise<NetworkRpc> {
    const { bundler } = await this.#accessTo(chainId);
    if (bundler.endpoints.length === 0) throw new NetworkError('no-bundler');
    return bundler;
  }

  async reserveNonce(chainId: number, account: Address, signal: AbortSignal): Promise<ReservedNonce> {
    const rpc = await this.rpc(chainId);
    const askedAtMs = this.#nowMs();
    const counts = await rpc.read(
      async (one) => [
        await one.call(countCall(account, 'pending')),
        await one.call(countCall(account, 'latest')),
      ],
      signal,
    );
    const [pending = 0n, latest = 0n] = counts;
    const journal = await this.#journal.all();
    return this.#nonces.reserve(chainId, account, pending > latest ? pending : latest, askedAtMs, journal);
  }

  releaseNonce(reservationId: string): void {
    this.#nonces.release(reservationId);
  }

  /** @throws NetworkError bad-transaction, unknown-network, storage */
  async broadcast(
    chainId: number,
    raw: Uint8Array,
    reservationId: string | undefined,
  ): Promise<TrackedInput> {
    const transaction = parseRawTransaction(raw);
    if (transaction.chainId !== chainId) throw new NetworkError('bad-transaction');
    const { view } = await this.#store.get(chainId);
    const entry =
      (await this.#journal.find(transaction.hash)) ??
      transactionEntry(transaction, `0x${bytesToHex(raw)}`, this.#written(view));
    // Somebody named an operation by this very hash: it is not what is to be sent.
    if (entry.kind !== 'transaction') throw new NetworkError('bad-transaction');
    const tracked = viewOf(await this.#send(entry));
    // The journal holds the nonce now. What could not be written down keeps its promise, to be sent again.
    if (reservationId !== undefined) this.#nonces.release(reservationId);
    return tracked;
  }

  /** @throws NetworkError no-bundler, unknown-network, storage */
  async sendUserOperation(operation: OperationToSend): Promise<TrackedInput> {
    await this.bundler(operation.chainId);
    const { view } = await this.#store.get(operation.chainId);
    const entry =
      (await this.#journal.find(operation.hash)) ?? operationEntry(operation, this.#written(view));
    if (entry.kind !== 'user-operation') throw new NetworkError('bad-transaction');
    return viewOf(await this.#send(entry));
  }

  /** @throws NetworkError unknown-transaction, unknown-network, storage */
  async sendAgain(hash: string): Promise<TrackedInput> {
    return viewOf(await this.#send(await this.#journal.get(hash)));
  }

  /** @throws NetworkError unknown-transaction, bad-transaction when it may have left */
  async discard(hash: string): Promise<void> {
    const entry = await this.#journal.get(hash);
    if (entry.state !== 'prepared' || this.#broadcaster.isSending(hash))
      throw new NetworkError('bad-transaction');
    await this.#journal.remove(entry);
  }

  async transactions(
    chainId: number | undefined,
    account: Address | undefined,
    limit: number,
  ): Promise<TrackedInput[]> {
    const matching = (await this.#journal.all()).filter(
      (entry) =>
        (chainId === undefined || entry.chainId === chainId) &&
        (account === undefined || entry.account === account),
    );
    return matching.slice(-limit).reverse().map(viewOf);
  }

  /** @throws NetworkError unknown-transaction, storage */
  async refresh(hash: string): Promise<TrackedInput> {
    const entry = await this.#journal.get(hash);
    await this.#tracker.lookAgain(entry.chainId);
    return viewOf(await this.#journal.get(hash));
  }

  /** @throws NetworkError bad-transaction for what no longer waits */
  async replacement(
    hash: string,
    signal: AbortSignal,
  ): Promise<RawTransaction & { readonly unsigned: Uint8Array; readonly extraFeeWei: string }> {
    const { payload, chainId, state } = await this.#journal.get(hash);
    if (payload.kind !== 'raw' || state === 'mined' || state === 'replaced')
      throw new NetworkError('bad-transaction');
    const raw = Uint8Array.from(Buffer.from(payload.raw.slice(2), 'hex'));
    const transaction = parseRawTransaction(raw);
    const rpc = await this.rpc(chainId);
    const usual = await rpc.read((one) => suggestFees(one, raw.length), signal);
    const fees = replacementFees(transaction.fees, usual);
    return { ...transaction, fees, unsigned: unsignedWith(raw, fees), extraFeeWei: usual.extraFeeWei };
  }

  /** What is settled, mined or on its way already is only looked at. */
  async #send(entry: JournalEntry): Promise<JournalEntry> {
    const isDone = entry.settled || ['mined', 'replaced', 'broadcasting'].includes(entry.state);
    if (isDone || entry.failure === 'reverted') return entry;
    const { rpc, bundler } = await this.#accessTo(entry.chainId);
    const sent = await this.#broadcaster.send(
      entry,
      (entry.kind === 'transaction' ? rpc : bundler).endpoints,
    );
    this.#tracker.watch(entry.chainId);
    return sent;
  }

  /** @throws NetworkError bad-url, insecure-url, host-refused, cancelled */
  async #allowed(url: string, signal: AbortSignal): Promise<EndpointAddress> {
    const address = parseEndpoint(url);
    await this.#hosts.require(address.url, await this.#store.addresses());
    throwIfCancelled(signal);
    return address;
  }

  #written({ confirmations }: NetworkView): { nowMs: number; confirmationsNeeded: number } {
    return { nowMs: this.#nowMs(), confirmationsNeeded: confirmations };
  }

  /** The same clients for as long as the network stays configured as it is. */
  async #accessTo(chainId: number): Promise<ChainAccess> {
    const network = await this.#store.get(chainId);
    const known = this.#access.get(chainId);
    if (known?.network === network) return known.access;
    const access = {
      rpc: this.#rpcOf(chainId, network.endpoints),
      bundler: this.#rpcOf(chainId, network.bundlers),
    };
    this.#access.set(chainId, { network, access });
    return access;
  }

  #rpcOf(chainId: number, endpoints: readonly KnownEndpoint[]): NetworkRpc {
    const clients = endpoints.flatMap(({ address }) =>
      address === undefined ? [] : [this.#clients.to(address)],
    );
    const nobody = endpoints.length > 0 ? 'endpoint-locked' : 'no-endpoint';
    return new NetworkRpc(chainId, clients, this.#options.timing, nobody);
  }
}
