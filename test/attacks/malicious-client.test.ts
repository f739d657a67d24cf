// Malicious clients (S2 §6.1): programs that nobody registered, that lie about who they are, or that were changed.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { base64UrlToBytes, bytesToBase64Url, bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import { presetPermissions } from '../../tee-sim/protocol/clients.ts';
import { type CommandName, commands } from '../../tee-sim/protocol/commands.ts';
import { commandSamples, secretLengths } from '../helpers/command-samples.ts';
import { operationId, WINDOW_MEASUREMENT } from '../helpers/tee-in-process.ts';
import { TestClientIdentity } from '../helpers/test-client.ts';
import { Device, refused } from '../unit/tee-sim/ta/device.ts';

const READER = new TestClientIdentity(7);
const PROGRAM = new Uint8Array(32).fill(0xaa);
const SOCKET = { channelId: 'socket-1', measurement: PROGRAM };
const CHANGED = { ...SOCKET, measurement: new Uint8Array(32).fill(0xbb) };
const INSIDE = { channelId: SOCKET.channelId, addresses: ['192.168.7.9'] };

let device: Device;

beforeEach(() => {
  device = new Device();
});
afterEach(() => device.tee.dispose());

/** The owner registers the read-only client of S2, for Beijing's business hours. */
function registerReader(): void {
  const terms = {
    clientId: READER.id,
    name: 'reader',
    binaryHash: bytesToHex(PROGRAM),
    permissions: presetPermissions('read-only', 'Asia/Shanghai'),
  };
  expect(device.maximum('REGISTER_CLIENT', terms).code).toBe('SUCCESS');
}

function challenge(): Uint8Array {
  const { challenge } = device.tee.mustCall('GET_CHALLENGE', {}) as { challenge: string };
  return base64UrlToBytes(challenge);
}

/** What an honest window would sign. */
function honestProof(secret: Uint8Array) {
  const { bootId } = device.tee.attest();
  return { bootId, challenge: challenge(), secret, measurement: WINDOW_MEASUREMENT };
}

/** What the TEE does for no program before the device owner confirmed it. */
const gated = (Object.keys(commands) as CommandName[]).filter((name) => {
  const { access } = commands[name];
  const leads = ['CONFIRM_CLIENT_PROGRAM', 'RECOVER_PASSWORD'].includes(name);
  return access !== undefined && access.operation !== 'Authenticate' && !leads;
});

