// SIGKILL at random moments: what the TEE acknowledged stays counted. Never less used of a limit than was paid, never
// fewer failures than were answered. As many rounds as fit; `AIRACCOUNT_KILLS=200` makes it so many, however long.
import { afterAll, expect, test, vi } from 'vitest';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import type { AttestationDocument } from '../../tee-sim/protocol/attestation.ts';
import { base64UrlToBytes, bytesToBase64Url, bytesToUtf8 } from '../../tee-sim/protocol/bytes.ts';
import type { CommandName } from '../../tee-sim/protocol/commands.ts';
import type { SignedText } from '../../tee-sim/protocol/envelope.ts';
import { operationDigest } from '../../tee-sim/protocol/operation-digest.ts';
import { openStorage } from '../../tee-sim/storage/open.ts';
import type { SecureStorage } from '../../tee-sim/storage/storage.ts';
import { type PreparedDevice, prepareDevice } from '../helpers/prepared-device.ts';
import { RawTee } from '../helpers/raw-tee.ts';
import { readAnswer, sealRequest, type TestAnswer, type TestSession } from '../helpers/seal-request.ts';
import { transferOf } from '../helpers/signing.ts';
import { operationId } from '../helpers/tee-in-process.ts';
import { TestClientIdentity } from '../helpers/test-client.ts';
import type { TestProof } from '../helpers/test-user.ts';

vi.mock('../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

const asked = process.env['AIRACCOUNT_KILLS'];
const ROUNDS = Number(asked ?? 200);
const BUDGET_MS = asked === undefined ? 15_000 : Number.POSITIVE_INFINITY;
const FEWEST_ROUNDS = 5;
/** About as long as the requests of a round take. */
const KILL_WITHIN_MS = 200;
const BOOT_WITHIN_MS = 150;
/** Of one round. */
const PAYMENTS = 4;

const device = prepareDevice({ perTransaction: '10', perDay: '1000000' });
afterAll(() => device.dispose());

/** What was sent in all rounds, and what of it was answered before the TEE died. */
const paid = { sent: 0, acknowledged: 0 };
const failed = { sent: 0, acknowledged: 0, ofBob: 0 };

/** A client of the bare process, who can have many requests on their way. */
class Client {
  readonly #tee: RawTee;
  readonly #document: AttestationDocument;

  constructor(tee: RawTee, document: AttestationDocument) {
    this.#tee = tee;
    this.#document = document;
  }

  async send(
    command: CommandName,
    params: unknown,
    options: { session?: TestSession; secrets?: Uint8Array[]; proof?: TestProof; changes?: boolean } = {},
  ): Promise<TestAnswer> {
    const { session, secrets = [], proof, changes } = options;
    const { epoch, teeTimeMs, responsePublicKey } = this.#document;
    const content = { params, features: undefined, secrets: [] };
    const payloadDigest = bytesToBase64Url(operationDigest(nobleEngine, command, content));
    const body = {
      sessionId: session?.id,
      nonce: bytesToBase64Url(randomBytes(16)),
      issuedAtMs: teeTimeMs,
      command,
      params,
      operationId: changes === true ? operationId() : undefined,
      proof: proof && { payloadDigest, factors: proof.factors },
    };
    const all = [...secrets, ...(proof?.passwords ?? [])];
    const { text, keys } = sealRequest(epoch, body, { session, secrets: all });
    const { value } = await this.#tee.request({ type: 'invoke', envelope: text });
    return readAnswer(value as SignedText, responsePublicKey, text, keys);
  }

  async openSession(): Promise<TestSession> {
    const { body } = await this.send('GET_CHALLENGE', {});
    const secret = randomBytes(32);
    const params = new TestClientIdentity().openParams({
      bootId: this.#document.bootId,
      challenge: base64UrlToBytes((body as { challenge: string }).challenge),
      secret,
      measurement: device.clientMeasurement,
    });
    const opened = await this.send('OPEN_SESSION', params, { secrets: [secret] });
    return { id: (opened.body as { sessionId: string }).sessionId, secret };
  }
}

async function boot(tee: RawTee, { dataDir, masterKey, clockOffsetMs, clientMeasurement }: PreparedDevice) {
  const booted = await tee.boot(dataDir, masterKey.slice(), {
    measurements: { tee: new Uint8Array(32), client: clientMeasurement },
    clockOffsetMs,
    afterPanic: true,
  });
  expect(booted).toEqual({ type: 'booted' });
}

/** Signatures and wrong codes, all on their way at once. */
async function attack(tee: RawTee, round: number): Promise<Promise<void>[]> {
  const client = new Client(tee, await tee.attest());
  const strangers = await client.openSession();
  const opened = await client.openSession();
  const proof = device.owner.proof(Date.now() + device.clockOffsetMs, 'password');
  const login = await client.send('AUTHENTICATE_USER', {}, { session: opened, proof });
  const session = { ...opened, id: (login.body as { sessionId: string }).sessionId };
  const { walletId } = device;
  const transaction = transferOf(`0x${'1'.repeat(40)}`, '1');
  const reviews: string[] = [];
  for (let i = 0; i < PAYMENTS; i += 1) {
    const params = { walletId, account: 0, transaction };
    const { body } = await client.send('PREPARE_TRANSACTION', params, { session, changes: true });
    reviews.push((body as { reviewId: string }).reviewId);
  }
  const pay = async (reviewId: string): Promise<void> => {
    paid.sent += 1;
    const params = { walletId, reviewId };
    const answer = await client.send('SIGN_TRANSACTION', params, { session, changes: true });
    expect(answer.code).toBe('SUCCESS');
    paid.acknowledged += 1;
  };
  const guess = async (user: string): Promise<void> => {
    failed.sent += 1;
    const factors = { factor: 'one-time-code', user, code: '000000' } as const;
    const wrong = { factors, passwords: [] };
    const { reason } = await client.send('AUTHENTICATE_USER', {}, { session: strangers, proof: wrong });
    if (reason === 'locked-out') return;
    expect(reason).toBe('wrong-proof');
    failed.acknowledged += 1;
    if (user === device.bob.name) failed.ofBob += 1;
  };
  return reviews.flatMap((reviewId, i) => [
    pay(reviewId),
    guess(i === 1 ? device.bob.name : `nobody ${round} ${i}`),
  ]);
}

/** What the folder holds once the TEE is dead. */
function counted() {
  const { dataDir, masterKey, bob } = device;
  const storage = openStorage({ dataDir, masterKey, engine: nobleEngine, suite: 2, random: randomBytes });
  try {
    const parse = (bytes: Uint8Array): unknown => JSON.parse(bytesToUtf8(bytes));
    const usage = storage.scan('limit_usage').map(parse) as { buckets: [number, string][] }[];
    const used = usage.flatMap(({ buckets }) => buckets.map(([, amount]) => Number(amount)));
    const rows = storage.scan('lock_outs').map(parse) as { failures?: number }[];
    const ofBob = storage.get('lock_outs', bob.userId);
    const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);
    return {
      used: sum(used),
      signatures: signaturesIn(storage),
      failures: sum(rows.map(({ failures = 0 }) => failures)),
      ofBob: ofBob === undefined ? 0 : (parse(ofBob) as { failures: number }).failures,
      adoptedRows: storage.adoptedRows,
    };
  } finally {
    storage.close();
  }
}

