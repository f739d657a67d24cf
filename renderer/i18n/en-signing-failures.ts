// English: what importing a wallet, preparing a signature and signing refuse, and what to do then.
import type { TeeReason } from '../../tee-sim/protocol/codes.ts';

export const signingFailuresEn = {
  'wrong-word-count': {
    what: 'A recovery phrase has 12, 15, 18, 21 or 24 words, and this one has not.',
    todo: 'Count the words, and leave one space between two of them.',
  },
  'unknown-word': {
    what: 'At least one word is not on the list that English recovery phrases are made of.',
    todo: 'Look for a mistyped word. Phrases in other languages are not taken.',
  },
  'wrong-checksum': {
    what: 'All the words exist, but together they are no phrase: their checksum is wrong.',
    todo: 'Compare every word, and the order, with what was written down.',
  },
  'not-a-key': {
    what: 'This is not a private key: it is zero or too large.',
    todo: 'A private key is 64 hex digits. Check where you copied it from.',
  },
  'keystore-format': {
    what: 'This is no keystore file that the TEE can read.',
    todo: 'Choose a file of version 3, as Ethereum wallets save it: JSON with a “crypto” part.',
  },
  'keystore-too-costly': {
    what: 'Opening this keystore would take more memory or time than the TEE spends on one.',
    todo: 'Open it in the wallet that made it, and save it again with usual settings.',
  },
  'no-keystore': {
    what: 'No keystore is open.',
    todo: 'Choose the file again and enter its password. What was opened is forgotten after 15 minutes.',
  },
  'wallet-exists': {
    what: 'You already have this wallet on this device.',
    todo: 'Look for it among your wallets; it may have another name.',
  },
  'wallets-full': {
    what: 'You own as many wallets as one person can have here.',
    todo: 'Add an account to one of them, or remove one that you do not use, once its words are written down.',
  },
  'single-account': {
    what: 'This wallet is one private key, so it has one account.',
    todo: 'Create or import a wallet with a recovery phrase for more accounts.',
  },
  'accounts-full': {
    what: 'That would be more accounts than fit into one wallet (1,000), or into all of yours (5,000).',
    todo: 'Add fewer, or use one that is there.',
  },
  'unknown-account': {
    what: 'This wallet has no such account.',
    todo: 'Refresh the list, or add the account under Wallets.',
  },
  'no-phrase': {
    what: 'This wallet was imported as a key: it has no recovery phrase.',
    todo: 'Export its private key instead.',
  },
  'unknown-contact': {
    what: 'This address is not in your address book.',
    todo: 'Refresh the list.',
  },
  'contacts-full': {
    what: 'Your address book is full.',
    todo: 'Remove somebody you do not pay any more.',
  },
  'unknown-review': {
    what: 'This review is over: it was signed already, ran out, or ended when the TEE was locked.',
    todo: 'Have it prepared again. Nothing is signed twice.',
  },
  'reviews-full': {
    what: 'There are too many reviews open that nobody signed.',
    todo: 'Wait ten minutes, or lock and unlock. Both end them.',
  },
  'review-outdated': {
    what: 'The policy of this device changed after this review was prepared.',
    todo: 'Have it prepared again: it is then judged by the new policy.',
  },
  'unknown-signature': {
    what: 'This wallet’s history has no signature with this number.',
    todo: 'Refresh the list.',
  },
  'answer-not-kept': {
    what: 'This was done, but its answer is told once and kept nowhere.',
    todo: 'Ask for it anew.',
  },
  'transaction-format': {
    what: 'These bytes are no unsigned transaction.',
    todo: 'Check that you copied all of it, and that it is not signed already.',
  },
  'chain-id-missing': {
    what: 'The transaction names no network, so it would be good on every one. That is never signed.',
    todo: 'Have it made again with a chain id (EIP-155).',
  },
  'not-canonical': {
    what: 'The bytes are not written the one way they must be, so what is signed could differ from what is shown.',
    todo: 'Have the transaction made again by the program it came from.',
  },
  'unsupported-transaction-type': {
    what: 'The TEE does not know this type of transaction.',
    todo: 'It signs legacy (EIP-155), EIP-2930, EIP-1559 and EIP-7702 transactions.',
  },
  'typed-data-types': {
    what: 'The types of this typed data do not hold together: one is missing, double, or contains itself wrongly.',
    todo: 'Ask whoever made it. Nothing is guessed.',
  },
  'typed-data-value': {
    what: 'A value in this typed data does not fit its type, is missing, or is one too many.',
    todo: 'Ask whoever made it. Nothing is guessed.',
  },
  'user-operation-format': {
    what: 'This user operation is not complete, or its parts contradict each other.',
    todo: 'Check its fields: the form is that of ERC-4337 v0.7, unpacked.',
  },
} as const satisfies Partial<Record<TeeReason, { readonly what: string; readonly todo: string }>>;
