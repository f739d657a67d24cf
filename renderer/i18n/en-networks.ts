// English: networks, what they say, what became of what was sent, and balances.
import type { TrackedTransaction } from '../../preload/networks.ts';
import type { TransactionPhase } from '../app/networks/transaction-phase.ts';
import { networkProblemsEn } from './en-network-problems.ts';

export const networksEn = {
  title: 'Networks',
  lead: 'Which nodes this app asks for balances and sends through. They see your addresses and when you ask, never a key.',
  add: 'Add a network…',
  listLabel: 'Your networks',
  emptyTitle: 'No network, and none is needed',
  emptyText:
    'Wallets, signing, limits and the log all work offline. Add a network to see balances and to send what you signed from here.',
  addLocal: 'Add the test chain on this computer…',
  localHint: (url: string) => `For a node such as Anvil at ${url}. Its coins are worth nothing.`,
  offeredTitle: 'Well-known networks',
  offeredText:
    'Off until you choose one. Whose node to ask is yours to say: an address is suggested only for a node on this computer.',
  chooseOffered: (name: string) => `Add ${name}`,
  chain: (id: string) => `Chain ${id}`,
  coin: (symbol: string) => `Coin ${symbol}`,
  settledAfter: (count: string) => `Blocks until final: ${count}`,
  nodes: 'Nodes',
  bundlers: 'Bundlers',
  credentials: 'Rest hidden',
  keptIn: {
    keychain: 'Address encrypted by the system’s keychain',
    plain: 'Address readable in a file of yours',
    locked: 'Cannot be opened now',
  },
  check: 'Check',
  checking: 'Asking…',
  checked: (v: { chain: string; latency: string; block: string; time: string }) =>
    `Answered in ${v.latency} as chain ${v.chain}; newest block ${v.block}, made ${v.time}.`,
  edit: 'Edit…',
  remove: 'Remove…',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeText:
    'The addresses of its nodes are forgotten, and the tokens that you added there. Wallets, signatures and what was sent stay; nothing more is looked up there.',
  removeConfirm: 'Remove',
  removed: (name: string) => `${name} was removed.`,
  saved: (name: string) => `${name} is saved.`,
  putAside: 'The list of networks was damaged',
  putAsideText: (name: string) =>
    `It was put aside under the name “${name}”, unchanged, and a new one begun. Networks that were in it have to be added again.`,
  lostJournal: 'The list of what was sent was damaged',
  lostJournalText: (v: { name: string; time: string }) =>
    `It was put aside on ${v.time} under the name “${v.name}”, unchanged, and a new one begun. Of what was signed before then this app cannot know whether it was sent.`,
  notLoaded: 'The networks could not be read',

  form: {
    addTitle: 'Add a network',
    editTitle: (name: string) => `Edit ${name}`,
    lead: 'Each new address is asked which chain it is of before anything is saved.',
    save: 'Check and save',
    stop: 'Stop asking',
    name: 'Name',
    chainId: 'Chain number',
    chainIdHint: 'As the network’s own documents give it (EIP-155)',
    chainIdFixed: 'Stays as it is: another number would be another network.',
    symbol: 'Coin',
    symbolHint: 'What the network calls its own coin',
    symbolFixed: 'Stays as it is: this network’s coin is called so.',
    confirmations: 'Final after',
    confirmationsUnit: 'blocks',
    confirmationsHint: 'From then on a transaction counts as final here.',
    explorer: 'Block explorer',
    explorerHint: 'Opened in your browser, and only when you ask.',
    nodesText:
      'Asked in this order. One that holds a key or password is kept encrypted where the system can.',
    bundlersText: 'For user operations of smart accounts (ERC-4337). No screen sends them yet.',
    url: (position: string) => `Address of node ${position}`,
    bundlerUrl: (position: string) => `Address of bundler ${position}`,
    test: 'Test',
    testLabel: (label: string) => `Test ${label}`,
    tested: (v: { chain: string; latency: string }) => `Answered in ${v.latency}: chain ${v.chain}.`,
    otherChain: (v: { chain: string; wanted: string }) =>
      `It answers as chain ${v.chain}, and this network is chain ${v.wanted}.`,
    addNode: 'Add another node',
    addBundler: 'Add a bundler',
    change: 'Change…',
    changeLabel: (label: string) => `Change ${label}`,
    keep: 'Keep the old one',
    dropLabel: (label: string) => `Remove ${label}`,
    invalid: 'Something in the form needs your attention.',
    errors: {
      nameEmpty: 'Enter a name.',
      nameLong: 'Use at most 64 characters.',
      chainForm: 'A whole number, 1 or more.',
      chainKnown: 'You have this network already. Edit it instead.',
      symbolForm: 'Letters, digits and . $ + - only, 12 at most.',
      confirmationsForm: 'A whole number from 1 to 1,000.',
      explorerForm: 'An https:// address without ? and #.',
      urlEmpty: 'Enter the address of a node.',
      urlForm: 'An address begins with https://, or with http:// for a node on this computer.',
      urlInsecure:
        'Use its https:// address. Plain http:// is only for a node on this computer: on the way it could be read and changed.',
      urlFragment: 'An address of a node has no # in it. Leave it out, and what comes after it.',
      urlTwice: 'This address stands here twice.',
    },
  },

  trouble: {
    endpoint: (label: string) => `At ${label}`,
    said: (v: { message: string; code: string }) => `The node said: “${v.message}” (${v.code})`,
    chains: (v: { expected: string; actual: string }) =>
      `Expected chain ${v.expected}; it says it is chain ${v.actual}.`,
  },
  problems: networkProblemsEn,
};

