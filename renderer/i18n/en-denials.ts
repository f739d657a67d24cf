// English: why one of the four layers said no, and what would satisfy it; and what users, clients and policy refuse.
import type { TeeReason } from '../../tee-sim/protocol/codes.ts';

export const denialsEn = {
  challenge: {
    what: 'The proof of this app came too late: the TEE’s question is good for one minute.',
    todo: 'Try again.',
  },
  'client-proof': {
    what: 'This app could not prove which program it is.',
    todo: 'Restart the app; if it stays, install it again.',
  },
  'unknown-client': {
    what: 'This program is not registered with the TEE.',
    todo: 'The device’s owner registers it under Security, Clients.',
  },
  'client-program-changed': {
    what: 'The program that asks is not the one that was registered.',
    todo: 'If the app was updated, the device’s owner confirms it once. If it was not, install the app again.',
  },
  'operation-not-allowed': {
    what: 'This program may not do that.',
    todo: 'Do it in the wallet’s own window, or have the owner register the program with more permissions.',
  },
  'outside-access-time': {
    what: 'This program may work at certain hours only, and now is not one of them.',
    todo: 'Try again within those hours.',
  },
  'outside-address-range': {
    what: 'This program may work in certain networks only, and this computer is in none of them.',
    todo: 'Connect to one of those networks.',
  },
  'rate-limited': {
    what: 'This program asked more often than it may.',
    todo: 'Wait a minute and try again.',
  },
  'sessions-full': {
    what: 'The TEE has as many logged-in sessions as the policy allows.',
    todo: 'End one under Security, Sessions, and try again.',
  },
  'no-owner': {
    what: 'This device has no owner yet.',
    todo: 'Set it up first.',
  },
  'login-required': {
    what: 'Nobody is logged in.',
    todo: 'Unlock, then try again.',
  },
  'wrong-proof': {
    what: 'That was not right. The TEE does not say which part.',
    todo: 'Check it and enter it again. If it was a one-time code, wait for the next one: each works once.',
  },
  'locked-out': {
    what: 'There were too many wrong tries, so for a while nothing is accepted, not even what is right.',
    todo: 'Wait, then try again.',
  },
  'password-needed': {
    what: 'Your password is needed: only it opens your keys, and it stands in when typing was not recognised several times in a row.',
    todo: 'Confirm with your password, not with typing.',
  },
  'same-factor': {
    what: 'Both proofs are of the same kind.',
    todo: 'Use two different ones, such as password and one-time code.',
  },
  'other-user': {
    what: 'The proof is another person’s.',
    todo: 'Use your own, or lock and unlock as that person.',
  },
  'not-device-owner': {
    what: 'Only the owner of this device may do that.',
    todo: 'Ask the owner to do it.',
  },
  'unknown-wallet': {
    what: 'There is no such wallet that you have access to.',
    todo: 'Refresh the list. A wallet’s owner can give you access.',
  },
  'binding-expired': {
    what: 'Your access to this wallet has ended.',
    todo: 'Ask the wallet’s owner to extend it.',
  },
  'not-permitted': {
    what: 'Your access to this wallet does not cover that.',
    todo: 'Ask the wallet’s owner for it.',
  },
  'no-limit-for-asset': {
    what: 'Your access has limits, and none for this coin on this network: so none of it may be paid.',
    todo: 'Ask the wallet’s owner to set one.',
  },
  'transaction-limit': {
    what: 'The amount is above what you may pay at once.',
    todo: 'Pay less, or ask the wallet’s owner to raise the limit.',
  },
  'daily-limit': {
    what: 'With this payment you would pay more in 24 hours than you may.',
    todo: 'Pay less, wait, or ask the wallet’s owner to raise the limit.',
  },
  'unbounded-spend': {
    what: 'Your access has limits, and nobody can tell how much this would let out of the wallet.',
    todo: 'Ask the wallet’s owner to sign it, or to give you access without limits.',
  },
  'risk-too-high': {
    what: 'The risk of this is too high; no proof of yours would change that.',
    todo: 'Read the reasons, and check recipient and amount with someone you trust.',
  },
  'fraud-suspected': {
    what: 'This looks like a known fraud, so it was denied and noted as suspicious.',
    todo: 'Do not send it again before you have checked the recipient in another way.',
  },
  'payload-changed': {
    what: 'The proof was given for another request than this one.',
    todo: 'Nothing was done. Check what you entered and confirm again.',
  },
  'enhanced-needed': {
    what: 'This needs one more proof that it is you.',
    todo: 'Confirm with one of your factors.',
  },
  'maximum-needed': {
    what: 'This needs two proofs that it is you.',
    todo: 'Confirm with two different factors.',
  },
  'owner-exists': {
    what: 'This device already has an owner.',
    todo: 'Unlock as the owner, who can add other people.',
  },
  'name-taken': {
    what: 'Somebody on this device already has that name.',
    todo: 'Choose another one.',
  },
  'not-prepared': {
    what: 'The TEE no longer has the words and codes that it drew for this.',
    todo: 'Start this step again: new ones are drawn, and the old ones are worth nothing.',
  },
  'words-do-not-match': {
    what: 'These are not the words that were asked for.',
    todo: 'Compare them with what you wrote down.',
  },
  'password-too-short': {
    what: 'The password is shorter than the policy asks for.',
    todo: 'Choose a longer one.',
  },
  'factor-needed': {
    what: 'Without this factor you could not confirm anything that needs two proofs.',
    todo: 'Set up another one first.',
  },
  'unknown-factor': {
    what: 'This factor is not set up.',
    todo: 'Refresh, or set it up first.',
  },
  'unknown-user': {
    what: 'There is no such person on this device.',
    todo: 'Refresh the list.',
  },
  'unknown-session': {
    what: 'This session is already over.',
    todo: 'Refresh the list.',
  },
  'unknown-client-id': {
    what: 'No program is registered under this id.',
    todo: 'Refresh the list.',
  },
  'client-exists': {
    what: 'A program is already registered under this id.',
    todo: 'Revoke it first, if it is to be registered anew.',
  },
  'clients-full': {
    what: 'As many programs are registered as the policy allows.',
    todo: 'Revoke one, or raise the number in the policy.',
  },
  'own-client': {
    what: 'A program cannot revoke itself.',
    todo: 'Do it from another registered program.',
  },
  'own-binding': {
    what: 'Your own access as the owner cannot be changed or taken away.',
    todo: 'Delete the wallet, or make changes for other people.',
  },
  'unknown-binding': {
    what: 'This person has no access to this wallet.',
    todo: 'Refresh the list.',
  },
  'policy-version': {
    what: 'The policy was changed meanwhile.',
    todo: 'Load it again and repeat your change.',
  },
  'policy-locks-out': {
    what: 'With this policy you could not confirm anything that needs two proofs, not even its change.',
    todo: 'Keep two factors in it that you have set up.',
  },
  'no-gap': {
    what: 'There is no time off left to confirm.',
    todo: 'There is nothing to do.',
  },
} as const satisfies Partial<Record<TeeReason, { readonly what: string; readonly todo: string }>>;
