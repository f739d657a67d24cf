// Keeps one verified connection to the TEE: follows the driver's status, attests, opens a session, and does so
// again when the TEE restarts or the session has ended. Sends nothing to a TEE that it has not verified.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TeeStatus } from '../../preload/contract.ts';
import { AttestationError } from '../../tee-sim/client/errors.ts';
import type { Invoked } from '../../tee-sim/client/one-request.ts';
import type { Pin } from '../../tee-sim/client/pins.ts';
import type {
  InvokeOptions,
  OperationOutcome,
  SessionCommand,
  TeeClient,
} from '../../tee-sim/client/tee-client.ts';
import { bytesToHex, hexToBytes } from '../../tee-sim/protocol/bytes.ts';
import { TeeError, toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { CommandParams } from '../../tee-sim/protocol/commands.ts';
import type { AuthenticationProofInput } from '../../tee-sim/protocol/factors.ts';
import type { OperationId } from '../../tee-sim/protocol/schema.ts';
import { changeAccount, locked, noticeLock, readAccount } from './account.ts';
import {
  type Connection,
  type ConnectionState,
  failedConnection,
  statusConnection,
} from './connection-state.ts';
import { type ClientOptions, newClient } from './new-client.ts';
import { SessionRenewal, type SessionWork } from './session-renewal.ts';
import { isOpen, whenState } from './when-open.ts';

export interface ConnectionOptions extends ClientOptions {
  /** SM3 of the TEE's bundle as this client was built with, hex. */
  readonly builtInTeeMeasurement: string;
  readonly wallNowMs: () => number;
}

export class TeeConnection {
  readonly store: StoreApi<ConnectionState>;
  readonly #options: ConnectionOptions;
  readonly #renewal = new SessionRenewal();
  #client: TeeClient | undefined;
  #confirmed: TeeClient['session'];
  /** Counts what the driver said and what was begun here: an older attempt's outcome is dropped. */
  #attempt = 0;
  #locks = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.store = createStore<ConnectionState>(() => ({
      connection: { state: 'starting' },
      account: undefined,
      app: undefined,
      expected: undefined,
    }));
  }

  /** Begins to follow the driver. Returns the function that ends it. Never rejects. */
  start(): () => void {
    const { on } = this.#options.bridge;
    const ends = [
      on.teeStatus((status) => this.#follow(status)),
      on.systemLocked(() => void this.refreshAccount()),
    ];
    void this.#begin();
    return () => {
      for (const end of ends) end();
    };
  }

  /** Attests anew; opens a new session when the old one is gone. Failures show in the store. Never rejects. */
  async verifyAgain(): Promise<void> {
    const client = this.#client;
    const { connection } = this.store.getState();
    if (client === undefined) return this.#begin();
    if (connection.state !== 'connected') return this.#connect();
    try {
      await client.attest();
      if (client.session === undefined) return this.#connect();
      this.#showConnected(client);
    } catch (error) {
      this.#showFailure(error);
    }
  }

  /**
   * Logs the person in. `passwords` as `TeeClient.login` has them; they stay the caller's to zero.
   * @throws TeeError
   */
  async login(factors: AuthenticationProofInput, passwords: readonly Uint8Array[]): Promise<void> {
    await this.#watched((client) => client.login(factors, passwords));
    await this.refreshAccount();
  }

  /** Nobody is logged in any more, even where the TEE cannot be told. Never rejects. */
  async lock(): Promise<void> {
    // What is on the screens is covered at once, whatever the TEE does or answered before.
    this.#locks += 1;
    changeAccount(this.store, locked);
    try {
      await this.#watched((client) => client.lock());
    } catch {
      // A session whose TEE cannot be told of it is given up: it ends there by itself.
      if (this.store.getState().connection.state === 'connected') await this.#connect();
    }
  }

  /** Asks the TEE who is logged in. Failures leave what was known. Never rejects. */
  async refreshAccount(): Promise<void> {
    try {
      const before = this.store.getState().account;
      const locks = this.#locks;
      const account = await this.#watched((client) => readAccount(client, before, this.#confirmed));
      if (locks === this.#locks) this.store.setState({ account });
    } catch {
      // The connection says what is wrong.
    }
  }

  /** The TEE took over this window's program: from now on it serves it. */
  programConfirmed(): void {
    this.#confirmed = this.#client?.session;
    changeAccount(this.store, (account) => ({ ...account, programChanged: false }));
  }

  /** One command in the session. @throws TeeError: InvokeError, AttestationError, BAD_STATE not-attested */
  async invoke<C extends SessionCommand>(
    command: C,
    params: CommandParams<C>,
    options?: InvokeOptions,
  ): Promise<Invoked<C>> {
    return this.#watched((client, operationId = options?.operationId) =>
      client.invoke(command, params, { ...options, operationId }),
    );
  }

  /** What became of an operation whose answer was lost. @throws as `invoke` */
  async findOutcome(operationId: OperationId): Promise<OperationOutcome> {
    return this.#watched((client) => client.findOutcome(operationId));
  }

  /** Resolves once there is a verified connection that nobody has to unlock; `false` when `signal` ends the wait. */
  whenOpen(signal: AbortSignal): Promise<boolean> {
    return whenState(this.store, isOpen, signal);
  }

  /** Asks the driver for a fresh TEE process. Never rejects. */
  async restart(): Promise<void> {
    try {
      await this.#options.bridge.tee.restart();
    } catch (error) {
      this.#showFailure(error);
    }
  }

  /** @throws TeeError */
  exportFiles(): Promise<{ folder: string; files: string[] }> {
    return this.#options.bridge.tee.exportFiles();
  }

  /** The owner's confirmation of measurements that changed with an update. Never rejects. */
  async confirmUpdate(): Promise<void> {
    const { connection } = this.store.getState();
    if (connection.state !== 'refused' || connection.candidate === undefined) return;
    try {
      await this.#client?.acceptPin(connection.candidate);
      await this.#connect();
    } catch (error) {
      this.#showFailure(error);
    }
  }

  /**
   * The owner's decision that the device whose fingerprint they were shown is theirs. Where another one attested
   * meanwhile, the pin stays and that one is shown. Never rejects.
   */
  async trustNewDevice(shown: Pin): Promise<void> {
    if (this.store.getState().connection.state !== 'refused') return;
    try {
      await this.#client?.trustNewDevice(shown);
    } catch (error) {
      if (toTeeFailure(error, 'API').code !== 'BAD_STATE') return this.#showFailure(error);
    }
    await this.#connect();
  }

  /** SM3 of a device identity key, as people compare it; both in hex. */
  fingerprintOf(deviceIdentity: string): string {
    return bytesToHex(this.#options.engine.sm3(hexToBytes(deviceIdentity)));
  }

  /** Closes the session at the TEE; for a window that goes away. Never rejects. */
  async close(): Promise<void> {
    this.#attempt += 1;
    await this.#client?.disconnect().catch(() => undefined);
  }

  async #begin(): Promise<void> {
    const { bridge, builtInTeeMeasurement } = this.#options;
    const attempt = this.#newAttempt();
    try {
      const [{ expectedClientMeasurement, ...app }, status] = await Promise.all([
        bridge.app.info(),
        bridge.tee.status(),
      ]);
      const expected = { tee: builtInTeeMeasurement, client: expectedClientMeasurement };
      this.store.setState({ app, expected });
      this.#client ??= newClient(this.#options, expected);
      // An event may have come before the client existed; then the status that was asked for decides.
      const isWaiting = this.store.getState().connection.state === 'starting';
      if (attempt === this.#attempt || isWaiting) this.#follow(status);
    } catch (error) {
      this.#showFailure(error);
    }
  }

  #follow(status: TeeStatus): void {
    const connection = statusConnection(status);
    if (connection === undefined) void this.#connect();
    else this.#show(connection);
  }

  async #connect(): Promise<void> {
    const client = this.#client;
    if (client === undefined) return;
    const attempt = this.#newAttempt();
    this.store.setState({ connection: { state: 'connecting' } });
    try {
      await client.connect();
      const account = await readAccount(client, this.store.getState().account);
      if (attempt === this.#attempt) this.#showConnected(client, account);
    } catch (error) {
      if (attempt === this.#attempt) this.#showFailure(error);
    }
  }

  /** Runs a request and lets the store see what it taught: a new epoch, a refused TEE, a lost session. */
  async #watched<T>(work: SessionWork<T>): Promise<T> {
    const client = this.#client;
    if (client === undefined || this.store.getState().connection.state !== 'connected') {
      throw new TeeError('BAD_STATE', 'not-attested', 'API');
    }
    const attempt = this.#attempt;
    try {
      const value = await this.#renewal.run(client, work);
      if (attempt === this.#attempt) this.#showConnected(client);
      noticeLock(this.store, client);
      return value;
    } catch (error) {
      if (attempt === this.#attempt) this.#afterFailure(client, error);
      throw error;
    }
  }

  #afterFailure(client: TeeClient, error: unknown): void {
    if (error instanceof AttestationError) this.#showFailure(error);
    // The session is gone, with its TEE or without: the driver's status says how it goes on.
    else if (client.session === undefined) void this.#resume();
    else noticeLock(this.store, client);
  }

  async #resume(): Promise<void> {
    this.#show({ state: 'connecting' });
    const attempt = this.#attempt;
    try {
      const status = await this.#options.bridge.tee.status();
      if (attempt === this.#attempt) this.#follow(status);
    } catch (error) {
      this.#showFailure(error);
    }
  }

  #showConnected(client: TeeClient, account = this.store.getState().account): void {
    const view = client.attestation;
    const { connection } = this.store.getState();
    if (view === undefined || (connection.state === 'connected' && connection.view === view)) return;
    const { wallNowMs, monotonicNowMs } = this.#options;
    this.store.setState({
      account,
      connection: {
        state: 'connected',
        view,
        verifiedAtMs: wallNowMs(),
        verifiedAtMonotonicMs: monotonicNowMs(),
      },
    });
  }

  #showFailure(error: unknown): void {
    this.#show(failedConnection(error));
  }

  #show(connection: Connection): void {
    this.#newAttempt();
    this.store.setState({ connection });
  }

  #newAttempt(): number {
    this.#attempt += 1;
    return this.#attempt;
  }
}
