import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { defaultPolicy, type Policy } from '../../../../tee-sim/protocol/policy.ts';
import { commandSamples } from '../../../helpers/command-samples.ts';
import { WINDOW_MEASUREMENT } from '../../../helpers/tee-in-process.ts';
import { Device, refused } from './device.ts';

let device: Device;
beforeEach(() => {
  device = new Device();
});
afterEach(() => device.tee.dispose());

function edited<S extends keyof Policy>(section: S, fields: Partial<Policy[S]>): Policy {
  return { ...defaultPolicy, [section]: { ...defaultPolicy[section], ...fields } };
}
const STRICT = edited('operationAuthorization', { gaps: 'confirm' });
const change = (baseVersion: number, policy: unknown) =>
  device.maximum('CHANGE_POLICY', { baseVersion, policy });
const current = () =>
  device.plain('GET_POLICY', {}).body as { version: number; digest: string; policy: Policy };

test('begins as version 0, and the attestation states its digest', () => {
  expect(current()).toMatchObject({ version: 0, current: 0, policy: defaultPolicy });
  expect(bytesToHex(device.tee.attest().policyDigest)).toBe(current().digest);
});

describe('CHANGE_POLICY', () => {
  test('needs Maximum, is in force at once, and changes the attested digest', () => {
    const params = { baseVersion: 0, policy: STRICT };
    expect(refused(device.plain('CHANGE_POLICY', params))).toBe('ACCESS_DENIED maximum-needed 4');
    expect(refused(device.enhanced('CHANGE_POLICY', params))).toBe('ACCESS_DENIED maximum-needed 4');
    const before = device.tee.attest().policyDigest;
    expect(change(0, STRICT).body).toEqual({
      version: 1,
      changes: [
        { path: 'operationAuthorization.gaps', from: '"count"', to: '"confirm"', effect: 'tightens' },
      ],
    });
    expect(current()).toMatchObject({ version: 1, policy: STRICT });
    expect(device.tee.attest().policyDigest).not.toBe(before);
  });

  test('brings an old document back as a new version, and says in the log that this loosens', () => {
    change(0, STRICT);
    const old = device.plain('GET_POLICY', { version: 0 }).body as { policy: Policy };
    expect(change(1, old.policy).body).toMatchObject({ version: 2, changes: [{ effect: 'loosens' }] });
    const [loosening, tightening] = device.log('policy');
    expect(loosening).toMatchObject({ policy: { from: 1, to: 2, loosens: true } });
    expect(tightening).toMatchObject({ policy: { from: 0, to: 1, loosens: false } });
    expect(device.plain('GET_POLICY', { version: 1 }).body).toMatchObject({ policy: STRICT, current: 2 });
    expect(refused(device.plain('GET_POLICY', { version: 3 }))).toBe('ACCESS_CONFLICT policy-version');
  });

  test('refuses a document that was made from another version', () => {
    change(0, STRICT);
    expect(refused(change(0, defaultPolicy))).toBe('ACCESS_CONFLICT policy-version');
    expect(refused(change(2, defaultPolicy))).toBe('ACCESS_CONFLICT policy-version');
    expect(current()).toMatchObject({ version: 1, policy: STRICT });
  });

  const { auditMonitoring, ...incomplete } = defaultPolicy;
  const malformed: [string, unknown][] = [
    ['no document', null],
    ['a section less', incomplete],
    ['a section more', { ...defaultPolicy, backdoor: {} }],
    ['a leaf more', edited('networkSecurity', { open: true } as object)],
    ['a leaf of another type', edited('networkSecurity', { localClients: 'yes' } as object)],
    ['idle sessions that outlive all', edited('sessionSecurity', { idleMs: 3_600_000, absoluteMs: 900_000 })],
    ['bounds in the wrong order', edited('operationAuthorization', { enhancedFrom: 90 })],
    ['no denials logged', { ...defaultPolicy, auditMonitoring: { ...auditMonitoring, logDenials: false } }],
    ['one factor for Maximum', edited('userAuthentication', { maximumFactors: ['password'] })],
    ['typing for Maximum', edited('userAuthentication', { maximumFactors: ['password', 'typing'] as never })],
    ['a number that is none', edited('sessionSecurity', { maxSessions: Number.NaN })],
  ];

  test('refuses what is no policy', () => {
    for (const [what, policy] of malformed) {
      const answer = device.plain('CHANGE_POLICY', { baseVersion: 0, policy });
      expect([what, refused(answer)]).toEqual([what, 'BAD_PARAMETERS malformed']);
      expect(refused(device.plain('PREVIEW_POLICY', { policy }))).toBe('BAD_PARAMETERS malformed');
    }
  });

  test('refuses what would leave the owner without a way to Maximum', () => {
    for (const maximumFactors of [
      ['password', 'password'],
      ['one-time-code', 'recovery-code'],
    ] as const) {
      const policy = edited('userAuthentication', { maximumFactors: [...maximumFactors] });
      expect(refused(change(0, policy))).toBe('BAD_STATE policy-locks-out');
      // Said before two proofs are spent on it.
      expect(device.plain('PREVIEW_POLICY', { policy }).body).toMatchObject({ locksOut: true });
    }
    const tight = edited('userAuthentication', { maximumFactors: ['password', 'one-time-code'] });
    expect(change(0, tight).body).toMatchObject({ version: 1 });
  });

  test('is the device owner’s alone; everyone sees the policy', () => {
    const bob = device.addUser('Bob');
    const params = { baseVersion: 0, policy: STRICT };
    expect(refused(device.maximum('CHANGE_POLICY', params, { by: bob }))).toBe(
      'ACCESS_DENIED not-device-owner 3',
    );
    expect(refused(device.plain('PREVIEW_POLICY', { policy: STRICT }, { by: bob }))).toBe(
      'ACCESS_DENIED not-device-owner 3',
    );
    expect(device.plain('GET_POLICY', {}, { by: bob }).code).toBe('SUCCESS');
  });
});

