import { expect, test } from 'vitest';
import { clientIdSchema } from '../../../../tee-sim/protocol/clients.ts';
import { userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import { sessionIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import { requireSession, requireUser } from '../../../../tee-sim/ta/call.ts';

const user = { id: userIdSchema.parse('device-owner'), name: 'Alice', role: 'device-owner' } as const;
const session = {
  id: sessionIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA'),
  channelId: 'main-window',
  client: { id: clientIdSchema.parse('aa'.repeat(32)), name: 'wallet', programChanged: false },
  user: undefined,
  lockedUser: undefined,
  factorShownAtMs: undefined,
};

test('a command that needs a session does nothing without one', () => {
  expect(requireSession({ session })).toBe(session);
  expect(() => requireSession({ session: undefined })).toThrow(
    expect.objectContaining({ code: 'BAD_STATE', reason: 'no-session' }),
  );
});

test('a command that acts for a user does nothing for nobody', () => {
  expect(requireUser({ user })).toBe(user);
  expect(() => requireUser({ user: undefined })).toThrow(
    expect.objectContaining({ code: 'ACCESS_DENIED', reason: 'login-required', layer: 2 }),
  );
});
