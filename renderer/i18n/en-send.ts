// English: sending a payment over a network, from the form to the receipt.
import type { LinkProblem } from '../screens/send/payment-link.ts';
import type { SendNote, SendRefusal } from '../screens/send/send-plan.ts';
import type { FeeTier } from '../screens/send/send-store.ts';

const refusals: Readonly<Record<SendRefusal, string>> = {
  'recipient-empty': 'Enter the address to pay.',
  'recipient-form': 'An address is 0x and 40 hex digits.',
  'recipient-checksum': 'The checksum of this address is wrong: a character may be mistyped.',
  'own-address': 'This is the account that pays. Paying itself would only cost the fee.',
  'token-address': 'This is the token’s own contract. What is sent there is lost.',
  'zero-amount': 'Enter more than nothing.',
  'amount-too-large': 'This is more than can exist.',
  'chain-mismatch': 'Balance, fees or gas are of another network. Ask again.',
  'account-mismatch': 'The balance is of another account. Ask again.',
  'asset-mismatch': 'The balance of this token is not known. Ask again.',
  'gas-none': 'The network did not say how much gas it takes.',
  'fee-form': 'The tip is higher than the highest price of gas.',
  'not-enough': 'The account does not have that much.',
  'not-enough-for-fee': 'It would be enough for the amount, but not for the fee as well.',
  'fee-exceeds-balance': 'The account’s coins do not pay for the fee.',
  underway: 'Payments that are not through yet do not leave enough. Wait for them, or send less.',
};

const notes: Readonly<Record<SendNote, string>> = {
  'fee-above-amount': 'The fee can be more than what is paid.',
  'leaves-dust': 'What stays behind would not pay for another payment.',
};

const linkProblems: Readonly<Record<LinkProblem, string>> = {
  'no-payment': 'This is neither an address nor a link to a payment.',
  checksum: 'The checksum of this address is wrong: a character may be mistyped.',
  named: 'This names somebody instead of giving an address. Ask for the address itself.',
  chain: 'The chain number in this link cannot be read.',
  amount: 'The amount in this link is not a whole number of base units.',
  unsupported: 'This link asks for more than a payment. It was not taken over.',
};

const tiers: Readonly<Record<FeeTier, string>> = { slow: 'Slow', normal: 'Normal', fast: 'Fast' };