test('PREVIEW_POLICY shows what would change, and changes nothing', () => {
  expect(device.plain('PREVIEW_POLICY', { policy: STRICT }).body).toMatchObject({
    changes: [{ path: 'operationAuthorization.gaps' }],
    locksOut: false,
  });
  expect(current().version).toBe(0);
});

test('a policy that was changed rules: bounds of risk, and clients over the socket', () => {
  const { tee, owner } = device;
  const { walletId } = tee.createWallet(owner.session);
  const denyAll = edited('operationAuthorization', { enhancedFrom: 1, maximumFrom: 1, denyFrom: 1 });
  change(0, denyAll);
  const { PREPARE_TRANSACTION: params } = commandSamples({ walletId });
  const { reviewId } = device.plain('PREPARE_TRANSACTION', params).body as { reviewId: string };
  const sign = { walletId, reviewId };
  expect(refused(device.maximum('SIGN_TRANSACTION', sign))).toBe('ACCESS_DENIED risk-too-high 4');
  const client = { channelId: 'local-1', measurement: WINDOW_MEASUREMENT };
  const { session } = tee.tryOpenSession({ client });
  expect(tee.call('GET_ACCOUNT', {}, { session, client }).code).toBe('SUCCESS');
  change(1, edited('networkSecurity', { localClients: false }));
  for (const answer of [tee.call('GET_ACCOUNT', {}, { session, client }), tee.tryOpenSession({ client })]) {
    expect(refused(answer)).toBe('ACCESS_DENIED operation-not-allowed 1');
  }
});

test('CONFIRM_GAP counts the time switched off, once', () => {
  change(0, STRICT);
  expect(refused(device.maximum('CONFIRM_GAP', {}))).toBe('BAD_STATE no-gap');
  const { tee, owner } = device;
  tee.shutDown();
  tee.advance(7_200_000);
  tee.boot();
  const session = tee.login(tee.openSession(), owner.user);
  const by = { user: owner.user, session };
  const gap = () =>
    (device.plain('GET_ACCOUNT', {}, { by }).body as { unconfirmedGapMs: number }).unconfirmedGapMs;
  expect(gap()).toBeGreaterThanOrEqual(7_200_000);
  expect(refused(device.plain('CONFIRM_GAP', {}, { by }))).toBe('ACCESS_DENIED maximum-needed 4');
  expect(device.maximum('CONFIRM_GAP', {}, { by }).code).toBe('SUCCESS');
  expect(gap()).toBe(0);
  expect(refused(device.maximum('CONFIRM_GAP', {}, { by }))).toBe('BAD_STATE no-gap');
});
