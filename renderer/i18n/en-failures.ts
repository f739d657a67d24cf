// English: what happened and what to do, for every reason and every code of the closed lists.
import type { TeeFailure, TeeReason } from '../../tee-sim/protocol/codes.ts';
import { denialsEn } from './en-denials.ts';
import { signingFailuresEn } from './en-signing-failures.ts';

export interface FailureText {
  readonly what: string;
  readonly todo: string;
}

export const reasonsEn: Readonly<Record<TeeReason, FailureText>> = {
  ...denialsEn,
  ...signingFailuresEn,
  'cannot-open': {
    what: 'The TEE could not open the request: it was changed on the way or sealed for another key.',
    todo: 'Try again; if it happens again, press “Verify again” under Trusted environment.',
  },
  replayed: {
    what: 'The TEE had already seen this very request and refused the copy.',
    todo: 'Nothing was done twice. Send a new request.',
  },
  stale: {
    what: 'The request was too old when it reached the TEE.',
    todo: 'Try again. If the computer was asleep, this is expected.',
  },
  'from-the-future': {
    what: 'The request carried a time that the TEE has not reached yet.',
    todo: 'Press “Verify again” under Trusted environment, then try again.',
  },
  'too-large': {
    what: 'There is more data than the TEE accepts in one request.',
    todo: 'Send less: a shorter note, message or file.',
  },
  malformed: {
    what: 'The TEE did not understand the request.',
    todo: 'Check what you entered. If it looks right, restart the app.',
  },
  'unknown-version': {
    what: 'The app and the TEE speak different versions of the protocol.',
    todo: 'Restart the app; if it stays, install it again.',
  },
  'unknown-suite': {
    what: 'The app asked for a cipher suite that the TEE does not offer.',
    todo: 'Restart the app; if it stays, install it again.',
  },
  'unknown-key': {
    what: 'The request was sealed for a key that the TEE no longer holds.',
    todo: 'Try again: the app fetches the new key by itself.',
  },
  'unknown-command': {
    what: 'The TEE does not know this command.',
    todo: 'Restart the app; if it stays, install it again.',
  },
  'nonce-cache-full': {
    what: 'The TEE has more requests in flight than it can guard against replay.',
    todo: 'Wait a minute and try again.',
  },
  'no-session': {
    what: 'The session with the TEE has ended.',
    todo: 'Press “Verify again” under Trusted environment to open a new one.',
  },
  'session-mac': {
    what: 'The request did not prove that it belongs to this session.',
    todo: 'Press “Verify again” under Trusted environment, then try again.',
  },
  'unknown-application': {
    what: 'The TEE does not hold the application that was asked for.',
    todo: 'Restart the app; if it stays, install it again.',
  },
  'operation-conflict': {
    what: 'This operation was already carried out with different content.',
    todo: 'Nothing was changed. Send it again as a new operation.',
  },
  'operation-unknown': {
    what: 'The TEE has no record of this operation: nothing was changed or counted.',
    todo: 'Send it again.',
  },
  'operation-id-missing': {
    what: 'The request came without the id that keeps it from running twice.',
    todo: 'Restart the app; if it stays, install it again.',
  },
  'unknown-log-row': {
    what: 'The log has no entry with this number.',
    todo: 'Refresh the list.',
  },
  'features-erased': {
    what: 'The feature data of this entry was already erased.',
    todo: 'There is nothing left to erase.',
  },
  'not-attested': {
    what: 'The TEE is running but could not start properly, so it answers nothing.',
    todo: 'See Trusted environment for why, and what to do.',
  },
  'wrong-master-key': {
    what: 'The master key does not fit the database. Nothing in it was touched.',
    todo: 'Start the app with the master key that this database was made with.',
  },
  'foreign-database': {
    what: 'The database file was not made by this app. Nothing in it was touched.',
    todo: 'Move the file away, or start the app with another data folder.',
  },
  'newer-schema': {
    what: 'The database was written by a newer version of the app. Nothing in it was touched.',
    todo: 'Install the newer version again.',
  },
  'damaged-database': {
    what: 'The database file is damaged. It was left as it is.',
    todo: 'Save a copy of the encrypted files, then restore a backup.',
  },
  'damaged-record': {
    what: 'A stored record does not match its seal: it was damaged or changed outside the TEE.',
    todo: 'Run “Verify now” under Activity to see where the log still holds.',
  },
  'chain-broken': {
    what: 'The log’s chain is broken: an entry was changed, removed or put in.',
    todo: 'Save a copy of the encrypted files and find out who can write to the data folder.',
  },
  'rolled-back': {
    what: 'The database is older than the TEE’s own record of it: an earlier copy was put back.',
    todo: 'Put the latest files back. A copy of what is there can be saved.',
  },
  'head-missing': {
    what: 'The file that seals the end of the log is missing or not ours.',
    todo: 'Put the file “head” back beside the database. A copy of what is there can be saved.',
  },
  'folder-in-use': {
    what: 'Another TEE already has the data folder open.',
    todo: 'Close the other AirAccount window, then restart the TEE.',
  },
  'folder-not-writable': {
    what: 'The TEE may not write to its data folder.',
    todo: 'Give your account write permission on the folder, then restart the TEE.',
  },
  'disk-full': {
    what: 'The disk is full. The request was not carried out and nothing half-done was left.',
    todo: 'Free some space and try again.',
  },
  'no-master-key': {
    what: 'No master key could be loaded, so the database cannot be opened.',
    todo: 'Unlock the system keychain, or set DB_MASTER_KEY_FILE, then restart the app.',
  },
  'bundle-missing': {
    what: 'The TEE’s program file is missing or cannot be read.',
    todo: 'Install the app again.',
  },
  'tee-stopped': {
    what: 'The TEE process ended before it answered.',
    todo: 'It restarts by itself; try again when it is back.',
  },
  'tee-slow': {
    what: 'The TEE did not answer in time.',
    todo: 'Try again in a moment; if it stays, restart the TEE.',
  },
  'tee-queue-full': {
    what: 'The TEE is busy with more requests than it can queue.',
    todo: 'Wait a moment and try again.',
  },
  'answer-mismatch': {
    what: 'An answer arrived that does not belong to this request, so it was thrown away.',
    todo: 'Press “Verify again” under Trusted environment, then try again.',
  },
  'attestation-signature': {
    what: 'The attestation’s signature is not valid.',
    todo: 'Restart the TEE. If it stays, do not use this installation; install the app again.',
  },
  'attestation-pin': {
    what: 'This TEE has a different device identity from the one this app trusts.',
    todo: 'Only go on if you deleted or moved the data folder yourself. Otherwise stop and find out who did.',
  },
  'attestation-nonce': {
    what: 'The attestation answers another question than the one just asked.',
    todo: 'Press “Verify again”. If it stays, restart the app.',
  },
  'attestation-stale': {
    what: 'The attestation is too old to trust.',
    todo: 'Press “Verify again”.',
  },
  'attestation-measurement': {
    what: 'The program that runs is not the one this app expects.',
    todo: 'If the app was just updated, Trusted environment asks you to confirm it once. If it does not, install the app again.',
  },
  internal: {
    what: 'Something went wrong inside the app.',
    todo: 'Try again; if it stays, restart the app. The local log has details without secrets.',
  },
};

