import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHALLENGE_LIFE_MS } from '../../../../tee-sim/authorization/challenge.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { base64UrlToBytes, bytesToBase64Url, bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { presetPermissions } from '../../../../tee-sim/protocol/clients.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import type { TestSession } from '../../../helpers/seal-request.ts';
import { operationId, TestTee, WINDOW_MEASUREMENT } from '../../../helpers/tee-in-process.ts';
import { TestClientIdentity } from '../../../helpers/test-client.ts';

const OTHER_PROGRAM = { channelId: 'main-window', measurement: new Uint8Array(32).fill(9) };
const SOCKET = { channelId: 'socket-1', measurement: WINDOW_MEASUREMENT };
type Proof = Parameters<TestClientIdentity['openParams']>[0];

const stranger = new TestClientIdentity(2);

let tee: TestTee;
beforeEach(() => {
  tee = new TestTee();
});
afterEach(() => tee.dispose());

test('the first client in the window is registered, once, and leaves a row', () => {
  expect(tee.tryOpenSession().body).toMatchObject({
    clientName: 'AirAccount',
    ownerExists: false,
    programChanged: false,
  });
  const { session } = tee.withOwner();
  const { record, summary } = tee.mustCall('GET_RISK_LOG', { logId: 2 }, { session }) as {
    record: string;
    summary: unknown;
  };
  expect(summary).toMatchObject({ kind: 'client' });
  expect(JSON.parse(record)).toMatchObject({
    command: 'OPEN_SESSION',
    client: { clientId: new TestClientIdentity().id, binaryHash: bytesToHex(WINDOW_MEASUREMENT) },
  });
  const ofClients = { filter: { kinds: ['client'] }, limit: 10, content: 'none' };
  expect(tee.mustCall('SEARCH_RISK_LOGS', ofClients, { session })).toMatchObject({ rows: [{}] });
});

const unknown = { code: 'ACCESS_DENIED', layer: 1, reason: 'unknown-client', body: undefined };

