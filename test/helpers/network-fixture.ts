// Main's networks on a folder of their own, quick to give up and to look again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNetworkHandlers } from '../../main/ipc/network-handlers.ts';
import { NetworkService, type NetworkServiceOptions } from '../../main/networks/network-service.ts';
import type { Keychain } from '../../main/wrapped-key.ts';
import { type Contract, contract } from '../../preload/contract.ts';
import { type NetworkChoice, networkChoiceSchema, type TrackedInput } from '../../preload/networks.ts';
import type { z } from '../../tee-sim/protocol/schema.ts';
import { ANVIL_CHAIN } from './anvil.ts';

/** Turns every byte over: what it wraps is not to be read in a file. */
export const testKeychain: Keychain = {
  protects: async () => true,
  wrap: async (text) => Buffer.from(text).map((byte) => byte ^ 0xff),
  unwrap: async (wrapped) => ({
    text: Buffer.from(wrapped.map((byte) => byte ^ 0xff)).toString(),
    stale: false,
  }),
};

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'airaccount-networks-'));
}

export class NetworkFixture {
  readonly folder: string;
  readonly updates: TrackedInput[] = [];
  #service: NetworkService;
  readonly #options: Partial<NetworkServiceOptions>;

  constructor(options: Partial<NetworkServiceOptions> = {}, folder = temporaryFolder()) {
    this.folder = folder;
    this.#options = options;
    this.#service = this.#create();
  }

  get service(): NetworkService {
    return this.#service;
  }

  /** As after a crash: nothing of the old one is asked, its file is read again. */
  restart(): NetworkService {
    this.#service.stop();
    this.#service = this.#create();
    return this.#service;
  }

  dispose(): void {
    this.#service.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #create(): NetworkService {
    return new NetworkService({
      folder: this.folder,
      keychain: testKeychain,
      onUpdate: (transaction) => this.updates.push(transaction),
      confirmHost: async () => true,
      endpoints: { timeoutMs: 2_000 },
      timing: { rounds: 2, firstPauseMs: 5 },
      patience: { dropAfterMs: 0, lookForMs: 60_000 },
      pace: { localMs: 3_600_000, remoteMs: 3_600_000, slowMs: 3_600_000 },
      ...this.#options,
    });
  }
}

type Calls = Contract['networks'];
type Value<O> = O extends { ok: true; value: infer V } ? V : never;

const handlers = new WeakMap<NetworkService, ReturnType<typeof createNetworkHandlers>>();

function handlersOf(service: NetworkService): ReturnType<typeof createNetworkHandlers> {
  const known = handlers.get(service) ?? createNetworkHandlers(service);
  handlers.set(service, known);
  return known;
}

/** As the page calls it: both ways through the contract's schemas. */
export async function callNetworks<C extends keyof Calls>(
  service: NetworkService,
  name: C,
  ...input: undefined extends z.input<Calls[C]['input']> ? [] : [z.input<Calls[C]['input']>]
): Promise<z.output<Calls[C]['output']>> {
  const { input: inputs, output } = contract.networks[name];
  const handler = handlersOf(service)[name] as (value: unknown) => Promise<unknown>;
  return output.parse(await handler(inputs.parse(input[0]))) as z.output<Calls[C]['output']>;
}

/** The value of an answer. @throws Error with the problem */
export function unwrap<O extends { ok: boolean }>(outcome: O): Value<O> {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return (outcome as { value?: unknown }).value as Value<O>;
}

/** A network of these endpoints, as the page would ask for it. */
export function networkOf(urls: readonly string[], more: Partial<NetworkChoice> = {}): NetworkChoice {
  return networkChoiceSchema.parse({
    chainId: ANVIL_CHAIN,
    name: 'Anvil',
    symbol: 'ETH',
    confirmations: 3,
    endpoints: urls.map((url) => ({ url })),
    bundlers: [],
    ...more,
  });
}

/** Never called off. */
export const ALWAYS = new AbortController().signal;
