// LIST_SIGNATURES: what a wallet signed, newest first. One call answers a bounded number of characters, so that a few
// large transactions hold up nobody else's request; it may stop short of `limit`, and the next one goes on from there.
import type { CommandAnswer } from '../protocol/commands.ts';
import type { Handler } from './call.ts';

const ENOUGH_CHARACTERS = 1_048_576;

/** @throws CORRUPT_OBJECT damaged-record */
export const listSignatures: Handler<'LIST_SIGNATURES'> = ({ params }, { signatures }) => {
  const { walletId, before = Number.MAX_SAFE_INTEGER, limit } = params;
  const total = signatures.count(walletId);
  const newest = Math.min(total, before - 1);
  const found: CommandAnswer<'LIST_SIGNATURES'>['signatures'] = [];
  let characters = 0;
  for (let number = newest; number > Math.max(newest - limit, 0); number -= 1) {
    const record = signatures.find(walletId, number);
    if (record === undefined || characters >= ENOUGH_CHARACTERS) break;
    found.push(record.summary);
    characters += JSON.stringify(record).length;
  }
  return { result: { signatures: found, total } };
};
