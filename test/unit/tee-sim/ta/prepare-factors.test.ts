import { expect, test } from 'vitest';
import { heldFactors } from '../../../../tee-sim/authorization/prepared-factors.ts';
import { UsersTa } from './users-ta.ts';

test('what is prepared is shown once, drawn anew when asked again, and stored nowhere', () => {
  const ta = new UsersTa();
  const first = ta.call('PREPARE_FACTORS', { name: 'Alice' });
  const kept = heldFactors(ta.sessions, ta.session.id);
  expect(kept).toMatchObject({ recoveryCodes: first.recoveryCodes, words: first.recoveryWords });
  expect(first.oneTimeCodeUri).toContain(`secret=${first.oneTimeCodeSecret}`);
  const second = ta.call('PREPARE_FACTORS', { name: 'Alice' });
  expect(second.oneTimeCodeSecret).not.toBe(first.oneTimeCodeSecret);
  expect(kept?.oneTimeSecret).toEqual(new Uint8Array(20));
  expect(ta.boot.storage.listLogs({ limit: 1 }).total).toBe(0);
});

test('another session has nothing of it', () => {
  const ta = new UsersTa();
  const { params } = ta.registration('Alice');
  expect(() =>
    ta.call('REGISTER_OWNER', params, { session: ta.open(), secrets: ['long enough password'] }),
  ).toThrow(expect.objectContaining({ reason: 'not-prepared' }));
});
