import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { presetPermissions } from '../../../../tee-sim/protocol/clients.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import { TestClientIdentity } from '../../../helpers/test-client.ts';
import { Device, OTHER_CLIENT, refused } from './device.ts';

const PROGRAM = new Uint8Array(32).fill(0x77);
const OTHER_PROGRAM = new Uint8Array(32).fill(0x78);
const READER = {
  clientId: OTHER_CLIENT.id,
  name: 'reader',
  binaryHash: bytesToHex(PROGRAM),
  permissions: {
    ...presetPermissions('read-only', 'UTC'),
    ipRestrictions: undefined,
    accessTimeWindow: undefined,
  },
};
const OVER_SOCKET = { channelId: 'local-1', measurement: PROGRAM };

let device: Device;
beforeEach(() => {
  device = new Device();
});
afterEach(() => device.tee.dispose());

const openReader = (client = OVER_SOCKET) => device.tee.tryOpenSession({ identity: OTHER_CLIENT, client });

test('a client is registered at Maximum, listed, opens sessions, and is logged', () => {
  expect(refused(openReader())).toMatch('ACCESS_DENIED unknown-client');
  expect(refused(device.plain('REGISTER_CLIENT', READER))).toBe('ACCESS_DENIED maximum-needed 4');
  expect(refused(device.enhanced('REGISTER_CLIENT', READER))).toBe('ACCESS_DENIED maximum-needed 4');
  expect(device.maximum('REGISTER_CLIENT', READER).code).toBe('SUCCESS');
  expect(openReader().body).toMatchObject({ clientName: 'reader', programChanged: false });
  expect(device.plain('LIST_CLIENTS', {}).body).toMatchObject({
    clients: [
      { name: expect.any(String), current: true },
      { name: 'reader', current: false },
    ],
  });
  expect(device.log('client')[0]).toMatchObject({
    command: 'REGISTER_CLIENT',
    client: {
      clientId: OTHER_CLIENT.id,
      permissions: { allowedOperations: READER.permissions.allowedOperations },
    },
  });
});

test('refuses a client that is there, one too many, and a range that is none', () => {
  device.maximum('REGISTER_CLIENT', READER);
  expect(refused(device.maximum('REGISTER_CLIENT', READER))).toBe('ACCESS_CONFLICT client-exists');
  const permissions = { ...READER.permissions, ipRestrictions: ['10.0.0.0/33'] };
  const third = { ...READER, clientId: new TestClientIdentity(3).id };
  expect(refused(device.maximum('REGISTER_CLIENT', { ...third, permissions }))).toBe(
    'BAD_PARAMETERS malformed',
  );
  const clientVerification = { ...defaultPolicy.clientVerification, maxClients: 2 };
  const policy = { ...defaultPolicy, clientVerification };
  expect(device.maximum('CHANGE_POLICY', { baseVersion: 0, policy }).code).toBe('SUCCESS');
  expect(refused(device.maximum('REGISTER_CLIENT', third))).toBe('BAD_STATE clients-full');
});

test('a revoked client loses its sessions, opens none, and can only be registered anew', () => {
  device.maximum('REGISTER_CLIENT', READER);
  const { session } = openReader();
  expect(refused(device.plain('REVOKE_CLIENT', { clientId: 'f'.repeat(64) }))).toBe(
    'ITEM_NOT_FOUND unknown-client-id',
  );
  expect(device.plain('REVOKE_CLIENT', { clientId: OTHER_CLIENT.id }).code).toBe('SUCCESS');
  const after = device.tee.call('GET_ACCOUNT', {}, { session, client: OVER_SOCKET });
  expect(refused(after)).toContain('SECURITY session-mac');
  expect(refused(openReader())).toMatch('ACCESS_DENIED unknown-client');
  expect(refused(device.plain('REVOKE_CLIENT', { clientId: OTHER_CLIENT.id }))).toBe(
    'ITEM_NOT_FOUND unknown-client-id',
  );
  expect(device.plain('LIST_CLIENTS', {}).body).toMatchObject({
    clients: [{}, { name: 'reader', revokedAtMs: device.tee.machine.wall }],
  });
  expect(device.maximum('REGISTER_CLIENT', READER).code).toBe('SUCCESS');
  expect(openReader().code).toBe('SUCCESS');
});

test('the client that asks cannot revoke itself', () => {
  const { clients } = device.plain('LIST_CLIENTS', {}).body as { clients: { clientId: string }[] };
  const [own] = clients;
  expect(refused(device.plain('REVOKE_CLIENT', { clientId: own?.clientId }))).toBe('BAD_STATE own-client');
});

test('a changed program may do nothing until the owner confirms it, and then is the registered one', () => {
  const client = { channelId: 'main-window', measurement: OTHER_PROGRAM };
  const opened = device.tee.tryOpenSession({ client });
  expect(opened.body).toMatchObject({ programChanged: true });
  const { user } = device.owner;
  const proof = user.proof(device.tee.machine.wall, 'password');
  const { sessionId } = device.tee.mustCall(
    'AUTHENTICATE_USER',
    {},
    {
      session: opened.session,
      client,
      proof,
    },
  ) as { sessionId: string };
  const changed = { user, session: { ...opened.session, id: sessionId } };
  const list = () => device.plain('LIST_CLIENTS', {}, { by: changed, client });
  expect(refused(list())).toBe('SECURITY client-program-changed 1');
  expect(refused(device.plain('CONFIRM_CLIENT_PROGRAM', {}, { by: changed, client }))).toBe(
    'ACCESS_DENIED maximum-needed 4',
  );
  expect(device.maximum('CONFIRM_CLIENT_PROGRAM', {}, { by: changed, client }).code).toBe('SUCCESS');
  expect(list().body).toMatchObject({ clients: [{ binaryHash: bytesToHex(OTHER_PROGRAM), current: true }] });
  // The program from before is now the changed one, also in the session that it opened while it was not.
  expect(refused(device.plain('LIST_CLIENTS', {}))).toBe('SECURITY client-program-changed 1');
});

test('only the device owner sees and changes clients', () => {
  const bob = device.addUser('Bob');
  expect(refused(device.plain('LIST_CLIENTS', {}, { by: bob }))).toBe('ACCESS_DENIED not-device-owner 3');
  expect(refused(device.maximum('REGISTER_CLIENT', READER, { by: bob }))).toBe(
    'ACCESS_DENIED not-device-owner 3',
  );
});
