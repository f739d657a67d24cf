// The Trusted Application without the channel before it: wired over any storage, on a clock that the test moves. For
// attacks and benches of thousands of calls, where sealing and signing would be most of the time.
import type { PasswordKdf } from '../../tee-sim/authorization/password.ts';
import type { Session } from '../../tee-sim/authorization/session.ts';
import { TraceRecorder } from '../../tee-sim/authorization/trace.ts';
import type { CryptoEngine } from '../../tee-sim/crypto/engine.ts';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { wireTa } from '../../tee-sim/os/wire-ta.ts';
import { bytesToBase64Url } from '../../tee-sim/protocol/bytes.ts';
import { toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import { type CommandName, commands } from '../../tee-sim/protocol/commands.ts';
import type { AuthenticationProofInput } from '../../tee-sim/protocol/factors.ts';
import { operationDigest } from '../../tee-sim/protocol/operation-digest.ts';
import { operationIdSchema } from '../../tee-sim/protocol/schema.ts';
import type { SecureStorage } from '../../tee-sim/storage/storage.ts';
import { quickKdf } from './tee-in-process.ts';
import { TestClientIdentity } from './test-client.ts';

const MAIN_WINDOW = { channelId: 'main-window', measurement: new Uint8Array(32).fill(2) };

export interface BareCall {
  readonly session: Session;
  readonly factors?: AuthenticationProofInput;
  readonly passwords?: readonly Uint8Array[];
}

export class BareTa {
  readonly clock: { bootedAtMs: number; ms: number };
  readonly #wired: ReturnType<typeof wireTa>;
  readonly #engine: CryptoEngine;

  constructor(
    storage: SecureStorage,
    bootedAtMs: number,
    { engine = nobleEngine, kdf = quickKdf }: { engine?: CryptoEngine; kdf?: PasswordKdf } = {},
  ) {
    this.clock = { bootedAtMs, ms: bootedAtMs };
    this.#engine = engine;
    const now = (): number => this.clock.ms;
    this.#wired = wireTa({
      engine,
      random: randomBytes,
      clock: { bootedAtMs, nowMs: now, laterMs: now },
      storage,
      kdf,
      status: {
        bootId: new Uint8Array(16),
        engine: 'noble',
        masterKeySource: 'ephemeral',
        clockWentBack: false,
        openedRequests: () => 0,
      },
    });
  }

  get sessions() {
    return this.#wired.sessions;
  }

  /** Of a client whose key was proven. */
  openSession(identity = new TestClientIdentity()): Session {
    const client = { id: identity.id, name: 'window', programChanged: false };
    return this.sessions.open(client, MAIN_WINDOW.channelId, randomBytes(32));
  }

  /** `SUCCESS`, or the reason of the refusal. */
  call(command: CommandName, params: unknown, { session, factors, passwords = [] }: BareCall): string {
    const content = { params: commands[command].params.parse(params), features: undefined, secrets: [] };
    const payloadDigest = bytesToBase64Url(operationDigest(this.#engine, command, content));
    const operationId = commands[command].changesState
      ? operationIdSchema.parse(bytesToBase64Url(randomBytes(16)))
      : undefined;
    const proof = factors && { payloadDigest, factors };
    try {
      this.#wired.ta.invoke(
        command,
        { params, features: undefined, operationId, proof, secrets: passwords },
        {
          session,
          client: MAIN_WINDOW,
          trace: new TraceRecorder(() => 0),
          requestDigest: new Uint8Array(32),
          driverContext: undefined,
          atMs: this.clock.ms,
          steps: { measure: (_step, _size, work) => work() },
        },
      );
      return 'SUCCESS';
    } catch (error) {
      const { code, reason } = toTeeFailure(error);
      return reason ?? code;
    }
  }

  destroy(): void {
    this.#wired.destroy();
  }
}
