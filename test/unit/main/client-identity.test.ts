import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createClientIdentity } from '../../../main/client-identity.ts';
import type { LogEvent } from '../../../main/log-entry.ts';
import { nobleEngine } from '../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../tee-sim/crypto/random.ts';
import { base64UrlToBytes } from '../../../tee-sim/protocol/bytes.ts';
import { openSessionProofInput } from '../../../tee-sim/protocol/envelope.ts';

const measurement = randomBytes(32);
const request = {
  bootId: randomBytes(16),
  challenge: randomBytes(32),
  login: 'LOGIN_APPLICATION',
  secretDigest: randomBytes(32),
} as const;

let folder: string;
let path: string;
let protects: boolean;
let opens: boolean;
let logged: LogEvent[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-identity-'));
  path = join(folder, 'client-identity.json');
  protects = true;
  opens = true;
  logged = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** As after a restart of the app. */
function identity() {
  const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0x55);
  return createClientIdentity({
    path,
    measurement,
    log: (event) => logged.push(event),
    keychain: {
      protects: async () => protects,
      wrap: async (text) => flip(Buffer.from(text)),
      unwrap: async (wrapped) => {
        if (!opens) throw new Error('locked');
        return { text: Buffer.from(flip(wrapped)).toString(), stale: false };
      },
    },
  });
}

it('signs what opens a session, over the measurement that main took', async () => {
  const { certificate, signature } = await identity().prove(request);
  const holds = (over: object): boolean =>
    nobleEngine.sm2Verify(
      base64UrlToBytes(certificate),
      openSessionProofInput({ ...request, measurement, ...over }),
      base64UrlToBytes(signature),
    );
  expect(holds({})).toBe(true);
  expect(holds({ measurement: randomBytes(32) })).toBe(false);
  expect(holds({ challenge: randomBytes(32) })).toBe(false);
});

it('is made once, also when it is asked for twice at once, and is the same after a restart', async () => {
  const first = identity();
  const proofs = await Promise.all([first.prove(request), first.prove(request)]);
  const later = await identity().prove(request);
  expect(new Set([...proofs, later].map(({ certificate }) => certificate)).size).toBe(1);
  expect(logged).toEqual(['client-identity-created']);
});

it('lies wrapped, in a file of its user alone', async () => {
  await identity().prove(request);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ protection: 'keychain' });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('says so when the keychain does not protect, and moves into one that later does', async () => {
  protects = false;
  const { certificate } = await identity().prove(request);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ protection: 'none' });
  protects = true;
  expect((await identity().prove(request)).certificate).toBe(certificate);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ protection: 'keychain' });
});

it.each([
  ['a locked keychain', 'ACCESS_DENIED', () => undefined],
  ['a damaged file', 'CORRUPT_OBJECT', () => writeFile(path, '{}')],
])('does not become another client because of %s', async (_what, code, damage) => {
  await identity().prove(request);
  opens = false;
  await damage();
  const before = await readFile(path, 'utf8');
  await expect(identity().prove(request)).rejects.toMatchObject({ code, reason: 'client-proof' });
  expect(await readFile(path, 'utf8')).toBe(before);
});
