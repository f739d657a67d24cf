// Attacks by policy: malformed ones, weaker ones without the right to, earlier ones put back, and those that would lock
// the owner out of changing it again.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import { defaultPolicy, type Policy, policySchema } from '../../tee-sim/protocol/policy.ts';
import type { TestAnswer } from '../helpers/seal-request.ts';
import { Device, refused } from '../unit/tee-sim/ta/device.ts';

let device: Device;

beforeEach(() => {
  device = new Device();
});
afterEach(() => device.tee.dispose());

function change(policy: unknown, baseVersion = version()): TestAnswer {
  return device.maximum('CHANGE_POLICY', { baseVersion, policy });
}

function version(): number {
  return (device.plain('GET_POLICY', {}).body as { current: number }).current;
}

function weaker(): Policy {
  const policy = structuredClone(defaultPolicy);
  policy.userAuthentication.failuresBeforeLockout = 20;
  return policy;
}

describe('malformed', () => {
  const leaves = Object.entries(defaultPolicy).flatMap(([section, fields]) =>
    Object.keys(fields).map((field) => [section, field] as const),
  );
  const WRONG: readonly unknown[] = [
    undefined,
    null,
    -1,
    1.5,
    2 ** 53,
    '',
    'x',
    [],
    {},
    [[]],
    'Infinity',
    { valueOf: 1 },
  ];

  test.each(leaves)('%s.%s', (section, field) => {
    for (const value of WRONG) {
      const fields = { ...Reflect.get(defaultPolicy, section), [field]: value };
      const policy = { ...defaultPolicy, [section]: fields };
      // Some leaves take some of them.
      if (policySchema.safeParse(policy).success) continue;
      const answer = device.plain('CHANGE_POLICY', { baseVersion: 0, policy });
      expect(refused(answer), JSON.stringify(value)).toBe('BAD_PARAMETERS malformed');
    }
    expect(version()).toBe(0);
  });

  test('as a whole: sections missing, added, nested or turned into something else', () => {
    const { sessionSecurity, ...rest } = defaultPolicy;
    const policies = [
      null,
      [],
      'policy',
      {},
      rest,
      { ...defaultPolicy, extra: {} },
      { ...defaultPolicy, sessionSecurity: [sessionSecurity] },
      { ...defaultPolicy, sessionSecurity: { ...sessionSecurity, maxSessions: 64, admin: true } },
      { policy: defaultPolicy },
      // Idle longer than it may live at all, and bounds out of order.
      { ...rest, sessionSecurity: { ...sessionSecurity, idleMs: 3_600_000, absoluteMs: 900_000 } },
      {
        ...defaultPolicy,
        operationAuthorization: { ...defaultPolicy.operationAuthorization, enhancedFrom: 90 },
      },
    ];
    for (const policy of policies) {
      const answer = device.plain('CHANGE_POLICY', { baseVersion: 0, policy });
      expect(refused(answer), JSON.stringify(policy)).toBe('BAD_PARAMETERS malformed');
    }
    const smuggled = `{"__proto__":{"admin":true},${JSON.stringify(defaultPolicy).slice(1)}`;
    const proto: unknown = JSON.parse(smuggled);
    expect(refused(device.plain('CHANGE_POLICY', { baseVersion: 0, policy: proto }))).toBe(
      'BAD_PARAMETERS malformed',
    );
  });

  test('switching off what is logged is no policy', () => {
    for (const field of ['logAuthentications', 'logDenials']) {
      const auditMonitoring = { ...defaultPolicy.auditMonitoring, [field]: false };
      const answer = device.plain('CHANGE_POLICY', {
        baseVersion: 0,
        policy: { ...defaultPolicy, auditMonitoring },
      });
      expect(refused(answer)).toBe('BAD_PARAMETERS malformed');
    }
  });
});