const again = 'Try again; if it stays, restart the app.';

/** For a failure that comes without a reason. */
export const codesEn: Readonly<Record<TeeFailure['code'], FailureText>> = {
  CORRUPT_OBJECT: {
    what: 'Stored data does not match its seal.',
    todo: 'Run “Verify now” under Activity.',
  },
  STORAGE_NOT_AVAILABLE: {
    what: 'The TEE cannot reach its storage.',
    todo: 'Check the data folder, then restart the TEE.',
  },
  GENERIC: { what: 'Something went wrong.', todo: again },
  ACCESS_DENIED: { what: 'The TEE does not allow this.', todo: 'Nothing was changed.' },
  CANCEL: { what: 'The operation was cancelled.', todo: 'Nothing was changed.' },
  ACCESS_CONFLICT: {
    what: 'Something else is using what this needs.',
    todo: 'Wait a moment and try again.',
  },
  EXCESS_DATA: { what: 'There is more data than the TEE accepts.', todo: 'Send less and try again.' },
  BAD_FORMAT: { what: 'The TEE did not understand the data.', todo: again },
  BAD_PARAMETERS: { what: 'The TEE did not accept a value.', todo: 'Check what you entered.' },
  BAD_STATE: { what: 'This is not possible at the moment.', todo: again },
  ITEM_NOT_FOUND: { what: 'What was asked for does not exist.', todo: 'Refresh and try again.' },
  NOT_IMPLEMENTED: { what: 'The TEE cannot do this.', todo: 'Update the app.' },
  NOT_SUPPORTED: { what: 'The TEE does not support this.', todo: 'Update the app.' },
  NO_DATA: { what: 'There is no data.', todo: 'Refresh and try again.' },
  OUT_OF_MEMORY: { what: 'The TEE ran out of memory.', todo: 'Close other programs and try again.' },
  BUSY: { what: 'The TEE is busy.', todo: 'Wait a moment and try again.' },
  COMMUNICATION: { what: 'The app could not reach the TEE.', todo: again },
  SECURITY: {
    what: 'The TEE refused the request for security reasons.',
    todo: 'Press “Verify again” under Trusted environment, then try again.',
  },
  SHORT_BUFFER: { what: 'The answer did not fit.', todo: again },
  TIMEOUT: { what: 'The TEE did not answer in time.', todo: again },
  OVERFLOW: { what: 'A number is too large.', todo: 'Check what you entered.' },
  TARGET_DEAD: { what: 'The TEE process ended.', todo: 'It restarts by itself; then try again.' },
  STORAGE_NO_SPACE: { what: 'The disk is full.', todo: 'Free some space and try again.' },
  MAC_INVALID: { what: 'Data does not match its seal, so it was not used.', todo: again },
  SIGNATURE_INVALID: {
    what: 'A signature is not valid, so the answer was not used.',
    todo: 'Press “Verify again” under Trusted environment.',
  },
  TIME_NOT_SET: { what: 'The TEE has no valid time.', todo: 'Set the computer’s clock, then restart.' },
};
