// English: the security screen's own words, and its sections on people, sessions and clients.
import { policyEn } from './en-security-policy.ts';
import { walletsEn } from './en-security-wallets.ts';
import { walletChangesEn } from './en-wallets.ts';

const signInEn = {
  title: 'How you sign in',
  lead: 'What you prove to be you with. Changing any of it needs two of them at once.',
  nobody: 'Nobody is signed in.',
  about: {
    password: 'Opens the app and unwraps your key inside the TEE.',
    'one-time-code': 'Six digits from your authenticator app, new every 30 seconds.',
    'recovery-code': 'Each stands in for a one-time code, once.',
    typing: 'Your typing rhythm on a public phrase. It can stand in for one more proof, never for two.',
  },
  since: (time: string) => `Since ${time}`,
  codesLeft: (n: number, count: string) =>
    n === 0
      ? 'No code left. Replace the authenticator app to get new ones.'
      : n === 1
        ? '1 code left'
        : `${count} codes left`,
  countsIn: (duration: string) => `Counts in ${duration}`,
  notEnrolled: 'Not set up',
  changePassword: 'Change password…',
  replaceCode: 'Replace…',
  enrolTyping: 'Set up…',
  remove: 'Remove…',
  removeTitle: 'Remove recognition by typing?',
  removeText: 'The TEE deletes what it knows of your typing rhythm. You can set it up again later.',
  removeConfirm: 'Remove it',
  passwordTitle: 'Change your password',
  passwordLead: 'The TEE asks for your current password and a one-time code before it changes anything.',
  passwordSubmit: 'Change password',
  codeTitle: 'Replace authenticator app and recovery codes',
  codeLead:
    'Scan the new key and write the new codes down. The old ones work until the TEE has taken the new ones, and not after.',
  codeSubmit: 'Replace',
  newCodeHint: 'Six digits that the app shows for the new key',
  drawAgain: 'Draw new ones',
  typingTitle: 'Set up recognition by typing',
  typingLead: 'Type the phrase a few times, as you always type.',
  typingSubmit: 'Set it up',
};

const sessionsEn = {
  title: 'Sessions',
  lead: 'Every open connection to the TEE. Each ends by itself when it is not used.',
  current: 'This one',
  anonymous: 'Nobody signed in',
  user: (name: string) => `Signed in: ${name}`,
  times: (opened: string, used: string) => `Opened ${opened}, last used ${used}`,
  terminate: 'End…',
  terminateTitle: (client: string) => `End the session of ${client}?`,
  terminateText: 'It can do nothing more. Whoever used it has to sign in again.',
  terminateConfirm: 'End the session',
};

const peopleEn = {
  title: 'People',
  lead: 'Who has an account on this device. A new person begins without any wallet.',
  owner: 'Device owner',
  signsInWith: (factors: string) => `Signs in with: ${factors}`,
  since: (time: string) => `Since ${time}`,
  register: 'Add a person…',
  registerTitle: 'Add a person',
  registerLead:
    'Now let them sit here: password, words and codes are theirs alone, and the authenticator app is on their phone.',
  registered: 'The person was added. They can sign in now; you can give them access to a wallet.',
  ownerOnly: 'Only the owner of this device can add people.',
};