const phases: Readonly<Record<TransactionPhase, { readonly name: string; readonly text: string }>> = {
  prepared: {
    name: 'Not sent',
    text: 'It is signed and written down on this computer. Nothing has left.',
  },
  broadcasting: { name: 'Sending', text: 'It is being handed to the network.' },
  pending: { name: 'Waiting', text: 'A node has it. It waits for a place in a block.' },
  confirming: {
    name: 'In a block',
    text: 'The chain has it. A few more blocks on top make it final.',
  },
  confirmed: { name: 'Confirmed', text: 'The chain has it, and it counts as final.' },
  replaced: {
    name: 'Replaced',
    text: 'Another transaction of this account took its place. This one will not happen.',
  },
  dropped: {
    name: 'Dropped',
    text: 'No node knows it any more. It can be sent again as it is, and somebody who kept it could do that too.',
  },
  reverted: {
    name: 'Reverted',
    text: 'It is in a block, but its effect was undone by the contract. Only the fee was paid.',
  },
  rejected: {
    name: 'Refused',
    text: 'The node says that it did not take it. It is still looked for by its hash.',
  },
  unknown: { name: 'Unknown', text: 'It may have left. It is looked for by its hash.' },
};

/** Of an earlier payment that another has to wait for. */
const earlierSaid: Readonly<Record<TrackedTransaction['state'], (what: string) => string>> = {
  prepared: (what) => `${what}: never sent. Send or discard it first.`,
  broadcasting: (what) => `${what}: being handed to the network.`,
  pending: (what) => `${what}: a node has it, and it waits as well.`,
  mined: (what) => `${what}: in a block by now.`,
  replaced: (what) => `${what}: another took its place.`,
  dropped: (what) => `${what}: no node knows it any more. Send it again first.`,
  failed: (what) => `${what}: did not work, or was refused by the node. Look at it first.`,
  unknown: (what) => `${what}: whether it was sent is not known. Look for it, or send it again, first.`,
};

