import { beforeEach, describe, expect, it } from 'vitest';
import type { ClientRecord } from '../../../../tee-sim/authorization/clients.ts';
import { ClientAccess, type ClientRequest } from '../../../../tee-sim/authorization/layer-1-client-access.ts';
import {
  type ClientPermissions,
  OPERATIONS,
  presetPermissions,
} from '../../../../tee-sim/protocol/clients.ts';
import { type CommandName, commands } from '../../../../tee-sim/protocol/commands.ts';
import { defaultPolicy, type Policy } from '../../../../tee-sim/protocol/policy.ts';
import { CHECKS } from '../../../../tee-sim/protocol/trace.ts';
import { refusal } from '../storage/storage-fixture.ts';
import { CLIENT, outcomes, recorder } from './authorization-fixture.ts';

const MEASURED = new Uint8Array(32).fill(0xaa);
const client = { id: CLIENT, name: 'wallet', programChanged: false };
const clock = { teeMs: 0, wallMs: 0 };
/** Beside logging in: what an owner needs to confirm a program, with a forgotten password too. */
const LEAD_TO_CONFIRMATION = ['CONFIRM_CLIENT_PROGRAM', 'RECOVER_PASSWORD'];
let record: ClientRecord | undefined;
let policy: Policy;
let access: ClientAccess;

beforeEach(() => {
  clock.teeMs = 5_000;
  clock.wallMs = Date.parse('2027-01-15T10:00:00Z');
  record = {
    clientId: CLIENT,
    name: 'wallet',
    binaryHash: 'aa'.repeat(32),
    permissions: presetPermissions('wallet', 'UTC'),
    registeredAtMs: 1,
  };
  policy = defaultPolicy;
  access = new ClientAccess({
    clients: { find: (id) => (id === CLIENT ? record : undefined) },
    policy: () => policy,
    nowMs: () => clock.teeMs,
    wallMs: () => clock.wallMs,
  });
});

function permit(permissions: Partial<ClientPermissions>): void {
  if (record !== undefined) record = { ...record, permissions: { ...record.permissions, ...permissions } };
}

function ask(request: Partial<ClientRequest> = {}) {
  const trace = recorder();
  const whole: ClientRequest = {
    session: { client, channelId: 'main-window' },
    command: 'GET_WALLET',
    operation: 'ViewWalletAddress',
    measurement: MEASURED,
    driverContext: undefined,
    ...request,
  };
  const check = () => access.check(whole, trace);
  return { check, trace };
}

function denied(request: Partial<ClientRequest> = {}): {
  refused: string;
  check: string | undefined;
  actual: unknown;
} {
  const { check, trace } = ask(request);
  const refused = refusal(check);
  const denial = trace.entries.find(({ outcome }) => outcome === 'deny');
  expect(
    trace.entries.filter(({ outcome }) => outcome === 'not-reached').map((entry) => entry.check),
  ).toEqual([...CHECKS[2], ...CHECKS[3], ...CHECKS[4]]);
  return { refused, check: denial?.check, actual: denial?.actual };
}

it('passes every check of layer 1, in order', () => {
  const { check, trace } = ask();
  check();
  expect(outcomes(trace)).toEqual(CHECKS[1].map((name) => `${name} pass`));
});

it('knows no client that is not registered, or was revoked', () => {
  const stranger = { ...client, id: 'd'.repeat(64) as typeof CLIENT };
  const expected = { refused: 'ACCESS_DENIED unknown-client', check: 'client-registered', actual: undefined };
  expect(denied({ session: { client: stranger, channelId: 'main-window' } })).toEqual(expected);
  const local = { client: stranger, channelId: 'local-1' };
  for (const operation of OPERATIONS) expect(denied({ session: local, operation })).toEqual(expected);
  if (record !== undefined) record = { ...record, revokedAtMs: 2 };
  expect(denied()).toEqual(expected);
});

it('lets a window whose key is new log in and ask to be confirmed, for every command of the table', () => {
  const stranger = { ...client, id: 'd'.repeat(64) as typeof CLIENT };
  const session = { client: stranger, channelId: 'main-window' };
  for (const [name, { access: asked }] of Object.entries(commands)) {
    if (asked === undefined) continue;
    const { check, trace } = ask({ session, command: name as CommandName, operation: asked.operation });
    if (asked.operation === 'Authenticate' || LEAD_TO_CONFIRMATION.includes(name)) {
      check();
      expect(trace.entries[0]).toMatchObject({ check: 'client-registered', outcome: 'pass', actual: 'new' });
    } else expect(refusal(check)).toBe('ACCESS_DENIED unknown-client');
  }
});

it('lets no window in that was revoked', () => {
  if (record !== undefined) record = { ...record, revokedAtMs: 2 };
  const options = { command: 'CONFIRM_CLIENT_PROGRAM', operation: 'ManageClients' } as const;
  expect(denied(options).refused).toBe('ACCESS_DENIED unknown-client');
  expect(denied({ command: 'GET_ACCOUNT', operation: 'Authenticate' }).refused).toBe(
    'ACCESS_DENIED unknown-client',
  );
});

it('lets a client that may only read restore no password', () => {
  permit(presetPermissions('read-only', 'UTC'));
  const { operation = 'Authenticate' } = commands.RECOVER_PASSWORD.access ?? {};
  expect(denied({ command: 'RECOVER_PASSWORD', operation }).refused).toBe(
    'ACCESS_DENIED operation-not-allowed',
  );
});

