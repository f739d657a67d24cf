// OPEN_KEYSTORE: begins to open a keystore file for this session, in place of one that it began before.
import { refusal } from '../os/refusals.ts';
import { utf8ToBytes } from '../protocol/bytes.ts';
import { checkKeystore } from '../wallet/keystore.ts';
import { type Handler, requireSession } from './call.ts';
import { holdKeystore } from './keystore-job.ts';

/** @throws BAD_FORMAT keystore-format · EXCESS_DATA too-large, keystore-too-costly: then nothing is begun or ended */
export const openKeystore: Handler<'OPEN_KEYSTORE'> = (call, { keystores, sessions }) => {
  const [password] = call.secrets;
  if (password === undefined) throw refusal('malformed-parameters');
  const file = utf8ToBytes(call.params.file);
  checkKeystore(file);
  holdKeystore(sessions, requireSession(call).id, keystores.open(file, password));
  return { result: {} };
};