export const transactionsEn = {
  phases,
  progress: (v: { done: string; needed: string }) => `Confirmations: ${v.done} of ${v.needed}`,
  announce: (v: { name: string; text: string }) => `${v.name}. ${v.text}`,
  hash: 'Hash',
  replacedBy: 'Replaced by',
  carriedBy: 'Carried by transaction',
  block: 'Block',
  feePaid: 'Fee paid',
  earlier: {
    first: (count: string) =>
      `Earlier payments of this account that have to be in a block before this one can be: ${count}`,
    said: earlierSaid,
    coins: (v: { amount: string; to: string }) => `${v.amount} to ${v.to}`,
    nameless: (nonce: string) => `Payment ${nonce} of this account`,
    open: 'Open the history',
  },
  reorganized: (times: string) =>
    `The chain dropped the block it was in (times: ${times}). It is still being followed.`,
  lookedAt: (time: string) => `Last answer of a node: ${time}`,
  neverLooked: 'No node has answered about it yet.',
  refresh: 'Look now',
  sendNow: 'Send now',
  sendAgain: 'Send again',
  sendAgainHint: 'The very same transaction: it cannot happen twice.',
  discard: 'Discard…',
  discardTitle: 'Discard this transaction?',
  discardText:
    'It has not left this computer, and its number becomes free for another. What was signed stays signed: the history keeps it, and the limit stays used.',
  discardConfirm: 'Discard',
  discarded: 'The transaction was discarded. Nothing was sent.',
  open: 'Open in explorer',
  notOpened: 'The explorer could not be opened',
  failed: 'That did not work',
  unsettled: {
    label: 'A payment that was not finished',
    'not-sent': (what: string) => `Signed, but not sent: ${what}.`,
    unknown: (what: string) => `Signed, and it is not known whether it was sent: ${what}.`,
    nameless: {
      'not-sent': 'A payment was signed, but not sent.',
      unknown: 'It is not known what became of a payment that was begun.',
    },
    more: (n: number, count: string) =>
      n === 1 ? 'There is 1 more like it.' : `There are ${count} more like it.`,
    openSend: 'Open Send',
    openHistory: 'Open it in the history',
    putAway: 'Not now',
  },
};

export const balancesEn = {
  title: 'Balances',
  refresh: 'Refresh',
  cancel: 'Stop asking',
  asking: 'Asking the network…',
  never: 'Not asked yet.',
  none: 'Add a network to see balances.',
  openNetworks: 'Networks',
  firstOf: (v: { asked: string; all: string }) =>
    `Of the first ${v.asked} accounts. There are ${v.all}: open one to see what it has.`,
  listLabel: (network: string) => `Balances on ${network}`,
  of: (v: { block: string; time: string }) => `Block ${v.block}, made ${v.time}`,
  stale: 'Not up to date',
  staleText: (time: string) => `As of ${time}. It may have changed since.`,
  testCoins: 'Test chain',
  noAmount: 'No balance given',
  partly: 'Not all accounts could be read',
  baseUnits: (amount: string) => `${amount} base units`,
  claimed: 'as its contract says of itself',
  looksNative: 'Calls itself like the network’s own coin, and is not it',
  unnamed: 'Token without a name',
  addToken: 'Add a token…',
  dropToken: (name: string) => `Forget ${name}`,
  token: {
    title: (network: string) => `Add a token on ${network}`,
    lead: 'Name and decimals come from the contract itself: anyone can write a contract that claims to be something else. Compare its address with one that you trust.',
    address: 'Address of the contract',
    addressHint: '0x and 40 hex digits',
    lookUp: 'Look it up',
    add: 'Add',
    name: 'Name',
    symbol: 'Symbol',
    decimals: 'Decimals',
    saysNothing: 'Says nothing',
    noToken:
      'Nothing at this address answers like a token, so there is nothing to add. Check the address: it may be of another network.',
    noDecimals: 'Without decimals its balance is shown in base units.',
    errors: {
      form: 'An address is 0x and 40 hex digits.',
      checksum: 'The checksum of this address is wrong: a character may be mistyped.',
      known: 'This token is in the list already.',
      full: 'There are 50 tokens on this network already. Forget one first.',
    },
  },
};
