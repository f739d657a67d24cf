// English: what a signature does, as the TEE decoded it: sentences, parties, flags, grounds.
import type {
  DecodedFlag,
  DecodedKind,
  FieldLabel,
  Intent,
  PartyRole,
} from '../../tee-sim/protocol/decoded.ts';
import type { KnownAddress, LevelGround, Review, SignatureKind } from '../../tee-sim/protocol/review.ts';

export const decodedEn = {
  signatures: {
    transaction: 'Transaction',
    'user-operation': 'User operation',
    delegation: 'Delegation',
    'personal-message': 'Message',
    'typed-data': 'Typed data',
  } satisfies Record<SignatureKind, string>,
  kinds: {
    'native-transfer': 'Payment',
    'contract-creation': 'New contract',
    'contract-call': 'Contract call',
    'token-transfer': 'Token payment',
    'token-approval': 'Token allowance',
    'collectible-transfer': 'Collectible handed over',
    'collectible-approval': 'Collectible allowance',
    'approval-for-all': 'Allowance for a whole collection',
    'described-call': 'Known contract call',
    message: 'Message',
    'typed-data': 'Typed data',
    delegation: 'Delegation',
    'user-operation': 'User operation',
  } satisfies Record<DecodedKind, string>,
  says: {
    send: (v: { amount: string; to: string }) => `Send ${v.amount} to ${v.to}`,
    sendNothing: (v: { to: string }) => `Send an empty transaction to ${v.to}`,
    move: (v: { amount: string; from: string; to: string }) => `Move ${v.amount} from ${v.from} to ${v.to}`,
    create: 'Create a contract. Nobody can tell what it will do',
    call: (v: { to: string }) => `Call ${v.to}`,
    blindCall: (v: { to: string }) => `Call ${v.to}. Nobody can tell what this does`,
    seems: (v: { what: string }) => `${v.what}, or so it seems`,
    withCoins: (v: { what: string; amount: string }) => `${v.what}, with ${v.amount}`,
    allow: (v: { spender: string; amount: string }) => `Allow ${v.spender} to take up to ${v.amount}`,
    allowAny: (v: { spender: string; token: string }) =>
      `Allow ${v.spender} to take ANY amount of your ${v.token}`,
    allowItem: (v: { spender: string; amount: string }) => `Allow ${v.spender} to take ${v.amount}`,
    allowAll: (v: { spender: string; token: string }) =>
      `Allow ${v.spender} to take EVERYTHING of ${v.token} that you have or get`,
    takeBack: (v: { spender: string; token: string }) =>
      `Take back what ${v.spender} may take of your ${v.token}`,
    described: (v: { intent: string; contract: string }) => `${v.intent}, through ${v.contract}`,
    message: 'Sign this message',
    blindMessage: 'Sign bytes that nobody can read',
    typedData: 'Sign this data',
    blindTypedData: 'Sign this data. Nobody can tell what it allows',
    delegate: (v: { authority: string; delegate: string }) =>
      `Let the program at ${v.delegate} act for ${v.authority}, in everything`,
    endDelegation: (v: { authority: string }) => `Let no program act for ${v.authority} any more`,
    delegations: 'Do the following at once, and hand accounts over to programs',
    operation: (v: { account: string }) => `Let ${v.account} do the following`,
    blindOperation: (v: { account: string }) => `Let ${v.account} do something. Nobody can tell what`,
  },
  /** Behind a sentence: whom something was sent to, when it comes out that nobody was named. */
  nobody: 'nobody named',
  steps: 'What it does, one by one',
  coins: (v: { amount: string; chain: string }) => `${v.amount} of the coin of network ${v.chain}`,
  units: (v: { amount: string; token: string }) => `${v.amount} units of token ${v.token}`,
  item: (v: { id: string; token: string }) => `no. ${v.id} of ${v.token}`,
  items: (v: { count: string; id: string; token: string }) =>
    `${v.count} pieces of no. ${v.id} of ${v.token}`,
  anyAmount: (v: { token: string }) => `ANY amount of ${v.token}`,
  tokens: 'tokens',
  nativeCoin: 'the network’s own coin',
  token: (v: { address: string }) => `the token ${v.address}`,
  roles: {
    recipient: 'Recipient',
    owner: 'Owner',
    spender: 'May take it',
    contract: 'Contract',
    delegate: 'Program',
    authority: 'Account that is handed over',
    account: 'Account',
    'entry-point': 'Entry point',
    paymaster: 'Pays the fee',
  } satisfies Record<PartyRole, string>,
  as: {
    'own-account': 'your own account',
    contact: 'in your address book',
    token: 'token this wallet knows',
    contract: 'contract this wallet knows',
  } satisfies Record<KnownAddress['as'], string>,
  unknownAddress: 'not in your address book, nor known to this wallet',
  flags: {
    blind: 'This wallet does not understand it, or not all of it. It may do something else than it seems.',
    'unlimited-approval':
      'The allowance has no end. Everything of this token that you have now or get later can be taken, until you take the allowance back.',
    'approval-for-all':
      'Everything of this collection that you have now or get later can be taken, until you take it back.',
    'contract-creation': 'It makes a new contract and pays nobody. Nobody has looked at the program in it.',
    delegation:
      'The account will run somebody else’s program, which can do everything that the account can, without asking again.',
    'zero-address': 'The zero address takes part. What is sent there is lost.',
    'token-contract-as-recipient':
      'The recipient is a token’s own contract. What is sent there is mostly lost.',
    'unknown-token':
      'It looks like a token, but this wallet does not know the contract. Anybody can make one that looks so.',
    'value-with-call': 'Coins go with a call that needs none.',
    'absurd-fee': 'The fee may be far higher than such a transaction needs.',
    'moves-of-another': 'It moves what belongs to somebody else, who must have allowed it.',
    'no-chain': 'It names no network, so it may be used on any.',
    'foreign-chain': 'It is made for another network than the one you sign for.',
    'hash-like-message':
      'The message is 32 bytes long, as fingerprints are. It may stand for anything, a payment too.',
    'unknown-entry-point': 'The entry point is none of the well-known ones.',
    'account-deployment': 'It also sets up the account, by a program that nobody here has seen.',
  } satisfies Record<DecodedFlag, string>,
  intents: {
    swap: 'Swap',
    wrap: 'Wrap coins into a token',
    unwrap: 'Unwrap a token into coins',
    deposit: 'Deposit',
    withdraw: 'Withdraw',
    borrow: 'Borrow',
    repay: 'Repay',
    stake: 'Stake',
    unstake: 'Unstake',
    bridge: 'Bridge to another network',
    claim: 'Claim',
    'revoke-allowance': 'Take an allowance back',
  } satisfies Record<Intent, string>,
  fields: {
    'you-send': 'You send',
    'you-send-at-most': 'You send at most',
    'you-receive': 'You receive',
    'you-receive-at-least': 'You receive at least',
    recipient: 'Recipient',
    'on-behalf-of': 'On behalf of',
    spender: 'May take it',
    amount: 'Amount',
    until: 'Until',
    slippage: 'Slippage',
    'pool-fee': 'Exchange fee',
    route: 'By way of',
    referral: 'Referral',
  } satisfies Record<FieldLabel, string>,
  grounds: {
    unbounded: 'Nobody can tell how much could leave.',
    'unlimited-approval': 'An allowance has no end.',
    'unlimited-to-another': 'All that there is of an asset goes to somebody else.',
    'allowance-to-stranger': 'Somebody may take from you whom you never paid and this wallet does not know.',
    'typed-data': 'Typed data can hand out your assets without any transaction.',
    'unknown-token': 'A token is not known to this wallet.',
    'value-with-call': 'Coins go with a call.',
    'absurd-fee': 'The fee may be absurdly high.',
  } satisfies Record<LevelGround, string>,
  limits: {
    'no-limit-for-asset': (v: { asset: string }) =>
      `Your access has limits, and none for ${v.asset} on this network: none of it may leave.`,
    'transaction-limit': (v: { asset: string; most: string }) =>
      `One transaction of yours may take ${v.most} at most.`,
    'daily-limit': (v: { asset: string; left: string; most: string }) =>
      `Your limit for 24 hours leaves ${v.left} of ${v.most}.`,
    'unbounded-spend': () =>
      'Your access has limits, and nobody can tell how much would leave. So you may not sign it at all.',
  } satisfies Record<NonNullable<Review['limit']>['reason'], unknown>,
  validUntil: 'Can be used until',
  validForever: 'with no end',
  messageText: 'Message',
};