describe('downgraded', () => {
  test('needs two factors for exactly this document', () => {
    const call = { baseVersion: 0, policy: weaker() };
    expect(refused(device.plain('CHANGE_POLICY', call))).toBe('ACCESS_DENIED maximum-needed 4');
    device.tee.advance(30_000);
    expect(refused(device.enhanced('CHANGE_POLICY', call))).toBe('ACCESS_DENIED maximum-needed 4');
    expect(version()).toBe(0);
  });

  test('from an earlier version than the one in force', () => {
    const stricter = structuredClone(defaultPolicy);
    stricter.userAuthentication.failuresBeforeLockout = 3;
    expect(change(stricter).code).toBe('SUCCESS');
    for (const baseVersion of [0, 2, 1_000]) {
      expect(refused(change(weaker(), baseVersion))).toBe('ACCESS_CONFLICT policy-version');
    }
    expect(version()).toBe(1);
  });

  test('is told as loosening, in the preview, in the answer and in the log; the attestation follows', () => {
    const digest = () => bytesToHex(device.tee.attest().policyDigest);
    const before = digest();
    const preview = device.plain('PREVIEW_POLICY', { policy: weaker() }).body;
    const expected = { path: 'userAuthentication.failuresBeforeLockout', effect: 'loosens' };
    expect(preview).toMatchObject({ changes: [expected] });
    expect(digest()).toBe(before);
    expect(change(weaker()).body).toMatchObject({ version: 1, changes: [expected] });
    expect(digest()).not.toBe(before);
    expect(device.log('policy')[0]).toMatchObject({
      policy: { from: 0, to: 1, loosens: true, changes: [expected] },
    });
  });

  test('by putting the stored rows of an earlier version back: the TEE does not start', () => {
    expect(change(weaker()).code).toBe('SUCCESS');
    const stricter = structuredClone(defaultPolicy);
    stricter.userAuthentication.failuresBeforeLockout = 1;
    const file = join(device.tee.dataDir, 'airaccount.db');
    const copy = join(device.tee.dataDir, 'kept.db');
    device.tee.shutDown();
    const db = new Database(file);
    db.prepare('VACUUM INTO ?').run(copy);
    db.close();
    device.tee.boot();
    const session = device.tee.login(device.tee.openSession(), device.owner.user);
    const owner = { user: device.owner.user, session };
    const params = { baseVersion: 1, policy: stricter };
    expect(device.maximum('CHANGE_POLICY', params, { by: owner }).code).toBe('SUCCESS');
    device.tee.shutDown();
    const now = new Database(file);
    now.prepare('ATTACH ? AS before').run(copy);
    now.exec('DELETE FROM main.policies; INSERT INTO main.policies SELECT * FROM before.policies');
    now.close();
    expect(() => device.tee.boot()).toThrow('BAD_STATE: rolled-back');
  });
});

describe('self-locking', () => {
  function without(...kept: Policy['userAuthentication']['maximumFactors']): Policy {
    const policy = structuredClone(defaultPolicy);
    policy.userAuthentication.maximumFactors = kept;
    return policy;
  }

  test('by asking for factors that the owner does not have, or that are one', () => {
    expect(refused(change(without('one-time-code', 'recovery-code')))).toBe('BAD_STATE policy-locks-out');
    expect(version()).toBe(0);
    // A factor twice is no two either.
    const twice = without('password', 'password');
    expect(['BAD_PARAMETERS malformed', 'BAD_STATE policy-locks-out']).toContain(refused(change(twice)));
    expect(version()).toBe(0);
  });

  test('step by step: a factor that the policy leans on cannot be removed either', () => {
    expect(change(without('password', 'one-time-code')).code).toBe('SUCCESS');
    const removal = device.maximum('REMOVE_FACTOR', { factor: 'one-time-code' });
    expect(refused(removal)).toBe('BAD_STATE factor-needed');
    // Recovery codes count for nothing here, so that they may go, and cannot be leaned on then.
    expect(device.maximum('REMOVE_FACTOR', { factor: 'recovery-code' }).code).toBe('SUCCESS');
    expect(refused(change(without('password', 'recovery-code')))).toBe('BAD_STATE policy-locks-out');
  });

  test('by leaning on recovery codes, which run out: then nobody could change it back', () => {
    expect(refused(change(without('password', 'recovery-code')))).toBe('BAD_STATE policy-locks-out');
    expect(version()).toBe(0);
  });

  test('recovery codes that are used up are no factor', () => {
    const { user } = device.owner;
    for (let i = 0; i < 8; i += 1) {
      const proof = user.proof(device.tee.machine.wall, 'password', 'recovery-code');
      const session = device.tee.openSession();
      expect(device.tee.call('AUTHENTICATE_USER', {}, { session, proof }).code).toBe('SUCCESS');
    }
    expect(refused(change(without('password', 'recovery-code')))).toBe('BAD_STATE policy-locks-out');
  });

  test('where every bound of the risk is at its lowest, or sessions are as few as can be, it can still be changed', () => {
    const policy = structuredClone(defaultPolicy);
    policy.operationAuthorization = { enhancedFrom: 1, maximumFrom: 1, denyFrom: 1, gaps: 'confirm' };
    policy.sessionSecurity = {
      ...policy.sessionSecurity,
      maxSessions: 2,
      idleMs: 60_000,
      absoluteMs: 900_000,
    };
    policy.clientVerification.maxClients = 1;
    policy.networkSecurity.localClients = false;
    policy.auditMonitoring.denialRowsPerMinute = 1;
    policy.userAuthentication.failuresBeforeLockout = 1;
    policy.userAuthentication.enhancedFactors = ['typing'];
    expect(change(policy).code).toBe('SUCCESS');
    expect(change(defaultPolicy).code).toBe('SUCCESS');
    expect(version()).toBe(2);
  });
});
