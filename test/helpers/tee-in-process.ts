// A TEE booted inside the test's own process on a throw-away folder, with clocks that the test moves.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PasswordKdf } from '../../tee-sim/authorization/password.ts';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { type BootRequest, bootTee, type Tee } from '../../tee-sim/os/boot.ts';
import { type AttestationDocument, attestationDocumentSchema } from '../../tee-sim/protocol/attestation.ts';
import {
  base64UrlToBytes,
  bytesToBase64Url,
  bytesToUtf8,
  utf8ToBytes,
} from '../../tee-sim/protocol/bytes.ts';
import { commands, isCommandName } from '../../tee-sim/protocol/commands.ts';
import type { DriverContext } from '../../tee-sim/protocol/envelope.ts';
import { featuresSchema } from '../../tee-sim/protocol/features.ts';
import { operationDigest } from '../../tee-sim/protocol/operation-digest.ts';
import type { CallingClient } from '../../tee-sim/ta/call.ts';
import {
  readAnswer,
  type SealOptions,
  sealRequest,
  type TestAnswer,
  type TestSession,
} from './seal-request.ts';
import { TestClientIdentity } from './test-client.ts';
import { fromBase32, type TestProof, TestUser } from './test-user.ts';

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
  /** Factors, sealed with the digest of this very call. */
  readonly proof?: TestProof | undefined;
  /** The client that the driver says it is; else the main window. */
  readonly client?: CallingClient | undefined;
  /** Merged over the honest body. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Who opens a session, from where. */
export interface Opening {
  readonly identity?: TestClientIdentity;
  readonly client?: CallingClient | undefined;
  readonly secret?: Uint8Array;
  /** Merged over the honest params. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** What the main window's program measures in tests. */
export const WINDOW_MEASUREMENT = new Uint8Array(32).fill(2);

export const quickKdf: PasswordKdf = (password, salt) => nobleEngine.sm3(salt, password);

export class TestTee {
  readonly dataDir: string;
  readonly masterKey: Uint8Array;
  readonly machine = { wall: 1_800_000_000_000, monotonic: 10_000 };
  readonly #bootOptions: Partial<BootRequest>;
  readonly #kdf: PasswordKdf;
  #tee: Tee | undefined;
  /** Good until time passes or the TEE boots: most calls of a test need no new one. */
  #lately: { readonly at: string; readonly document: AttestationDocument } | undefined;

  /** `kdf` costs nothing unless a test is about the real one. */
  constructor(bootOptions: Partial<BootRequest> = {}, kdf: PasswordKdf = quickKdf) {
    this.#kdf = kdf;
    this.dataDir = bootOptions.dataDir ?? mkdtempSync(join(tmpdir(), 'airaccount-tee-'));
    this.masterKey = randomBytes(32);
    this.#bootOptions = bootOptions;
    this.boot();
  }

  get tee(): Tee {
    if (this.#tee === undefined) throw new Error('not booted');
    return this.#tee;
  }

  boot(masterKey = this.masterKey): void {
    this.#lately = undefined;
    this.#tee = bootTee(
      {
        type: 'boot',
        dataDir: this.dataDir,
        masterKey: masterKey.slice(),
        masterKeySource: 'ephemeral',
        measurements: { tee: new Uint8Array(32).fill(1), client: WINDOW_MEASUREMENT },
        engine: 'noble',
        recordSuite: 2,
        clockOffsetMs: 0,
        afterPanic: false,
        ...this.#bootOptions,
      },
      {
        random: randomBytes,
        kdf: this.#kdf,
        wallMs: () => this.machine.wall,
        monotonicMs: () => this.machine.monotonic,
      },
    );
  }

