// Layer 1: which client program asks, and whether it may ask this, now and from here (S2 §4.2).
// Must never believe what a client says of itself: its key was proven, its program measured by the driver.
import { refusal } from '../os/refusals.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import type { Operation } from '../protocol/clients.ts';
import type { CommandName } from '../protocol/commands.ts';
import type { DriverContext } from '../protocol/envelope.ts';
import type { Policy } from '../protocol/policy.ts';
import { isWithin, localTime, localTimeText, windowText } from './access-window.ts';
import { isInRange } from './address-range.ts';
import { type ClientRecord, type ClientRegistry, windowClient } from './clients.ts';
import type { Session } from './session.ts';
import { TokenBuckets } from './token-bucket.ts';
import type { Finding, TraceRecorder } from './trace.ts';

/** The channel of the wallet's own window; every other client comes over the local socket. */
export const MAIN_WINDOW = 'main-window';

export interface ClientRequest {
  readonly session: Pick<Session, 'client' | 'channelId'>;
  readonly command: CommandName;
  readonly operation: Operation;
  /** SM3 of the program that sent this request, 32 bytes, as the driver measured it. */
  readonly measurement: Uint8Array;
  readonly driverContext: DriverContext | undefined;
}

/** A trace entry holds no more. */
const SHOWN_CHARACTERS = 256;

export class ClientAccess {
  readonly #clients: Pick<ClientRegistry, 'find'>;
  readonly #policy: () => Policy;
  readonly #wallMs: () => number;
  readonly #rates: TokenBuckets;

  /** `nowMs`: TEE time, for rates; `wallMs`: the later of TEE and wall time, for hours of the day. */
  constructor(services: {
    clients: Pick<ClientRegistry, 'find'>;
    policy: () => Policy;
    nowMs: () => number;
    wallMs: () => number;
  }) {
    this.#clients = services.clients;
    this.#policy = services.policy;
    this.#wallMs = services.wallMs;
    this.#rates = new TokenBuckets(services.nowMs);
  }

  /**
   * Every check of layer 1, in the order of `CHECKS`. Only a request that passes all others takes from the rate.
   * @throws ACCESS_DENIED unknown-client, operation-not-allowed, outside-access-time, outside-address-range ·
   *   SECURITY client-program-changed · BUSY rate-limited
   */
  check(request: ClientRequest, trace: TraceRecorder): void {
    const { client } = trace.check(1, 'client-registered', () => this.#registered(request));
    if (client === undefined) throw refusal('unknown-client', 1);
    trace.check(1, 'binary-hash', () => this.#programUnchanged(client, request));
    trace.check(1, 'operation-allowed', () => this.#operationAllowed(client, request));
    trace.check(1, 'access-time', () => this.#withinAccessTime(client));
    trace.check(1, 'address-range', () => withinAddressRange(client, request.driverContext));
    trace.check(1, 'rate-limit', () => this.#withinRate(client));
  }

  /** A window whose key is new may do as little as one whose program changed. */
  #registered(request: ClientRequest): Finding & { client?: ClientRecord } {
    const { session, measurement } = request;
    const { id } = session.client;
    const known = this.#clients.find(id);
    if (known === undefined && session.channelId === MAIN_WINDOW && leadsToConfirmation(request)) {
      const client = windowClient(id, measurement, this.#wallMs());
      return { client, actual: 'new' };
    }
    if (known === undefined || known.revokedAtMs !== undefined) return { refusal: 'unknown-client' };
    return { client: known };
  }

  /** Another program than the registered one may do nothing but log its user in and ask to be confirmed. */
  #programUnchanged({ binaryHash }: ClientRecord, request: ClientRequest): Finding {
    const { measurement } = request;
    const found = { expected: binaryHash, actual: bytesToHex(measurement) };
    const { confirmChangedPrograms } = this.#policy().clientVerification;
    if (found.actual === binaryHash || !confirmChangedPrograms) return found;
    if (leadsToConfirmation(request)) return found;
    return { ...found, refusal: 'client-program-changed' };
  }

  #operationAllowed({ permissions }: ClientRecord, { operation, session }: ClientRequest): Finding {
    if (session.channelId !== MAIN_WINDOW && !this.#policy().networkSecurity.localClients) {
      return { refusal: 'operation-not-allowed', expected: 'networkSecurity.localClients' };
    }
    const { allowedOperations } = permissions;
    const actual = allowedOperations.join(', ').slice(0, SHOWN_CHARACTERS);
    const found = { expected: operation, actual };
    return allowedOperations.includes(operation) ? found : { ...found, refusal: 'operation-not-allowed' };
  }

  #withinAccessTime({ permissions: { accessTimeWindow } }: ClientRecord): Finding {
    if (accessTimeWindow === undefined) return {};
    const now = localTime(accessTimeWindow.timeZone, this.#wallMs());
    const found = { expected: windowText(accessTimeWindow), actual: localTimeText(now) };
    return isWithin(accessTimeWindow, now) ? found : { ...found, refusal: 'outside-access-time' };
  }

  #withinRate({ clientId, permissions: { rateLimit } }: ClientRecord): Finding {
    const expected = `${rateLimit.requests} / ${rateLimit.perMs} ms`;
    return this.#rates.take(clientId, rateLimit) ? { expected } : { expected, refusal: 'rate-limited' };
  }
}

/** Only the window's own program is confirmed by itself; another client is registered anew by the owner. */
function leadsToConfirmation({ operation, command, session }: ClientRequest): boolean {
  if (operation === 'Authenticate' || command === 'RECOVER_PASSWORD') return true;
  return command === 'CONFIRM_CLIENT_PROGRAM' && session.channelId === MAIN_WINDOW;
}

/** One of the machine's addresses must lie in one of the ranges; without addresses none does. */
function withinAddressRange(
  { permissions: { ipRestrictions } }: ClientRecord,
  driverContext: DriverContext | undefined,
): Finding {
  if (ipRestrictions === undefined) return {};
  const addresses = driverContext?.addresses ?? [];
  const found = {
    expected: ipRestrictions.join(', ').slice(0, SHOWN_CHARACTERS),
    actual: addresses.join(', ').slice(0, SHOWN_CHARACTERS),
  };
  const inside = addresses.some((address) => ipRestrictions.some((range) => isInRange(address, range)));
  return inside ? found : { ...found, refusal: 'outside-address-range' };
}