describe('opening a session', () => {
  test('with a certificate that nobody registered', () => {
    const answer = device.tee.tryOpenSession({ identity: new TestClientIdentity(9), client: SOCKET });
    expect(refused(answer)).toBe('ACCESS_DENIED unknown-client 1');
    expect(answer.body).toBeUndefined();
  });

  test('with such a certificate through the window, which may then do nothing but log its user in', () => {
    const opened = device.tee.tryOpenSession({ identity: new TestClientIdentity(9) });
    expect(opened.body).toMatchObject({ programChanged: true });
    for (const name of gated) {
      const answer = device.tee.call(name, commandSamples()[name], {
        session: opened.session,
        operationId: commands[name].changesState ? operationId() : undefined,
        secrets: secretLengths(name).map((length) => new Uint8Array(length).fill(97)),
      });
      expect(refused(answer), name).toBe('ACCESS_DENIED unknown-client 1');
    }
  });

  test('with the wallet’s certificate, which is no secret, and without its key', () => {
    const wallet = new TestClientIdentity();
    const thief = new TestClientIdentity(9);
    const certificate = bytesToBase64Url(wallet.certificate);
    const answer = device.tee.tryOpenSession({ identity: thief, params: { certificate } });
    expect(refused(answer)).toBe('SECURITY client-proof 1');
  });

  test.each(['every bit flipped', 'zeros', 'noise', 'cut short'])('with a signature: %s', (how) => {
    const secret = randomBytes(32);
    const params = new TestClientIdentity().openParams(honestProof(secret));
    const honest = base64UrlToBytes(params.signature);
    const forgeries = {
      'every bit flipped': Array.from({ length: 512 }, (_, bit) =>
        honest.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)),
      ).filter((_, bit) => bit % 9 === 0),
      zeros: [new Uint8Array(64)],
      noise: [randomBytes(64)],
      'cut short': [honest.subarray(1)],
    }[how];
    for (const forged of forgeries ?? []) {
      const answer = device.tee.call(
        'OPEN_SESSION',
        { ...params, signature: bytesToBase64Url(forged) },
        { secrets: [secret] },
      );
      expect(refused(answer)).toBe(
        how === 'cut short' ? 'BAD_PARAMETERS malformed' : 'SECURITY client-proof 1',
      );
    }
    expect(device.tee.call('OPEN_SESSION', params, { secrets: [secret] }).code).toBe('SUCCESS');
  });

  test('with a proof made for another boot, secret, program or challenge', () => {
    const secret = randomBytes(32);
    const proof = honestProof(secret);
    const other = challenge();
    const lies = [
      { bootId: randomBytes(16) },
      { secret: randomBytes(32) },
      { measurement: PROGRAM },
      { challenge: other.map((byte, i) => (i === 31 ? byte ^ 1 : byte)) },
    ];
    for (const lie of lies) {
      const params = new TestClientIdentity().openParams({ ...proof, ...lie });
      const sent = { ...params, challenge: bytesToBase64Url(proof.challenge) };
      const answer = device.tee.call('OPEN_SESSION', sent, { secrets: [secret] });
      expect(refused(answer), Object.keys(lie).join()).toBe('SECURITY client-proof 1');
    }
    const certificates = [new Uint8Array(65), new Uint8Array(65).fill(4), randomBytes(65)];
    for (const certificate of certificates.map(bytesToBase64Url)) {
      const params = { ...new TestClientIdentity().openParams(proof), certificate };
      const answer = device.tee.call('OPEN_SESSION', params, { secrets: [secret] });
      expect(refused(answer)).toBe('SECURITY client-proof 1');
    }
  });

  test('with a challenge that is forged, too old, or of the boot before', () => {
    const secret = randomBytes(32);
    const attempt = (made: Uint8Array, bootId = device.tee.attest().bootId) => {
      const proof = { bootId, challenge: made, secret, measurement: WINDOW_MEASUREMENT };
      const params = new TestClientIdentity().openParams(proof);
      return refused(device.tee.call('OPEN_SESSION', params, { secrets: [secret] }));
    };
    expect(attempt(randomBytes(32))).toBe('SECURITY challenge 1');
    const genuine = challenge();
    for (let byte = 0; byte < 32; byte += 1) {
      const forged = genuine.map((value, i) => (i === byte ? value ^ 1 : value));
      expect(attempt(forged)).toBe('SECURITY challenge 1');
    }
    device.tee.advance(60_001);
    expect(attempt(genuine)).toBe('SECURITY challenge 1');
    const fresh = challenge();
    device.tee.shutDown();
    device.tee.boot();
    expect(attempt(fresh)).toBe('SECURITY challenge 1');
  });

  test('of a client that was revoked, which also ends the sessions that it had', () => {
    registerReader();
    const session = device.tee.openSession({ identity: READER, client: SOCKET });
    const call = () => device.tee.call('GET_ACCOUNT', {}, { session, client: SOCKET, driverContext: INSIDE });
    expect(call().code).toBe('SUCCESS');
    expect(device.maximum('REVOKE_CLIENT', { clientId: READER.id }).code).toBe('SUCCESS');
    expect(refused(call())).toBe('SECURITY session-mac 2');
    const again = device.tee.tryOpenSession({ identity: READER, client: SOCKET });
    expect(refused(again)).toBe('ACCESS_DENIED unknown-client 1');
  });
});

describe('a program that was changed', () => {
  test('may do nothing but log its user in and ask to be confirmed', () => {
    registerReader();
    const opened = device.tee.tryOpenSession({ identity: READER, client: CHANGED });
    expect(opened.body).toMatchObject({ programChanged: true });
    const { session } = opened;
    for (const name of gated) {
      const answer = device.tee.call(name, commandSamples()[name], {
        session,
        client: CHANGED,
        driverContext: INSIDE,
        operationId: commands[name].changesState ? operationId() : undefined,
        secrets: secretLengths(name).map((length) => new Uint8Array(length).fill(97)),
      });
      expect(refused(answer), name).toBe('SECURITY client-program-changed 1');
    }
    expect(gated.length).toBeGreaterThan(25);
  });

  test('is noticed in the middle of a session too: the driver measures every request', () => {
    registerReader();
    const session = device.tee.openSession({ identity: READER, client: SOCKET });
    const list = (client: typeof SOCKET) =>
      device.tee.call('LIST_WALLETS', {}, { session, client, driverContext: INSIDE });
    expect(refused(list(SOCKET))).toBe('ACCESS_DENIED login-required 2');
    expect(refused(list(CHANGED))).toBe('SECURITY client-program-changed 1');
  });
});