  /** Closes the TEE as a shutdown does; the folder stays. */
  shutDown(): void {
    this.#tee?.close();
    this.#tee = undefined;
    this.#lately = undefined;
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

  #attested(): AttestationDocument {
    const at = JSON.stringify(this.machine);
    if (this.#lately?.at !== at) this.#lately = { at, document: this.attest() };
    return this.#lately.document;
  }

  /** An honest body for `command`, sealed for the current epoch. */
  seal(command: string, params: unknown, options: CallOptions = {}) {
    const { epoch, teeTimeMs } = this.#attested();
    const { proof, features, secrets = [] } = options;
    const body = {
      sessionId: options.session?.id,
      nonce: bytesToBase64Url(randomBytes(16)),
      issuedAtMs: teeTimeMs,
      command,
      params,
      features,
      operationId: options.operationId,
      proof: proof && {
        payloadDigest: bytesToBase64Url(digestOf(command, params, features, secrets)),
        factors: proof.factors,
      },
      ...options.body,
    };
    return sealRequest(epoch, body, { ...options, secrets: [...secrets, ...(proof?.passwords ?? [])] });
  }

  /** Sends any text; opens a sealed answer with `keys`. */
  send(
    text: string,
    keys?: ReturnType<typeof sealRequest>['keys'],
    driverContext?: DriverContext,
    client?: CallingClient,
  ): TestAnswer {
    const { responsePublicKey } = this.#attested();
    return readAnswer(this.tee.invoke(text, driverContext, client), responsePublicKey, text, keys);
  }

  call(command: string, params: unknown, options: CallOptions = {}): TestAnswer {
    const { text, keys } = this.seal(command, params, options);
    return this.send(text, keys, options.driverContext, options.client);
  }

  /** OPEN_SESSION with an honest proof, whatever its answer. */
  tryOpenSession(opening: Opening = {}): TestAnswer & { readonly session: TestSession } {
    const { identity = new TestClientIdentity(), client, secret = randomBytes(32) } = opening;
    const { challenge } = this.call('GET_CHALLENGE', {}, { client }).body as { challenge: string };
    const params = identity.openParams({
      bootId: this.#attested().bootId,
      challenge: base64UrlToBytes(challenge),
      secret,
      measurement: client?.measurement ?? WINDOW_MEASUREMENT,
    });
    const options = { secrets: [secret], client };
    const answer = this.call('OPEN_SESSION', { ...params, ...opening.params }, options);
    const { sessionId = '' } = (answer.body ?? {}) as { sessionId?: string };
    return { ...answer, session: { id: sessionId, secret } };
  }

  /** @throws Error when it is refused */
  openSession(opening: Opening = {}): TestSession {
    const { code, reason, session } = this.tryOpenSession(opening);
    if (code !== 'SUCCESS') throw new Error(`OPEN_SESSION: ${code} ${reason}`);
    return session;
  }

  /** Registers a person with password and one-time code: the owner, or with `by`, another user. */
  register(
    session: TestSession,
    { name = 'Alice', password = 'correct horse battery', by = 'REGISTER_OWNER' } = {},
  ) {
    const prepared = this.mustCall('PREPARE_FACTORS', { name }, { session }) as {
      oneTimeCodeSecret: string;
      recoveryCodes: string[];
      recoveryWords: string[];
      wordsToCheck: number[];
    };
    const { recoveryCodes, recoveryWords, wordsToCheck } = prepared;
    const oneTimeSecret = fromBase32(prepared.oneTimeCodeSecret);
    const user = new TestUser({ name, password, oneTimeSecret, recoveryCodes, recoveryWords });
    const params = {
      name,
      oneTimeCode: user.nextCode(this.machine.wall),
      checkedWords: wordsToCheck.map((place) => recoveryWords[place]),
    };
    const options = { session, secrets: [utf8ToBytes(password)], operationId: operationId() };
    user.userId = (this.mustCall(by, params, options) as { userId: string }).userId;
    return user;
  }

  /** The session of the user: its id is rotated. */
  login(session: TestSession, user: TestUser): TestSession {
    const proof = user.proof(this.machine.wall, 'password');
    const { sessionId } = this.mustCall('AUTHENTICATE_USER', {}, { session, proof }) as { sessionId: string };
    return { ...session, id: sessionId };
  }

  /** A device with its owner, who is logged in. */
  withOwner(): { owner: TestUser; session: TestSession } {
    const session = this.openSession();
    const owner = this.register(session);
    return { owner, session: this.login(session, owner) };
  }

  /** A wallet of twelve words that the TEE drew and this person wrote down. @throws Error when it is refused */
  createWallet(session: TestSession, { name = 'w', passphrase = '' } = {}) {
    const drawn = this.call('PREPARE_WALLET', { words: 12 }, { session });
    const phrase = bytesToUtf8(drawn.secrets[0] ?? new Uint8Array(0));
    const words = phrase.split(' ');
    const { wordsToCheck = [] } = (drawn.body ?? {}) as { wordsToCheck?: number[] };
    const params = { name, checkedWords: wordsToCheck.map((place) => words[place]) };
    const options = { session, operationId: operationId(), secrets: [utf8ToBytes(passphrase)] };
    const created = this.mustCall('CREATE_WALLET', params, options) as {
      walletId: string;
      account: { index: number; address: string };
    };
    return { ...created, phrase };
  }

  /** The body of an answer that must be a success. @throws Error when it is refused */
  mustCall(command: string, params: unknown, options: CallOptions = {}): unknown {
    const { code, layer, reason, body } = this.call(command, params, options);
    if (code !== 'SUCCESS') throw new Error(`${command}: ${code} ${layer} ${reason}`);
    return body;
  }

  /** Two factors of `user`, whose next code is one that no earlier proof used up. */
  twoFactors(user: TestUser): TestProof {
    this.advance(30_000);
    return user.proof(this.machine.wall, 'password', 'one-time-code');
  }
}

/** As the TEE computes it; what cannot be parsed has none, so that the TEE refuses it for that. */
function digestOf(
  command: string,
  params: unknown,
  features: unknown,
  secrets: readonly Uint8Array[],
): Uint8Array {
  const parsed = isCommandName(command) ? commands[command].params.safeParse(params).data : undefined;
  const known = featuresSchema.safeParse(features).data;
  return operationDigest(nobleEngine, command, { params: parsed, features: known, secrets });
}

export function operationId(): string {
  return bytesToBase64Url(randomBytes(16));
}