describe('a changed program', () => {
  const measurement = new Uint8Array(32).fill(0xbb);

  it('may do nothing', () => {
    expect(denied({ measurement })).toEqual({
      refused: 'SECURITY client-program-changed',
      check: 'binary-hash',
      actual: 'bb'.repeat(32),
    });
  });

  it('may do nothing but log in and ask to be confirmed, for every command of the table', () => {
    for (const [name, { access: asked }] of Object.entries(commands)) {
      if (asked === undefined) continue;
      const { check } = ask({ measurement, command: name as CommandName, operation: asked.operation });
      if (asked.operation === 'Authenticate' || LEAD_TO_CONFIRMATION.includes(name)) check();
      else expect(refusal(check)).toBe('SECURITY client-program-changed');
    }
  });

  it('is not confirmed over the socket, whoever has the key of the window', () => {
    const session = { client, channelId: 'local-1' };
    const asked = {
      session,
      measurement,
      command: 'CONFIRM_CLIENT_PROGRAM',
      operation: 'ManageClients',
    } as const;
    expect(denied(asked).refused).toBe('SECURITY client-program-changed');
  });

  it('is let through where the policy does not ask for confirmation', () => {
    const clientVerification = { ...defaultPolicy.clientVerification, confirmChangedPrograms: false };
    policy = { ...defaultPolicy, clientVerification };
    ask({ measurement }).check();
  });

  it('counts as the registered one from the moment it is confirmed', () => {
    expect(denied({ measurement }).check).toBe('binary-hash');
    if (record !== undefined) record = { ...record, binaryHash: 'bb'.repeat(32) };
    ask({ measurement }).check();
    expect(denied().check).toBe('binary-hash');
  });
});

it('allows exactly the operations that are permitted', () => {
  for (const allowed of OPERATIONS) {
    permit({ allowedOperations: [allowed], rateLimit: { requests: 1_000, perMs: 1_000 } });
    for (const operation of OPERATIONS) {
      const { check } = ask({ operation });
      if (operation === allowed) check();
      else expect(refusal(check)).toBe('ACCESS_DENIED operation-not-allowed');
    }
  }
  permit({ allowedOperations: ['Authenticate', 'ViewSecurity'] });
  expect(denied()).toMatchObject({ check: 'operation-allowed', actual: 'Authenticate, ViewSecurity' });
});

it('serves other channels than the window only where the policy does', () => {
  const session = { client, channelId: 'local-1' };
  ask({ session }).check();
  policy = { ...defaultPolicy, networkSecurity: { localClients: false } };
  expect(denied({ session })).toMatchObject({ refused: 'ACCESS_DENIED operation-not-allowed' });
  ask().check();
});

describe("S2's read-only client", () => {
  const driverContext = { channelId: 'local-1', addresses: ['203.0.113.4', '10.20.30.40'] };
  beforeEach(() => permit(presetPermissions('read-only', 'UTC')));

  it('sees an address in business hours from a corporate range', () => {
    ask({ driverContext }).check();
  });

  it('does nothing else', () => {
    expect(denied({ driverContext, operation: 'SignTransaction' }).refused).toBe(
      'ACCESS_DENIED operation-not-allowed',
    );
  });

  it('is denied on Saturday', () => {
    clock.wallMs = Date.parse('2027-01-16T10:00:00Z');
    expect(denied({ driverContext })).toEqual({
      refused: 'ACCESS_DENIED outside-access-time',
      check: 'access-time',
      actual: '6 10:00',
    });
  });

  it.each([
    ['other addresses', ['203.0.113.4'], '203.0.113.4'],
    ['no addresses', [], ''],
    ['addresses that are none', ['10.0.0.1/8', 'ten'], '10.0.0.1/8, ten'],
  ])('is denied from %s', (_, addresses, actual) => {
    expect(denied({ driverContext: { channelId: 'local-1', addresses } })).toEqual({
      refused: 'ACCESS_DENIED outside-address-range',
      check: 'address-range',
      actual,
    });
  });

  it('is denied where the driver says nothing of addresses', () => {
    expect(denied().check).toBe('address-range');
    expect(denied({ driverContext: { channelId: 'local-1' } }).check).toBe('address-range');
  });

  it('has 100 requests a minute, and what was denied for another reason took none of them', () => {
    for (let i = 0; i < 50; i += 1) denied({ driverContext, operation: 'SignTransaction' });
    for (let i = 0; i < 100; i += 1) ask({ driverContext }).check();
    expect(denied({ driverContext })).toMatchObject({ refused: 'BUSY rate-limited', check: 'rate-limit' });
    clock.wallMs += 60_000;
    expect(denied({ driverContext }).check).toBe('rate-limit');
    clock.teeMs += 600;
    ask({ driverContext }).check();
    expect(denied({ driverContext }).check).toBe('rate-limit');
  });
});

it('shows at most what a trace entry holds', () => {
  permit({
    ipRestrictions: Array.from({ length: 16 }, (_, i) => `2001:db8:${i}:ffff:ffff:ffff:ffff:ffff/128`),
  });
  const addresses = Array.from({ length: 32 }, () => '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff');
  const { check, trace } = ask({ driverContext: { channelId: 'x', addresses } });
  expect(refusal(check)).toBe('ACCESS_DENIED outside-address-range');
  const denial = trace.entries.find(({ outcome }) => outcome === 'deny');
  expect([denial?.expected?.length, denial?.actual?.length]).toEqual([256, 256]);
});