export const sendEn = {
  title: 'Send',
  lead: 'Pay over a network that you added. The TEE shows what would be signed, and signs nothing before you approve it.',
  formTitle: 'What to pay',
  noNetworkTitle: 'No network to send over',
  noNetworkText: 'To send, this app needs a node that knows the chain. Signing works offline, under Sign.',
  addNetwork: 'Add a network',
  signOffline: 'Sign offline',
  network: 'Network',
  asset: 'What',
  coin: (v: { symbol: string; network: string }) => `${v.symbol}, the coin of ${v.network}`,
  token: (v: { name: string; address: string }) => `${v.name} (token ${v.address})`,
  baseUnits: 'base units',

  balance: 'Balance',
  asOf: (v: { block: string; time: string }) => `Block ${v.block}, made ${v.time}`,
  stopAsking: 'Stop asking',
  askAgain: 'Ask again',
  notAsked: 'Not known. The network has not been asked.',
  notAnswered: 'Not known. The network gave no answer.',
  noBalance: 'Not known. The token’s contract gives no balance.',
  underway: (v: { amount: string }) =>
    `Payments that are not through yet take up to ${v.amount}, fees included. That cannot be spent again.`,

  qr: 'From a picture…',
  qrLabel: 'Read the recipient from a picture of a QR code',
  qrReading: 'Reading…',
  taken: 'The recipient was taken over. Compare it with what you were given.',
  linkProblems,
  pictureProblems: {
    'picture-unreadable': 'This file could not be read as a picture.',
    'picture-without-code': 'No QR code was found in this picture. Try a sharper or smaller one.',
  },
  chainUnknown: (v: { chain: string }) =>
    `This link asks to be paid on chain ${v.chain}, and you have not added that network. Nothing was taken over.`,
  tokenUnknown: (v: { token: string }) =>
    `This link asks for a token that you have not added on that network: ${v.token}. Nothing was taken over.`,

  everything: 'Everything',
  everythingLabel: 'Send everything',
  everythingIs: (v: { amount: string }) => `Everything: ${v.amount}. What the fee leaves over stays.`,
  everythingOfToken: (v: { amount: string }) =>
    `Everything: ${v.amount}. The fee is paid in the network’s coin.`,
  everythingUnknown: 'Everything. How much that is depends on the fee.',
  tooManyDecimals: (v: { symbol: string; decimals: string }) =>
    `${v.symbol} has at most ${v.decimals} decimals.`,
  leaves: (v: { left: string }) => `At least ${v.left} stays.`,

  fee: 'Fee',
  tiers,
  tierCost: (v: { name: string; cost: string }) => `${v.name}: up to ${v.cost}`,
  feeText: 'What is not needed of it is not charged. A higher one is taken up sooner.',
  feeLater: 'What each costs is known once recipient and amount are entered.',
  feeUnknown: 'The network has not said what fees are usual.',
  capped: 'The node asked for more than this app ever suggests, so the suggestion is lower.',

  checking: 'Asking the network…',
  stop: 'Stop',
  stopped: 'Stopped. Nothing was signed.',
  refusedTitle: 'It cannot be sent like this',
  troubledTitle: 'It could not be checked with the network',
  troubledText: 'Nothing was signed, and what you entered is still here.',
  wouldFailTitle: 'The node says that this would fail',
  wouldFailText:
    'Nothing was signed yet. If you go on and it does fail, the payment is undone, but its fee is paid.',
  goOn: 'I know. Review it all the same',
  wouldFail: 'You were told that it would fail, and went on.',
  reverts: {
    text: (v: { text: string }) => `The node passes on the contract’s own words: “${v.text}”`,
    panic: (v: { code: string }) => `The contract stopped with Solidity’s panic ${v.code}.`,
    custom: (v: { name: string }) => `The contract stopped with an error of its own: ${v.name}`,
    silent: 'The contract stopped and gave no reason.',
    'refused-by-token': 'The token’s contract answers that it does not carry this out.',
  },
  nodeSays: 'What the node says',
  wouldPass:
    'Tried out just now, without sending: it would go through. That can change until it is in a block.',
  entered: (v: { amount: string; decimals: string; units: string }) =>
    `As entered: ${v.amount}. With the ${v.decimals} decimals that its contract claims, that is ${v.units} units in the review.`,
  rollupFee: (v: { amount: string }) =>
    `This chain takes up to ${v.amount} more for carrying the data. The TEE does not know of it: neither its fee nor a limit counts it.`,
  promisedBefore: (v: { count: string }) =>
    `Payments of this account that were begun before and not sent: ${v.count}. This one waits until they are. If they are not to be sent, decline this one and begin it again in eleven minutes.`,

  signedEyebrow: 'Signed',
  sentEyebrow: 'Sent',
  found: 'A payment that was signed here before',
  announceSigned: (v: { what: string }) => `Signed: ${v.what}`,
  busy: 'Handing it to the network…',
  notSentTitle: 'Signed, and not sent',
  notSentText:
    'This app has not sent it. You can send it now: exactly these bytes, so it cannot happen twice.',
  uncertainTitle: 'Signed. Whether it left is not known',
  uncertainText: 'Sending it again is harmless: the same bytes are one payment, however often they arrive.',
  lostText:
    'The list of what was sent was damaged and put aside, so this app cannot know whether this is in it. Look its hash up in a block explorer.',
  sendNow: 'Send now',
  leaveText:
    'If you leave it, the history keeps it, and the next payment may take its number: then only one of the two can happen.',
  hash: 'Transaction hash',
  another: 'Send another',
  openHistory: 'Open the history',
  openLog: (v: { log: string }) => `Log entry ${v.log}`,
  number: (v: { number: string }) => `Signature no. ${v.number} of this wallet`,

  earlier: {
    'looked-for': 'A payment was being signed when this window closed. The TEE is asked what became of it…',
    'not-signed': 'The payment that was begun here before was not signed. Nothing was sent.',
    'not-known':
      'What became of the payment that was begun here before is not known yet. Look into the history before you send it anew.',
  },
  refusals,
  notes,
};
