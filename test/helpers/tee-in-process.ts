// A TEE booted inside the test's own process on a throw-away folder, with clocks that the test moves.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { type BootRequest, bootTee, type Tee } from '../../tee-sim/os/boot.ts';
import { type AttestationDocument, attestationDocumentSchema } from '../../tee-sim/protocol/attestation.ts';
import { bytesToBase64Url } from '../../tee-sim/protocol/bytes.ts';
import { TA_UUID } from '../../tee-sim/protocol/commands.ts';
import type { DriverContext } from '../../tee-sim/protocol/envelope.ts';
import {
  readAnswer,
  type SealOptions,
  sealRequest,
  type TestAnswer,
  type TestSession,
} from './seal-request.ts';

export const PAYMENT = {
  chainId: 1,
  to: '0x52908400098527886E0F7030069857D2E4169EE7',
  amountWei: '1000000000000000',
  note: 'rent',
};

export interface CallOptions extends SealOptions {
  readonly features?: unknown;
  readonly operationId?: string | undefined;
  readonly driverContext?: DriverContext | undefined;
  /** Merged over the honest body. */
  readonly body?: Readonly<Record<string, unknown>>;
}

export class TestTee {
  readonly dataDir: string;
  readonly masterKey: Uint8Array;
  readonly machine = { wall: 1_800_000_000_000, monotonic: 10_000 };
  readonly #bootOptions: Partial<BootRequest>;
  #tee: Tee | undefined;

  constructor(bootOptions: Partial<BootRequest> = {}) {
    this.dataDir = mkdtempSync(join(tmpdir(), 'airaccount-tee-'));
    this.masterKey = randomBytes(32);
    this.#bootOptions = bootOptions;
    this.boot();
  }

  get tee(): Tee {
    if (this.#tee === undefined) throw new Error('not booted');
    return this.#tee;
  }

  boot(masterKey = this.masterKey): void {
    this.#tee = bootTee(
      {
        type: 'boot',
        dataDir: this.dataDir,
        masterKey: masterKey.slice(),
        masterKeySource: 'ephemeral',
        measurements: { tee: new Uint8Array(32).fill(1), client: new Uint8Array(32).fill(2) },
        engine: 'noble',
        recordSuite: 2,
        clockOffsetMs: 0,
        ...this.#bootOptions,
      },
      {
        random: randomBytes,
        wallMs: () => this.machine.wall,
        monotonicMs: () => this.machine.monotonic,
      },
    );
  }

  /** Closes the TEE as a shutdown does; the folder stays. */
  shutDown(): void {
    this.#tee?.close();
    this.#tee = undefined;
  }

  dispose(): void {
    this.shutDown();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Both clocks, as time really passes. */
  advance(ms: number): void {
    this.machine.wall += ms;
    this.machine.monotonic += ms;
  }

  attest(): AttestationDocument {
    return attestationDocumentSchema.parse(JSON.parse(this.tee.attest(randomBytes(32)).payload));
  }

  /** An honest body for `command`, sealed for the current epoch. */
  seal(command: string, params: unknown, options: CallOptions = {}) {
    const { epoch, teeTimeMs } = this.attest();
    const body = {
      sessionId: options.session?.id,
      nonce: bytesToBase64Url(randomBytes(16)),
      issuedAtMs: teeTimeMs,
      command,
      params,
      features: options.features,
      operationId: options.operationId,
      ...options.body,
    };
    return sealRequest(epoch, body, options);
  }

  /** Sends any text; opens a sealed answer with `keys`. */
  send(
    text: string,
    keys?: ReturnType<typeof sealRequest>['keys'],
    driverContext?: DriverContext,
  ): TestAnswer {
    const { responsePublicKey } = this.attest();
    return readAnswer(this.tee.invoke(text, driverContext), responsePublicKey, text, keys);
  }

  call(command: string, params: unknown, options: CallOptions = {}): TestAnswer {
    const { text, keys } = this.seal(command, params, options);
    return this.send(text, keys, options.driverContext);
  }

  openSession(): TestSession {
    const secret = randomBytes(32);
    const answer = this.call(
      'OPEN_SESSION',
      { taUuid: TA_UUID, login: 'LOGIN_PUBLIC' },
      { secrets: [secret] },
    );
    return { id: (answer.body as { sessionId: string }).sessionId, secret };
  }
}

export function operationId(): string {
  return bytesToBase64Url(randomBytes(16));
}
