// Who the client says it is, who is logged in, and factors that are shown for exactly one operation.
import { beforeEach, describe, expect, it } from 'vitest';
import type { ClientProver, ProofRequest } from '../../../../tee-sim/client/client-proof.ts';
import { InvokeError } from '../../../../tee-sim/client/errors.ts';
import { memoryPins } from '../../../../tee-sim/client/pins.ts';
import { TeeClient } from '../../../../tee-sim/client/tee-client.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bytesToBase64Url, bytesToUtf8, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { requestProofSchema } from '../../../../tee-sim/protocol/factors.ts';
import { type Features, featuresSchema } from '../../../../tee-sim/protocol/features.ts';
import { operationDigest } from '../../../../tee-sim/protocol/operation-digest.ts';
import { paymentSchema } from '../../../../tee-sim/protocol/payment.ts';
import type { Trace } from '../../../../tee-sim/protocol/trace.ts';
import { FakeTee, MEASUREMENTS, PROVER, USER } from './fake-tee.ts';

const password = utf8ToBytes('correct horse battery');
const factors = { factor: 'password', user: 'Ada' } as const;
const walletId = 'A'.repeat(22);
const rows = { rows: [], damaged: [], total: 0 };

let tee: FakeTee;
let client: TeeClient;

function clientWith(prover: ClientProver): TeeClient {
  return new TeeClient({
    prover,
    transport: tee,
    engine: nobleEngine,
    random: randomBytes,
    pins: memoryPins(),
    expected: MEASUREMENTS,
    monotonicNowMs: () => 0,
  });
}

beforeEach(async () => {
  tee = new FakeTee();
  client = clientWith(PROVER);
  await client.connect();
});

async function failureOf(work: Promise<unknown>): Promise<InvokeError> {
  const error = await work.catch((reason: unknown) => reason);
  if (error instanceof InvokeError) return error;
  throw new Error('expected an InvokeError', { cause: error });
}

describe('opening a session', () => {
  it('tells what the TEE said of the client, and that nobody is logged in', () => {
    expect(client.session).toEqual({ clientName: 'AirAccount', ownerExists: true, programChanged: false });
    expect(client.user).toBeUndefined();
  });

  it('asks the prover to sign this boot, its challenge, and the digest of this session’s secret', async () => {
    const asked: ProofRequest[] = [];
    const watched = clientWith({
      prove: (request) => {
        asked.push(request);
        return PROVER.prove(request);
      },
    });
    await watched.connect();
    const [secret = new Uint8Array(0)] = tee.opening?.frame.secrets ?? [];
    expect(asked).toHaveLength(1);
    expect(asked[0]?.secretDigest).toEqual(nobleEngine.sm3(secret));
    expect(asked[0]?.login).toBe('LOGIN_APPLICATION');
  });

  it('without the right key is refused, and leaves no session', async () => {
    const other = nobleEngine.sm2GenerateKeyPair(randomBytes);
    const impostor = clientWith({
      prove: async (request) => ({ ...(await PROVER.prove(request)), certificate: other.publicKey }),
    });
    await expect(impostor.connect()).rejects.toMatchObject({ code: 'SECURITY', reason: 'client-proof' });
    expect(impostor.session).toBeUndefined();
  });

  it('fails as the prover fails, and sends no OPEN_SESSION', async () => {
    tee.opening = undefined;
    const mute = clientWith({
      prove: () => Promise.reject(new TeeError('ACCESS_DENIED', 'client-proof', 'COMMS')),
    });
    await expect(mute.connect()).rejects.toMatchObject({ code: 'ACCESS_DENIED', origin: 'COMMS' });
    expect(tee.opening).toBeUndefined();
  });
});

describe('login', () => {
  it('shows the factors beside the JSON, for nothing but the login', async () => {
    const { result } = await client.login(factors, [password]);
    expect(result.user).toEqual(USER);
    expect(client.user).toEqual(USER);
    const sent = tee.opened.at(-1);
    expect(sent?.frame.secrets.map(bytesToUtf8)).toEqual([bytesToUtf8(password)]);
    expect(sent?.json).not.toContain('correct horse');
    const payloadDigest = operationDigest(nobleEngine, 'AUTHENTICATE_USER', {
      params: {},
      features: undefined,
      secrets: [],
    });
    expect(sent?.body.proof).toEqual({ payloadDigest: bytesToBase64Url(payloadDigest), factors });
  });

  it('goes on under the id that the TEE gave, and leaves the password to its caller', async () => {
    const before = tee.opened.length;
    await client.login(factors, [password]);
    tee.handle = () => ({ code: 'SUCCESS', body: rows });
    await client.invoke('LIST_RISK_LOGS', { limit: 1 });
    const ids = tee.opened.slice(before).map(({ body }) => body.sessionId);
    expect(new Set(ids).size).toBe(2);
    expect(bytesToUtf8(password)).toBe('correct horse battery');
  });

  it('does not lose the session to a request that was sent before it and is answered after it', async () => {
    const invoke = tee.invoke.bind(tee);
    const held = Promise.withResolvers<void>();
    let first = true;
    tee.invoke = async (envelope) => {
      if (first) {
        first = false;
        await held.promise;
      }
      return invoke(envelope);
    };
    const late = failureOf(client.invoke('LIST_RISK_LOGS', { limit: 1 }));
    await client.login(factors, [password]);
    held.resolve();
    expect((await late).reason).toBe('no-session');
    expect(client.user).toEqual(USER);
    tee.handle = () => ({ code: 'SUCCESS', body: rows });
    await client.invoke('LIST_RISK_LOGS', { limit: 1 });
  });

  it('that is denied says why, and changes nothing', async () => {
    tee.handle = () => ({ code: 'ACCESS_DENIED', reason: 'wrong-proof', layer: 2 });
    expect(await failureOf(client.login(factors, [password]))).toMatchObject({
      reason: 'wrong-proof',
      layer: 2,
    });
    expect(client.user).toBeUndefined();
    expect(client.session).toBeDefined();
  });

  it('is over when the session is locked, here or by the TEE', async () => {
    await client.login(factors, [password]);
    await client.lock();
    expect(client.user).toBeUndefined();
    expect(client.session).toBeDefined();
    await client.login(factors, [password]);
    tee.handle = () => ({ code: 'ACCESS_DENIED', reason: 'login-required', layer: 2 });
    await failureOf(client.invoke('LIST_WALLETS', {}));
    expect(client.user).toBeUndefined();
    expect(client.session).toBeDefined();
  });

  it('needs a session', async () => {
    await client.disconnect();
    for (const work of [client.login(factors, [password]), client.lock()]) {
      await expect(work).rejects.toMatchObject({ code: 'BAD_STATE', reason: 'no-session' });
    }
  });
});

