/// <reference path="../../tee-sim/crypto/sm-crypto.d.ts" />
// A stand-in for `window.airaccount` in tests of the renderer: a real TEE, booted in this process, behind a
// driver that dies, hangs and restarts when the test says so.
import { callNames } from '../../preload/channels.ts';
import type { Bridge, contract, events, MenuAction, Result, TeeStatus } from '../../preload/contract.ts';
import { base64UrlToBytes, bytesToBase64Url, hexToBytes } from '../../tee-sim/protocol/bytes.ts';
import { TeeError, toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { z } from '../../tee-sim/protocol/schema.ts';
import { TestTee } from './tee-in-process.ts';
import { TestClientIdentity } from './test-client.ts';

type SystemLocked = z.output<typeof events.systemLocked>;
type NetworkUpdate = z.output<typeof events.networkUpdate>;
type ProofText = z.input<typeof contract.tee.proveClient.input>;

/** As `TestTee` measures itself. */
export const TEE_MEASUREMENT = '01'.repeat(32);
export const CLIENT_MEASUREMENT = '02'.repeat(32);

/** What happens to the next request: the TEE dies before it gets it, or after it has carried it out. */
export type Accident = 'dies-before' | 'dies-after';

export class FakeBridge {
  readonly tee = new TestTee();
  /** The client's identity, which main holds. */
  readonly identity = new TestClientIdentity();
  /** In the order in which the renderer called. */
  readonly calls: string[] = [];
  /** Puts an answer in place of the true one. */
  answerWith: ((call: string) => unknown) | undefined;
  #restarting: NodeJS.Timeout | undefined;
  readonly #listeners = new Set<(status: TeeStatus) => void>();
  readonly #lockListeners = new Set<(event: SystemLocked) => void>();
  readonly #menuListeners = new Set<(action: MenuAction) => void>();
  readonly #networkListeners = new Set<(update: NetworkUpdate) => void>();
  #status: TeeStatus = { state: 'ready', starts: 1 };
  #accident: { readonly kind: Accident; readonly restartInMs: number | undefined } | undefined;
  #starts = 1;

  readonly bridge: Bridge = {
    tee: {
      status: () => this.#answer('tee.status', () => this.#status),
      attest: ({ clientNonce }) => this.#answer('tee.attest', () => this.#attest(clientNonce)),
      invoke: ({ envelope }) => this.#answer('tee.invoke', () => this.#invoke(envelope)),
      proveClient: (request) => this.#answer('tee.proveClient', () => this.#prove(request)),
      restart: () => this.#answer('tee.restart', () => this.restart()),
      exportFiles: () => this.#answer('tee.exportFiles', () => ({ folder: '/copies', files: ['head'] })),
    },
    app: {
      info: () =>
        this.#answer('app.info', () => ({
          version: '0.0.0',
          host: 'browser-host' as const,
          versions: {},
          platform: 'linux',
          masterKeySource: 'ephemeral' as const,
          expectedClientMeasurement: CLIENT_MEASUREMENT,
        })),
      openExternal: () => this.#answer('app.openExternal', () => undefined),
      setLanguage: ({ language }) => this.#answer(`app.setLanguage ${language}`, () => undefined),
      protectContent: ({ on }) => this.#answer(`app.protectContent ${on}`, () => ({ isProtected: on })),
      saveFile: () => this.#answer('app.saveFile', () => ({ saved: true })),
    },
    networks: this.#networks(),
    on: {
      teeStatus: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      systemLocked: (listener) => {
        this.#lockListeners.add(listener);
        return () => this.#lockListeners.delete(listener);
      },
      menuAction: (listener) => {
        this.#menuListeners.add(listener);
        return () => this.#menuListeners.delete(listener);
      },
      networkUpdate: (listener) => {
        this.#networkListeners.add(listener);
        return () => this.#networkListeners.delete(listener);
      },
    },
  };

  /** Something that a node said of what was sent. */
  updateNetwork(update: NetworkUpdate): void {
    for (const listener of this.#networkListeners) listener(update);
  }

  /** Something the driver says. */
  emit(status: TeeStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }

  /** As main does once the TEE has been told; what the TEE locks then is the test's to do. */
  lockSystem(why: SystemLocked['why']): void {
    for (const listener of this.#lockListeners) listener({ why });
  }

  /** Something chosen from the application menu. */
  choose(action: MenuAction): void {
    for (const listener of this.#menuListeners) listener(action);
  }

  /** The next request meets an accident; the TEE comes back after `restartInMs`, or when the test says so. */
  prepareAccident(kind: Accident, restartInMs?: number): void {
    this.#accident = { kind, restartInMs };
  }

  die(): void {
    this.tee.shutDown();
    this.emit({ state: 'restarting', attempt: 1, retryInMs: 250 });
  }

  restart(): undefined {
    if (this.#status.state === 'ready') this.tee.shutDown();
    this.emit({ state: 'starting' });
    this.tee.boot();
    this.#starts += 1;
    this.emit({ state: 'ready', starts: this.#starts });
    return undefined;
  }

  dispose(): void {
    // Else it comes back to life, in a folder that nobody removes.
    clearTimeout(this.#restarting);
    this.#listeners.clear();
    this.tee.dispose();
  }

  /** No network is configured; `answerWith` says what a test wants instead. */
  #networks(): Bridge['networks'] {
    const answers: Partial<Record<keyof Bridge['networks'], unknown>> = {
      list: { ok: true, value: { networks: [], offered: [], putAside: [] } },
      transactions: { ok: true, value: [] },
      releaseNonce: undefined,
      cancel: undefined,
    };
    const unknown = { ok: false, problem: { reason: 'unknown-network' } };
    const calls = Object.keys(callNames.networks).map((name) => [
      name,
      () =>
        this.#answer(`networks.${name}`, () =>
          Object.hasOwn(answers, name) ? answers[name as 'list'] : unknown,
        ),
    ]);
    return Object.fromEntries(calls) as Bridge['networks'];
  }

  /** As main does. */
  async #prove({ bootId, challenge, login, secretDigest }: ProofText) {
    const { certificate, signature } = await this.identity.prover(hexToBytes(CLIENT_MEASUREMENT)).prove({
      bootId: base64UrlToBytes(bootId),
      challenge: base64UrlToBytes(challenge),
      login,
      secretDigest: base64UrlToBytes(secretDigest),
    });
    return { certificate: bytesToBase64Url(certificate), signature: bytesToBase64Url(signature) };
  }

  #attest(clientNonce: string) {
    this.#requireAlive();
    return this.tee.tee.attest(base64UrlToBytes(clientNonce));
  }

  #invoke(envelope: string) {
    this.#requireAlive();
    const accident = this.#accident;
    this.#accident = undefined;
    if (accident?.kind === 'dies-before') this.#dieNow(accident.restartInMs);
    const answer = this.tee.tee.invoke(envelope, undefined);
    if (accident?.kind === 'dies-after') this.#dieNow(accident.restartInMs);
    return answer;
  }

  #dieNow(restartInMs: number | undefined): never {
    this.die();
    if (restartInMs !== undefined) this.#restarting = setTimeout(() => this.restart(), restartInMs);
    throw new TeeError('TARGET_DEAD', 'tee-stopped', 'COMMS');
  }

  #requireAlive(): void {
    if (this.#status.state !== 'ready') throw new TeeError('TARGET_DEAD', 'tee-stopped', 'COMMS');
  }

  /** As main answers: in the schemas' input form, on a later turn of the event loop. */
  async #answer<T>(name: string, value: () => unknown): Promise<Result<T>> {
    this.calls.push(name);
    await new Promise((resolve) => setTimeout(resolve));
    const replaced = this.answerWith?.(name);
    if (replaced !== undefined) return replaced as Result<T>;
    try {
      // The bridge's type names the parsed form; what crosses it is the text that the renderer parses.
      return { ok: true, value: (await value()) as T };
    } catch (error) {
      return { ok: false, error: toTeeFailure(error, 'COMMS') };
    }
  }
}
