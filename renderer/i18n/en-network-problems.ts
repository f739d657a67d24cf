// English: why a network gave no answer, and what to do, for every reason of the closed list.
import type { NetworkReason } from '../../preload/networks.ts';
import type { FailureText } from './en-failures.ts';

export const networkProblemsEn: Readonly<Record<NetworkReason, FailureText>> = {
  'bad-url': {
    what: 'This is not the address of a node.',
    todo: 'It begins with https://, or http:// for a node on this computer, and has no # in it.',
  },
  'insecure-url': {
    what: 'What goes to this address could be read and changed on the way.',
    todo: 'Use its https:// address. Plain http:// is only for a node on this computer.',
  },
  'endpoint-locked': {
    what: 'The address is kept encrypted, and the system’s keychain does not open it now.',
    todo: 'Unlock the keychain and try again, or edit the network and enter the address anew.',
  },
  'host-refused': {
    what: 'This app was not allowed to connect there.',
    todo: 'Nothing was sent. If the address is the one you mean, wait half a minute, try again and allow it. After three refusals nobody is asked for five minutes.',
  },
  unreachable: {
    what: 'Nobody answers at this address.',
    todo: 'Check the address and the connection. If the node is on this computer, see whether it runs.',
  },
  'timed-out': {
    what: 'The node did not answer in time.',
    todo: 'Try again. If it stays slow, add another node to the network.',
  },
  incomplete: {
    what: 'The connection broke off in the middle of the answer.',
    todo: 'Nothing of it was used. Try again.',
  },
  tls: {
    what: 'The node could not prove that it is who its address says.',
    todo: 'Do not use it from this connection. Check the address and this computer’s clock, or ask who runs it.',
  },
  redirected: {
    what: 'The node sends on to another address, and that is not followed.',
    todo: 'Find out the new address from who runs it, and enter that.',
  },
  unauthorized: {
    what: 'The node wants a key or password, or does not accept this one.',
    todo: 'Edit the network and enter the address again, with its key.',
  },
  'rate-limited': {
    what: 'The node was asked too often and makes us wait.',
    todo: 'Wait a minute and try again, or add another node to the network.',
  },
  'server-error': {
    what: 'The node has a fault of its own.',
    todo: 'Try again later, or add another node to the network.',
  },
  'too-large': {
    what: 'The answer was far larger than it can be, and was not read.',
    todo: 'Check the address: it may not be a node’s.',
  },
  'not-json': {
    what: 'What answers there is not a node: it sent a web page or other text.',
    todo: 'Check the address. Many providers have one for people and another for programs.',
  },
  'bad-answer': {
    what: 'The node’s answer does not fit the question, so it is not believed.',
    todo: 'Try again. If it happens again, use another node.',
  },
  'wrong-chain': {
    what: 'The node is of another chain than this network.',
    todo: 'Check address and chain number. Nothing is sent through a node of the wrong chain.',
  },
  'rpc-error': {
    what: 'The node refused the request.',
    todo: 'If it said why, that stands below, in its own words.',
  },
  'implausible-fees': {
    what: 'The fees that the node names are beyond all reason, so they are not suggested.',
    todo: 'Try again in a minute, or use another node.',
  },
  cancelled: { what: 'This was cancelled.', todo: 'Ask again when you want to know.' },
  'unknown-network': {
    what: 'This network is not set up here any more.',
    todo: 'Add it under Networks.',
  },
  'network-exists': {
    what: 'There is a network with this chain number already.',
    todo: 'Edit that one: it can have several nodes.',
  },
  'no-endpoint': {
    what: 'The network has no node to ask.',
    todo: 'Edit the network and add the address of one.',
  },
  'no-bundler': {
    what: 'The network has no bundler, which user operations need.',
    todo: 'Edit the network and add the address of one.',
  },
  'unknown-transaction': {
    what: 'No such transaction was sent from here.',
    todo: 'Refresh the list. What was signed stands in the history.',
  },
  'bad-transaction': {
    what: 'This is not a signed transaction of this network.',
    todo: 'Nothing was sent. Sign it again for this network.',
  },
  storage: {
    what: 'The list of networks or of what was sent cannot be read or written on this computer.',
    todo: 'Check that the disk is neither full nor write-protected, and that fewer than 500 transactions are still on their way; then try again. Nothing was sent unrecorded.',
  },
};
