// The built TEE bundle as a bare child process: no driver between the test and the port.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { attestationDocumentSchema } from '../../tee-sim/protocol/attestation.ts';
import { base64UrlToBytes, bytesToBase64Url } from '../../tee-sim/protocol/bytes.ts';
import type { SignedText } from '../../tee-sim/protocol/envelope.ts';
import { ensureBuilt } from './ensure-built.ts';
import { readAnswer, sealRequest, type TestAnswer } from './seal-request.ts';
import { TEE_BUNDLE } from './tee-harness.ts';
import { TestClientIdentity } from './test-client.ts';

interface Answer {
  readonly type: string;
  readonly id?: number;
  readonly ok?: boolean;
  readonly value?: unknown;
  readonly error?: unknown;
}

export class RawTee {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  #output = '';
  #lastId = 0;
  readonly #waiting: { matches: (answer: Answer) => boolean; resolve: (answer: Answer) => void }[] = [];

  private constructor(execArgv: readonly string[]) {
    this.child = fork(TEE_BUNDLE, [], {
      env: {},
      execArgv: [...execArgv],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
    this.child.on('message', (answer: Answer) => {
      const at = this.#waiting.findIndex(({ matches }) => matches(answer));
      this.#waiting.splice(at, at < 0 ? 0 : 1)[0]?.resolve(answer);
    });
    this.exited = once(this.child, 'exit').then(([code]) => code as number | null);
  }

  static async fork(execArgv: readonly string[] = []): Promise<RawTee> {
    await ensureBuilt('tee');
    return new RawTee(execArgv);
  }

  /** Everything that it printed. */
  get output(): string {
    return this.#output;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('not started');
    return this.child.pid;
  }

  boot(dataDir: string, masterKey: Uint8Array, options: Record<string, unknown> = {}): Promise<Answer> {
    return this.#ask(
      {
        type: 'boot',
        dataDir,
        masterKey,
        masterKeySource: 'ephemeral',
        measurements: { tee: new Uint8Array(32), client: new Uint8Array(32) },
        engine: 'noble',
        recordSuite: 2,
        ...options,
      },
      ({ type }) => type === 'booted' || type === 'unattested',
    );
  }

  request(fields: Record<string, unknown>): Promise<Answer> {
    this.#lastId += 1;
    const id = this.#lastId;
    return this.#ask({ ...fields, id }, (answer) => answer.id === id);
  }

  async attest() {
    const { value } = await this.request({ type: 'attest', clientNonce: randomBytes(32) });
    return attestationDocumentSchema.parse(JSON.parse((value as SignedText).payload));
  }

  /** An OPEN_SESSION request, and how to send it and read its answer, as often as wanted. */
  async openSessionRequest(): Promise<() => Promise<TestAnswer>> {
    const { bootId, epoch, teeTimeMs, responsePublicKey } = await this.attest();
    const sealed = (command: string, params: unknown, secrets: readonly Uint8Array[]) => {
      const nonce = bytesToBase64Url(randomBytes(16));
      const { text, keys } = sealRequest(
        epoch,
        { nonce, issuedAtMs: teeTimeMs, command, params },
        { secrets },
      );
      return async () => {
        const { value } = await this.request({ type: 'invoke', envelope: text });
        return readAnswer(value as SignedText, responsePublicKey, text, keys);
      };
    };
    const { body } = await sealed('GET_CHALLENGE', {}, [])();
    const { challenge } = body as { challenge: string };
    const secret = randomBytes(32);
    const proof = { bootId, challenge: base64UrlToBytes(challenge), secret, measurement: new Uint8Array(32) };
    return sealed('OPEN_SESSION', new TestClientIdentity().openParams(proof), [secret]);
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  #ask(message: object, matches: (answer: Answer) => boolean): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ matches, resolve });
      void this.exited.then(() => reject(new Error('the TEE exited')));
      this.child.send(message);
    });
  }
}
