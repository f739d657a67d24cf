// English: what became of what was signed, and putting another in its place.
import type { SignatureKind } from '../../tee-sim/protocol/review.ts';
import type { ReplacementWay } from '../app/networks/transaction-phase.ts';
import type { SentFilter } from '../screens/history/sent-state.ts';

const filters: Readonly<Record<SentFilter, string>> = {
  any: 'Sent or not',
  'not-sent': 'Not sent',
  'under-way': 'Under way',
  unknown: 'Unknown',
  done: 'Confirmed',
  failed: 'Failed',
  gone: 'Replaced or dropped',
};

const elsewhere: Readonly<Record<Exclude<SignatureKind, 'transaction'>, string>> = {
  'user-operation':
    'User operations are handed to a bundler by other programs. Whether this one was is not known here.',
  delegation:
    'It goes into somebody’s transaction: whoever has it can do that until the account’s nonce moves on. Whether somebody did is not known here.',
  'personal-message':
    'Messages are not sent to any network from here. Whoever you gave it to can show it; what they did with it is not known here.',
  'typed-data':
    'Typed data is not sent to any network from here. Whoever you gave it to can use it; whether they did is not known here.',
};

export const sentEn = {
  title: 'What became of it',
  filter: 'What became of it',
  filters,
  notSent: 'Signed, not sent',
  notSentText: 'This app did not send it, as far back as it remembers. Whoever has its bytes can send it.',
  lostText:
    'Whether this app sent it cannot be known: the list of what was sent does not go back that far, or was damaged. Look its hash up in a block explorer. Sending it is harmless: the same bytes are one transaction, however often they arrive.',
  elsewhere,
  absent: (number: string) =>
    `There is no signature no. ${number} here. It may be of a wallet that you cannot see.`,
  noNetwork: (chain: string) => `To send it, add a network of chain ${chain}:`,
  through: (network: string) => `Through ${network}`,
  notKnown: 'It is not known what was sent',
};

interface WayWords {
  readonly open: string;
  readonly title: string;
  readonly lead: string;
  readonly text: string;
  readonly review: string;
  /** To whom whose access has limits. */
  readonly limit: string;
}
const ways: Readonly<Record<ReplacementWay, WayWords>> = {
  'speed-up': {
    open: 'Speed up…',
    title: 'Speed up a transaction',
    lead: 'The same once more, with a higher fee.',
    text: 'Blocks take what pays more. The same transaction is signed again with a higher fee, and the network takes it in place of the one that waits. Only one of the two can happen.',
    review: 'This is the transaction that waits, with a higher fee. When you approve it, it is sent.',
    limit:
      'It counts against your limits once more, amount and fee, though only one of the two can happen. Cancelling counts only the fee.',
  },
  cancel: {
    open: 'Cancel…',
    title: 'Cancel a transaction',
    lead: 'Another one takes its turn and pays nobody.',
    text: 'What left cannot be called back. But each of an account’s transactions has a number, and each number happens once: a payment of nothing to yourself, with the same number and a higher fee, takes its turn. You pay only the fee.',
    review:
      'A payment of nothing to yourself takes the turn of the one that waits. When you approve it, it is sent.',
    limit: 'Against your limits only the fee counts.',
  },
};

export const replaceEn = {
  hint: 'Does it wait too long? Another with the same number can take its place.',
  ways,
  race: 'It may be too late: if the first one is in a block before, it stays, and the second is refused. You are told which it was.',
  network: 'Network',
  nonce: 'Number (nonce)',
  replaced: 'The one that waits',
  instead: (v: { what: string }) => `In place of: ${v.what}`,
  oldFee: 'Its fee at most',
  highestFee: 'New fee at most',
  failed: 'It cannot be replaced now',
};