/** Rows of history, without the one that counts them. */
function signaturesIn(storage: SecureStorage): number {
  const rows = storage.scan('signatures').map((bytes): unknown => JSON.parse(bytesToUtf8(bytes)));
  return rows.filter((row) => typeof row === 'object' && row !== null && 'signed' in row).length;
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

test('a TEE killed at any moment forgets nothing that it answered', { timeout: 900_000 }, async () => {
  const startedAtMs = performance.now();
  let rounds = 0;
  let adopted = 0;
  while (rounds < ROUNDS && (rounds < FEWEST_ROUNDS || performance.now() - startedAtMs < BUDGET_MS)) {
    rounds += 1;
    const tee = await RawTee.fork();
    if (rounds % 5 === 0) {
      const booting = boot(tee, device).catch(() => undefined);
      await wait(Math.random() * BOOT_WITHIN_MS);
      await tee.kill();
      await booting;
    } else {
      await boot(tee, device);
      const requests = await attack(tee, rounds);
      const settled = Promise.allSettled(requests);
      await wait(Math.random() * KILL_WITHIN_MS);
      await tee.kill();
      for (const outcome of await settled) {
        // Whoever got no answer knows only that the TEE is gone.
        if (outcome.status === 'rejected') expect(String(outcome.reason)).toContain('the TEE exited');
      }
    }
    const now = counted();
    // Each pays one wei: limit and history are of one transaction, or of none.
    expect(now.signatures).toBe(now.used);
    adopted += now.adoptedRows > 0 ? 1 : 0;
    expect(now.used).toBeGreaterThanOrEqual(paid.acknowledged);
    expect(now.used).toBeLessThanOrEqual(paid.sent);
    expect(now.failures).toBeGreaterThanOrEqual(failed.acknowledged);
    expect(now.failures).toBeLessThanOrEqual(failed.sent);
    expect(now.ofBob).toBeGreaterThanOrEqual(failed.ofBob);
  }
  expect(paid.acknowledged).toBeGreaterThan(0);
  expect(failed.acknowledged).toBeGreaterThan(0);
  const answered = `${paid.acknowledged} of ${paid.sent} payments, ${failed.acknowledged} of ${failed.sent} wrong codes`;
  console.info(`${rounds} kills: ${answered} answered; ${adopted} between commit and sealed head`);
});
