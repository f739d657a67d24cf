import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestSession } from '../../../helpers/seal-request.ts';
import { operationId, TestTee } from '../../../helpers/tee-in-process.ts';
import type { TestUser } from '../../../helpers/test-user.ts';

interface Listed {
  readonly ref: string;
  readonly userName?: string;
  readonly current: boolean;
}

let tee: TestTee;
let owner: TestUser;
let bob: TestUser;
let session: TestSession;
let bobs: TestSession;

beforeAll(() => {
  tee = new TestTee();
  ({ owner, session } = tee.withOwner());
  bob = tee.register(session, { name: 'Bob', password: 'another long password', by: 'REGISTER_USER' });
  bobs = tee.login(tee.openSession(), bob);
});
afterAll(() => tee.dispose());

const list = (of: TestSession) =>
  (tee.mustCall('LIST_SESSIONS', {}, { session: of }) as { sessions: Listed[] }).sessions;
const terminate = (ref: string | undefined, by: TestSession) =>
  tee.call('TERMINATE_SESSION', { ref }, { session: by, operationId: operationId() });

test('a user sees their own sessions, the device owner everyone’s', () => {
  expect(list(bobs).map(({ userName, current }) => [userName, current])).toEqual([['Bob', true]]);
  const names = list(session).map(({ userName, current }) => [userName, current]);
  expect(names).toEqual([
    ['Bob', false],
    ['Alice', true],
  ]);
});

test('ends a session by its name; one that the caller may not know of is unknown', () => {
  const alices = list(session).find(({ current }) => current)?.ref;
  const unknown = { code: 'ITEM_NOT_FOUND', reason: 'unknown-session', body: undefined };
  expect(terminate(alices, bobs)).toMatchObject(unknown);
  expect(terminate('00'.repeat(8), bobs)).toMatchObject(unknown);
  expect(tee.call('LIST_SESSIONS', {}, { session }).code).toBe('SUCCESS');
  const other = tee.login(tee.openSession(), bob);
  expect(terminate(list(other).find(({ current }) => current)?.ref, bobs).body).toEqual({});
  expect(tee.call('GET_ACCOUNT', {}, { session: other })).toMatchObject({ reason: 'session-mac' });
});

test('a lock asks for the login again, and the id from before it is over after it', () => {
  tee.mustCall('LOCK_SESSION', {}, { session: bobs });
  expect(tee.call('LIST_SESSIONS', {}, { session: bobs })).toMatchObject({
    layer: 2,
    reason: 'login-required',
  });
  const after = tee.login(bobs, bob);
  expect(after.id).not.toBe(bobs.id);
  expect(tee.call('GET_ACCOUNT', {}, { session: bobs })).toMatchObject({ reason: 'session-mac' });
  expect(tee.call('GET_ACCOUNT', {}, { session: after }).code).toBe('SUCCESS');
  bobs = after;
});

test('a hijacked session is denied at layer 2, whatever is known but the secret', () => {
  for (const secret of [bobs.secret, new Uint8Array(32)]) {
    expect(tee.call('GET_STATUS', {}, { session: { id: session.id, secret } })).toMatchObject({
      code: 'SECURITY',
      layer: 2,
      reason: 'session-mac',
    });
  }
  expect(owner.name).toBe('Alice');
});
