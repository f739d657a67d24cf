import { expect, it } from 'vitest';
import { LoginCheck } from '../../../../tee-sim/authorization/layer-2-login.ts';
import type { Session } from '../../../../tee-sim/authorization/session.ts';
import type { UserId } from '../../../../tee-sim/protocol/factors.ts';
import { sessionIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import { refusal } from '../storage/storage-fixture.ts';
import { CLIENT, outcomes, recorder } from './authorization-fixture.ts';

const ALICE = { id: 'device-owner' as UserId, name: 'Alice', role: 'device-owner' } as const;
const OF_CLIENT = { kind: 'client' } as const;
const OTHERS = [
  { kind: 'user' },
  { kind: 'device-owner' },
  { kind: 'wallet', permission: 'READ' },
  { kind: 'wallet-owner' },
] as const;

function ask(user: Session['user'], device: { open?: boolean; ownerExists?: boolean } = {}) {
  const { open = true, ownerExists = true } = device;
  const session: Session = {
    id: sessionIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA'),
    channelId: 'main-window',
    client: { id: CLIENT, name: 'wallet', programChanged: false },
    user,
    lockedUser: undefined,
    factorShownAtMs: undefined,
  };
  const trace = recorder();
  const login = new LoginCheck({ isOpen: () => open }, () => ownerExists);
  return {
    trace,
    check: (subject: Parameters<LoginCheck['check']>[1]) => login.check(session, subject, trace),
  };
}

it('what serves any client needs nobody', () => {
  expect(ask(undefined).check(OF_CLIENT)).toBeUndefined();
  expect(ask(undefined, { ownerExists: false }).check(OF_CLIENT)).toBeUndefined();
  expect(ask(ALICE).check(OF_CLIENT)).toBe(ALICE);
});

it.each(OTHERS)('what serves a $kind needs who is logged in', (subject) => {
  const { check, trace } = ask(ALICE);
  expect(check(subject)).toBe(ALICE);
  expect(outcomes(trace)).toEqual(['session pass', 'logged-in pass']);
  const anonymous = ask(undefined);
  expect(refusal(() => anonymous.check(subject))).toBe('ACCESS_DENIED login-required');
  expect(outcomes(anonymous.trace).slice(0, 2)).toEqual(['session pass', 'logged-in deny']);
});

it.each(OTHERS)('as long as the device has no owner, nobody acts as a $kind', (subject) => {
  const { check, trace } = ask(undefined, { ownerExists: false });
  expect(refusal(() => check(subject))).toBe('BAD_STATE no-owner');
  expect(outcomes(trace).slice(0, 2)).toEqual(['session pass', 'logged-in deny']);
});

it('a session that ended serves nobody', () => {
  expect(refusal(() => ask(ALICE, { open: false }).check(OF_CLIENT))).toBe('SECURITY session-mac');
});
