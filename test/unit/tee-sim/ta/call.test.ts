import { expect, test } from 'vitest';
import { DEVICE_OWNER } from '../../../../tee-sim/authorization/layer-2-sessions.ts';
import { sessionIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import { type InvokeContext, requireDeviceOwner, requireSession } from '../../../../tee-sim/ta/call.ts';

const id = sessionIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA');

function context(userId?: string): InvokeContext {
  return {
    session: userId === undefined ? undefined : { id, userId },
    requestDigest: new Uint8Array(32),
    driverContext: undefined,
    atMs: 0,
    steps: { measure: (_step, _sizeBytes, work) => work() },
  };
}

test('a command that needs a session does nothing without one', () => {
  expect(requireSession(context('anyone'))).toEqual({ id, userId: 'anyone' });
  for (const required of [requireSession, requireDeviceOwner]) {
    expect(() => required(context())).toThrow(
      expect.objectContaining({ code: 'BAD_STATE', reason: 'no-session' }),
    );
  }
});

test('what only the device owner may see is shown to nobody else', () => {
  expect(requireDeviceOwner(context(DEVICE_OWNER)).userId).toBe(DEVICE_OWNER);
  expect(() => requireDeviceOwner(context('anyone'))).toThrow(
    expect.objectContaining({ code: 'ACCESS_DENIED', origin: 'TRUSTED_APP' }),
  );
});