const clientsEn = {
  title: 'Clients',
  lead: 'Programs that may talk to the TEE. Each proves itself with a key of its own; the TEE compares its program, too.',
  current: 'This window',
  revoked: 'Revoked',
  since: (time: string) => `Registered ${time}`,
  revokedAt: (time: string) => `Revoked ${time}`,
  mayDo: 'May',
  when: 'When',
  from: 'From where',
  howOften: 'How often',
  everything: 'do everything that the person may',
  nothing: 'do nothing',
  anyTime: 'At any time',
  anyAddress: 'From any network',
  timeWindow: (v: { days: string; from: string; to: string; zone: string }) =>
    `${v.days}, ${v.from}–${v.to} (${v.zone})`,
  rate: (requests: string, duration: string) => `At most ${requests} requests in ${duration}`,
  identity: 'How it is recognised',
  clientId: 'Client id',
  clientIdNote: 'SM3 of its certificate',
  clientIdHint: '64 hex digits; “client new” on the command line prints them',
  binaryHash: 'Program digest',
  binaryHashNote: 'SM3 of its program, 64 hex digits',
  register: 'Register a client…',
  registerTitle: 'Register a client',
  registerLead:
    'It can open sessions from then on. What a person may do there is still up to that person’s rights.',
  registerSubmit: 'Register',
  name: 'Name',
  nameHint: 'As you want to see it in the lists',
  preset: 'Permissions',
  presets: { wallet: 'Like this window: everything', 'read-only': 'Read only: see addresses and history' },
  digestForm: 'This has to be 64 hex digits.',
  revoke: 'Revoke…',
  revokeTitle: (name: string) => `Revoke ${name}?`,
  revokeText: 'Its sessions end at once, and it cannot open another one.',
  revokeConfirm: 'Revoke it',
};

export const securityEn = {
  title: 'Security',
  lead: 'Who may do what here, and what the TEE asks for before it agrees.',
  sectionsLabel: 'Sections of this screen',
  sections: {
    signIn: 'Sign-in',
    sessions: 'Sessions',
    people: 'People',
    clients: 'Clients',
    wallets: 'Wallets and limits',
    policy: 'Policy',
  },
  offline: 'The TEE keeps this. It appears as soon as the TEE is verified.',
  unknownTitle: 'Not known yet whether it was carried out',
  unknownText: 'The TEE did not answer. The app asks for the outcome as soon as it is back.',
  notCarriedOut: 'It was not carried out',
  done: {
    CHANGE_PASSWORD: 'Your password was changed.',
    REPLACE_ONE_TIME_CODE:
      'The new authenticator app and recovery codes are in force. The old ones are void.',
    ENROL_TYPING: 'Recognition by typing is set up.',
    REMOVE_FACTOR: 'Recognition by typing was removed.',
    TERMINATE_SESSION: 'The session was ended.',
    REGISTER_CLIENT: 'The client was registered.',
    REVOKE_CLIENT: 'The client was revoked, and its sessions were ended.',
    CREATE_WALLET: 'The wallet was created. You are its owner.',
    DELETE_WALLET: 'The wallet was removed, with everybody’s access to it.',
    PUT_BINDING: 'The access is in force as shown.',
    REVOKE_BINDING: 'The access was taken away.',
    CHANGE_POLICY: 'The new policy is in force.',
    CONFIRM_GAP: 'The time counts.',
    ...walletChangesEn,
  },
  gap: {
    title: (duration: string) => `The TEE was off for ${duration}`,
    text: 'By this policy, that time counts for limits, lock-outs and waiting periods only once you confirm it. If the computer was really off for that long, confirm it.',
    confirm: 'Confirm this time…',
  },
  signIn: signInEn,
  sessions: sessionsEn,
  people: peopleEn,
  clients: clientsEn,
  wallets: walletsEn,
  policy: policyEn,
  operations: {
    Authenticate: 'sign people in',
    AssessPayment: 'assess payments',
    ViewWalletAddress: 'see wallets and addresses',
    ViewTransactionHistory: 'see the history',
    ManageHistory: 'erase feature data',
    ViewSecurity: 'see the security settings',
    ManageAccount: 'change one’s own account',
    ManageUsers: 'add people',
    ManageClients: 'register and revoke clients',
    ManagePolicy: 'change the policy',
    ManageWallets: 'create, import, change and delete wallets',
    ExportWallet: 'export phrases and private keys',
    ManageBindings: 'give and take access to wallets',
    SignTransaction: 'sign transactions',
    SignMessage: 'sign messages',
  },
};