test('over another channel than the window’s only registered clients are known, also the very first', () => {
  expect(tee.tryOpenSession({ client: SOCKET })).toMatchObject(unknown);
  tee.openSession();
  expect(tee.tryOpenSession({ identity: stranger, client: SOCKET })).toMatchObject(unknown);
  expect(tee.tryOpenSession({ identity: stranger, client: SOCKET }).trace[0]).toMatchObject({
    check: 'client-registered',
    outcome: 'deny',
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ['another application', { taUuid: '00000000-0000-0000-0000-000000000000' }, 'unknown-application'],
  ['a challenge of nobody', { challenge: bytesToBase64Url(new Uint8Array(32)) }, 'challenge'],
  ['a signature of nothing', { signature: bytesToBase64Url(new Uint8Array(64)) }, 'client-proof'],
  ['another certificate', { certificate: bytesToBase64Url(stranger.certificate) }, 'client-proof'],
  ['no point for a certificate', { certificate: bytesToBase64Url(new Uint8Array(65)) }, 'client-proof'],
])('refuses %s', (_name, params, reason) => {
  expect(tee.tryOpenSession({ params })).toMatchObject({ reason, origin: 'TEE', body: undefined });
});

test.each(['boot', 'secret', 'program'] as const)('refuses a proof over another %s', (part) => {
  const { challenge } = tee.mustCall('GET_CHALLENGE', {}) as { challenge: string };
  const secret = randomBytes(32);
  const honest = {
    bootId: tee.attest().bootId,
    challenge: base64UrlToBytes(challenge),
    secret,
    measurement: WINDOW_MEASUREMENT,
  };
  const changes: Record<typeof part, Partial<Proof>> = {
    boot: { bootId: randomBytes(16) },
    secret: { secret: randomBytes(32) },
    program: { measurement: randomBytes(32) },
  };
  const open = (proof: Proof) =>
    tee.call('OPEN_SESSION', new TestClientIdentity().openParams(proof), { secrets: [secret] });
  expect(open({ ...honest, ...changes[part] })).toMatchObject({
    code: 'SECURITY',
    layer: 1,
    reason: 'client-proof',
  });
  expect(open(honest).code).toBe('SUCCESS');
});

test('refuses a challenge that is older than a minute', () => {
  const { challenge } = tee.mustCall('GET_CHALLENGE', {}) as { challenge: string };
  const secret = randomBytes(32);
  const proof = {
    bootId: tee.attest().bootId,
    challenge: base64UrlToBytes(challenge),
    secret,
    measurement: WINDOW_MEASUREMENT,
  };
  tee.advance(CHALLENGE_LIFE_MS + 1);
  const params = new TestClientIdentity().openParams(proof);
  expect(tee.call('OPEN_SESSION', params, { secrets: [secret] })).toMatchObject({
    code: 'SECURITY',
    reason: 'challenge',
  });
});

test('as long as nobody owns the device a changed program is taken over', () => {
  tee.openSession();
  expect(tee.tryOpenSession({ client: OTHER_PROGRAM }).body).toMatchObject({ programChanged: false });
  const session = tee.openSession({ client: OTHER_PROGRAM });
  expect(tee.call('GET_STATUS', {}, { session, client: OTHER_PROGRAM }).reason).toBe('no-owner');
});

test('a changed program is served nothing but a login and its own confirmation', () => {
  const { owner } = tee.withOwner();
  const client = OTHER_PROGRAM;
  const opened = tee.tryOpenSession({ client });
  expect(opened.body).toMatchObject({ programChanged: true, ownerExists: true });
  tee.advance(30_000);
  const { sessionId } = tee.mustCall(
    'AUTHENTICATE_USER',
    {},
    { session: opened.session, client, proof: owner.proof(tee.machine.wall, 'password') },
  ) as { sessionId: string };
  const session = { ...opened.session, id: sessionId };
  const denied = { code: 'SECURITY', layer: 1, reason: 'client-program-changed' };
  expect(tee.call('GET_STATUS', {}, { session, client })).toMatchObject(denied);
  const confirm = { session, client, operationId: operationId(), proof: tee.twoFactors(owner) };
  tee.mustCall('CONFIRM_CLIENT_PROGRAM', {}, confirm);
  expect(tee.call('GET_STATUS', {}, { session, client }).code).toBe('SUCCESS');
  expect(tee.tryOpenSession({ client }).body).toMatchObject({ programChanged: false });
});

describe('a window whose key is new on this device, because the one before was lost', () => {
  const status = (session: TestSession) => tee.call('GET_STATUS', {}, { session });
  const clientsOf = (session: TestSession) =>
    (tee.mustCall('LIST_CLIENTS', {}, { session }) as { clients: object[] }).clients;

  test('is served nothing but a login, until the device owner confirms it; then it is a wallet', () => {
    const { owner, session: before } = tee.withOwner();
    const opened = tee.tryOpenSession({ identity: stranger });
    expect(opened.body).toMatchObject({ clientName: 'AirAccount', ownerExists: true, programChanged: true });
    expect(clientsOf(before)).toHaveLength(1);
    tee.advance(30_000);
    const session = tee.login(opened.session, owner);
    expect(status(session)).toMatchObject(unknown);
    const options = { session, operationId: operationId() };
    expect(tee.call('CONFIRM_CLIENT_PROGRAM', {}, options).reason).toBe('maximum-needed');
    expect(status(session)).toMatchObject(unknown);
    tee.mustCall('CONFIRM_CLIENT_PROGRAM', {}, { ...options, proof: tee.twoFactors(owner) });
    expect(status(session).code).toBe('SUCCESS');
    expect(tee.tryOpenSession({ identity: stranger }).body).toMatchObject({ programChanged: false });
    expect(clientsOf(session)).toMatchObject([
      { current: false },
      {
        clientId: stranger.id,
        binaryHash: bytesToHex(WINDOW_MEASUREMENT),
        permissions: presetPermissions('wallet', 'UTC'),
        current: true,
      },
    ]);
    const search = { filter: { kinds: ['client'] }, limit: 1, content: 'record' };
    const { rows } = tee.mustCall('SEARCH_RISK_LOGS', search, { session }) as { rows: { record: string }[] };
    expect(JSON.parse(rows[0]?.record ?? '')).toMatchObject({
      command: 'CONFIRM_CLIENT_PROGRAM',
      client: { clientId: stranger.id, to: bytesToHex(WINDOW_MEASUREMENT) },
      trace: expect.arrayContaining([
        expect.objectContaining({ check: 'client-registered', outcome: 'pass', actual: 'new' }),
      ]),
    });
  });

  test('may be confirmed where as many clients are registered as the policy allows', () => {
    const { owner, session: before } = tee.withOwner();
    const clientVerification = { ...defaultPolicy.clientVerification, maxClients: 1 };
    const params = { baseVersion: 0, policy: { ...defaultPolicy, clientVerification } };
    const change = { session: before, operationId: operationId(), proof: tee.twoFactors(owner) };
    tee.mustCall('CHANGE_POLICY', params, change);
    const session = tee.login(tee.openSession({ identity: stranger }), owner);
    const proof = tee.twoFactors(owner);
    tee.mustCall('CONFIRM_CLIENT_PROGRAM', {}, { session, operationId: operationId(), proof });
    expect(status(session).code).toBe('SUCCESS');
  });

  test('is not confirmed by anybody else', () => {
    const { session: before } = tee.withOwner();
    const bob = tee.register(before, { name: 'Bob', by: 'REGISTER_USER' });
    const session = tee.login(tee.openSession({ identity: stranger }), bob);
    const proof = tee.twoFactors(bob);
    const options = { session, operationId: operationId(), proof };
    expect(tee.call('CONFIRM_CLIENT_PROGRAM', {}, options).reason).toBe('not-device-owner');
    expect(clientsOf(before)).toHaveLength(1);
  });

  test('may set up a device that has no owner yet, and is confirmed then', () => {
    tee.openSession();
    const opened = tee.tryOpenSession({ identity: stranger });
    expect(opened.body).toMatchObject({ ownerExists: false, programChanged: true });
    const owner = tee.register(opened.session);
    const session = tee.login(opened.session, owner);
    expect(status(session)).toMatchObject(unknown);
    const proof = tee.twoFactors(owner);
    tee.mustCall('CONFIRM_CLIENT_PROGRAM', {}, { session, operationId: operationId(), proof });
    expect(status(session).code).toBe('SUCCESS');
  });

  test('stays refused when it was revoked, and over any other channel', () => {
    const { owner, session: before } = tee.withOwner();
    const session = tee.login(tee.openSession({ identity: stranger }), owner);
    const proof = tee.twoFactors(owner);
    tee.mustCall('CONFIRM_CLIENT_PROGRAM', {}, { session, operationId: operationId(), proof });
    const revoke = { session: before, operationId: operationId(), proof: tee.twoFactors(owner) };
    tee.mustCall('REVOKE_CLIENT', { clientId: stranger.id }, revoke);
    expect(tee.call('GET_ACCOUNT', {}, { session }).reason).toBe('session-mac');
    for (const client of [undefined, SOCKET]) {
      expect(tee.tryOpenSession({ identity: stranger, client })).toMatchObject(unknown);
    }
  });
});

test('a client of another channel opens none where the policy has no local clients', () => {
  const { owner, session } = tee.withOwner();
  const socket = () => tee.tryOpenSession({ client: SOCKET });
  expect(socket().code).toBe('SUCCESS');
  const policy = { ...defaultPolicy, networkSecurity: { localClients: false } };
  const options = { session, operationId: operationId(), proof: tee.twoFactors(owner) };
  tee.mustCall('CHANGE_POLICY', { baseVersion: 0, policy }, options);
  expect(socket()).toMatchObject({ layer: 1, reason: 'operation-not-allowed' });
  expect(tee.tryOpenSession().code).toBe('SUCCESS');
});

test('a session is worth nothing over another channel', () => {
  const session = tee.openSession();
  expect(tee.call('GET_ACCOUNT', {}, { session, client: SOCKET })).toMatchObject({
    code: 'SECURITY',
    layer: 2,
    reason: 'session-mac',
  });
  expect(tee.call('GET_ACCOUNT', {}, { session }).code).toBe('SUCCESS');
});