describe('the read-only client', () => {
  const LIST = ['LIST_WALLETS', {}] as const;

  function login() {
    const { tee } = device;
    const session = tee.openSession({ identity: READER, client: SOCKET });
    const proof = device.owner.user.proof(tee.machine.wall, 'password');
    const options = { session, proof, client: SOCKET, driverContext: INSIDE };
    const { sessionId } = tee.mustCall('AUTHENTICATE_USER', {}, options) as { sessionId: string };
    return { ...session, id: sessionId };
  }

  test('outside its hours, outside its addresses, and faster than its rate', () => {
    registerReader();
    const session = login();
    const call = (driverContext: typeof INSIDE | undefined) =>
      refused(device.tee.call(...LIST, { session, client: SOCKET, driverContext }));
    expect(call(INSIDE)).toBe('SUCCESS ');
    for (const addresses of [[], ['8.8.8.8'], ['not an address'], ['10.1.2.3.4'], ['::1', '100.64.0.1']]) {
      expect(call({ ...INSIDE, addresses })).toBe('ACCESS_DENIED outside-address-range 1');
    }
    expect(call(undefined)).toBe('ACCESS_DENIED outside-address-range 1');
    const codes = Array.from({ length: 110 }, () => call(INSIDE));
    expect(codes.filter((code) => code === 'BUSY rate-limited 1').length).toBeGreaterThan(5);
    expect(codes.at(-1)).toBe('BUSY rate-limited 1');
    device.tee.advance(60_000);
    expect(call(INSIDE)).toBe('SUCCESS ');
    // 16:00 in Beijing was the start; two hours on its day is over.
    for (let minutes = 0; minutes < 120; minutes += 10) {
      device.tee.advance(10 * 60_000);
      call(INSIDE);
    }
    expect(call(INSIDE)).toBe('ACCESS_DENIED outside-access-time 1');
  });

  test('that leaves its address out, puts it in the request, or claims the window’s channel', () => {
    registerReader();
    const session = login();
    const inRequest = device.tee.call(...LIST, {
      session,
      client: SOCKET,
      body: { driverContext: INSIDE },
    });
    expect(refused(inRequest)).toBe('BAD_FORMAT malformed');
    // From another channel the session is nobody's, whatever its MAC.
    const elsewhere = device.tee.call(...LIST, { session, driverContext: INSIDE });
    expect(refused(elsewhere)).toBe('SECURITY session-mac 2');
  });

  test('while the policy serves no local clients', () => {
    registerReader();
    const session = login();
    const policy = { ...(device.plain('GET_POLICY', {}).body as { policy: object }).policy };
    const closed = { ...policy, networkSecurity: { localClients: false } };
    expect(device.maximum('CHANGE_POLICY', { baseVersion: 0, policy: closed }).code).toBe('SUCCESS');
    const answer = device.tee.call(...LIST, { session, client: SOCKET, driverContext: INSIDE });
    expect(refused(answer)).toBe('ACCESS_DENIED operation-not-allowed 1');
    const opening = device.tee.tryOpenSession({ identity: READER, client: SOCKET });
    expect(refused(opening)).toBe('ACCESS_DENIED operation-not-allowed 1');
  });
});

test('what strangers try leaves rows of denials, with the client’s id where one was proven, and no more', () => {
  device.tee.tryOpenSession({ identity: new TestClientIdentity(9), client: SOCKET });
  const [row] = device.log('denial');
  expect(row).toMatchObject({ command: 'OPEN_SESSION', reason: 'unknown-client', layer: 1, suppressed: 0 });
  const text = JSON.stringify(row);
  expect(text).not.toContain(bytesToBase64Url(new TestClientIdentity(9).certificate));
  expect(bytesToHex(nobleEngine.sm3(new TestClientIdentity(9).certificate))).toBe(
    new TestClientIdentity(9).id,
  );
});