describe('a step-up', () => {
  const payment = { chainId: 1, to: `0x${'11'.repeat(20)}`, amountWei: '1000', note: '' };
  // In another order than the schema's: the digest must not depend on it.
  const features: Features = { localHour: 9, entry: { recipient: 'typed', amount: 'pasted' } };

  it('names the digest of what the TEE will parse, not of how it was written', async () => {
    tee.handle = () => ({ code: 'ACCESS_DENIED', reason: 'maximum-needed', layer: 4 });
    const shuffled = { note: '', amountWei: '1000', to: payment.to, chainId: 1 };
    const proof = { factors, passwords: [password] };
    await failureOf(client.invoke('ASSESS_PAYMENT', { payment: shuffled }, { features, proof }));
    const sent = requestProofSchema.parse(tee.opened.at(-1)?.body.proof);
    const content = {
      params: { payment: paymentSchema.parse(payment) },
      features: featuresSchema.parse(features),
      secrets: [],
    };
    expect(sent.payloadDigest).toEqual(operationDigest(nobleEngine, 'ASSESS_PAYMENT', content));
  });

  it("covers the command's own secrets, which come before the passwords", async () => {
    const newPassword = utf8ToBytes('another horse');
    const proof = { factors, passwords: [password] };
    await client.invoke('CHANGE_PASSWORD', {}, { secrets: [newPassword], proof });
    const sent = tee.opened.at(-1);
    expect(sent?.frame.secrets).toEqual([newPassword, password]);
    const { payloadDigest } = requestProofSchema.parse(sent?.body.proof);
    const digestOf = (secrets: Uint8Array[]): Uint8Array =>
      operationDigest(nobleEngine, 'CHANGE_PASSWORD', { params: {}, features: undefined, secrets });
    expect(payloadDigest).toEqual(digestOf([newPassword]));
    expect(payloadDigest).not.toEqual(digestOf([newPassword, password]));
  });

  it('is not sent with parameters that the TEE would not parse', async () => {
    const sent = tee.envelopes.length;
    const failure = await failureOf(
      client.invoke('DELETE_WALLET', { walletId: 'none' }, { proof: { factors, passwords: [password] } }),
    );
    expect(failure).toMatchObject({ code: 'BAD_PARAMETERS', reason: 'malformed', origin: 'API' });
    expect(failure.unknownOperation).toBeUndefined();
    expect(tee.envelopes).toHaveLength(sent);
  });
});

describe('what the four layers found', () => {
  const trace: Trace = [
    { layer: 1, check: 'client-registered', outcome: 'pass', durationUs: 3 },
    {
      layer: 4,
      check: 'required-level',
      outcome: 'deny',
      expected: 'Maximum',
      actual: 'Standard',
      durationUs: 1,
    },
  ];

  it('comes with a denial: the layer, and the trace up to it', async () => {
    tee.handle = () => ({ code: 'ACCESS_DENIED', reason: 'maximum-needed', layer: 4, trace });
    const failure = await failureOf(client.invoke('DELETE_WALLET', { walletId }));
    expect(failure.layer).toBe(4);
    expect(failure.trace).toEqual(trace);
    expect(failure.exchange).toMatchObject({ layer: 4, trace, reason: 'maximum-needed' });
  });

  it('comes with a success, and is empty where no layer was asked or no answer came', async () => {
    tee.handle = () => ({ code: 'SUCCESS', body: {}, trace: trace.slice(0, 1) });
    const { exchange } = await client.invoke('DELETE_WALLET', { walletId });
    expect(exchange.trace).toEqual(trace.slice(0, 1));
    expect(exchange.layer).toBeUndefined();
    tee.handle = () => ({ code: 'SUCCESS', body: {} });
    expect((await client.invoke('DELETE_WALLET', { walletId })).exchange.trace).toEqual([]);
    tee.fail = { error: new TeeError('TIMEOUT', 'tee-slow', 'COMMS'), when: 'before' };
    expect((await failureOf(client.invoke('DELETE_WALLET', { walletId }))).trace).toEqual([]);
  });
});

it('a client other than the window judges the TEE, and not the window’s bundle', async () => {
  const local = new TeeClient({
    prover: PROVER,
    transport: tee,
    engine: nobleEngine,
    random: randomBytes,
    pins: memoryPins(),
    expected: { tee: MEASUREMENTS.tee },
    monotonicNowMs: () => 0,
  });
  await local.connect();
  tee.measurements = { ...MEASUREMENTS, client: new Uint8Array(32).fill(1) };
  await local.attest();
  tee.measurements = { ...MEASUREMENTS, tee: new Uint8Array(32).fill(1) };
  await expect(local.attest()).rejects.toMatchObject({ reason: 'attestation-measurement' });
});
