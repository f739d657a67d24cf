// OPEN_SESSION: GlobalPlatform's TEEC_OpenSession. Opens one for a registered client that proves its key, and
// registers the very first one. A window whose key is new on this device, because the one before was lost, gets a
// session in which the device owner can confirm it. Leaves a row only for the first client: callers are nobody yet,
// and must not fill the log.
import { type ClientRecord, windowClient } from '../authorization/clients.ts';
import { MAIN_WINDOW } from '../authorization/layer-1-client-access.ts';
import { refusal } from '../os/refusals.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { type ClientId, clientIdSchema } from '../protocol/clients.ts';
import { type CommandAnswer, TA_UUID } from '../protocol/commands.ts';
import { openSessionProofInput } from '../protocol/envelope.ts';
import type { Call, Change, Handler, TaServices } from './call.ts';
import { encodeRecord } from './log-record.ts';

type Opening = Call<'OPEN_SESSION'>;
type Opened = CommandAnswer<'OPEN_SESSION'>;

/** Owner of what the TEE does by itself; no session ever has this user. */
const TEE_USER = 'tee';

/**
 * @throws ITEM_NOT_FOUND unknown-application (origin TEE) · SECURITY challenge, client-proof · ACCESS_DENIED
 * unknown-client, operation-not-allowed · BUSY sessions-full
 */
export const openSession: Handler<'OPEN_SESSION'> = (call, ta) => {
  if (call.params.taUuid !== TA_UUID) throw refusal('unknown-application');
  const [secret] = call.secrets;
  if (secret === undefined) throw refusal('malformed-parameters');
  const id = provenClient(call, ta, secret);
  const known = ta.clients.find(id);
  const taken = takenOver(call, ta, id, known);
  if (taken !== undefined) return { change: registration(call, ta, taken, secret) };
  const isNew = known === undefined && call.client.channelId === MAIN_WINDOW;
  const client = isNew ? windowClient(id, call.client.measurement, call.atMs) : inUse(known);
  call.trace.check(1, 'client-registered', () => (client === undefined ? { refusal: 'unknown-client' } : {}));
  if (client === undefined) throw refusal('unknown-client', 1);
  const { networkSecurity, clientVerification } = ta.policy.current;
  if (call.client.channelId !== MAIN_WINDOW && !networkSecurity.localClients) {
    call.trace.check(1, 'operation-allowed', () => ({ refusal: 'operation-not-allowed' }));
  }
  const changed = client.binaryHash !== bytesToHex(call.client.measurement);
  const programChanged = isNew || (changed && clientVerification.confirmChangedPrograms);
  return { result: open(call, ta, client, programChanged, secret) };
};

/** The id of the client whose key signed the proof. @throws SECURITY challenge, client-proof */
function provenClient({ params, client }: Opening, ta: TaServices, secret: Uint8Array): ClientId {
  const { challenge, certificate, signature, login } = params;
  if (!ta.challenges.holds(challenge)) throw refusal('challenge', 1);
  const secretDigest = ta.engine.sm3(secret);
  const { bootId } = ta.status;
  const { measurement } = client;
  const input = openSessionProofInput({ bootId, challenge, login, secretDigest, measurement });
  if (!ta.engine.sm2Verify(certificate, input, signature)) throw refusal('client-proof', 1);
  return clientIdSchema.parse(bytesToHex(ta.engine.sm3(certificate)));
}

/**
 * Until the device has its owner there is nothing to protect, and nobody who could register or confirm: the first
 * client in the window becomes the wallet's, and its program may change.
 */
function takenOver(
  { client: { channelId, measurement }, atMs }: Opening,
  { clients, users }: TaServices,
  clientId: ClientId,
  known: ClientRecord | undefined,
): ClientRecord | undefined {
  if (channelId !== MAIN_WINDOW || users.ownerExists()) return undefined;
  const binaryHash = bytesToHex(measurement);
  if (known === undefined) return clients.isEmpty ? windowClient(clientId, measurement, atMs) : undefined;
  return known.binaryHash === binaryHash ? undefined : { ...known, binaryHash };
}

function inUse(client: ClientRecord | undefined): ClientRecord | undefined {
  return client?.revokedAtMs === undefined ? client : undefined;
}

function registration(
  call: Opening,
  ta: TaServices,
  client: ClientRecord,
  secret: Uint8Array,
): Change<Opened> {
  const { clientId, name, binaryHash } = client;
  const record = encodeRecord('OPEN_SESSION', call, { client: { clientId, name, binaryHash } });
  return {
    plaintexts: [record],
    store(tx) {
      ta.clients.put(tx, client, TEE_USER);
      const result = open(call, ta, client, false, secret);
      return { log: { userId: TEE_USER, kind: 'client', atMs: call.atMs, record }, result };
    },
  };
}

function open(
  { client: { channelId } }: Opening,
  { sessions, users }: TaServices,
  { clientId, name }: ClientRecord,
  programChanged: boolean,
  secret: Uint8Array,
): Opened {
  const { id } = sessions.open({ id: clientId, name, programChanged }, channelId, secret);
  return { sessionId: id, clientName: name, ownerExists: users.ownerExists(), programChanged };
}
