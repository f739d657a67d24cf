// English: who is in front of the window: setting up, unlocking, confirming, recovering.

export const accountEn = {
  /** How a person proves to be who they are. */
  factors: {
    password: 'Password',
    'one-time-code': 'One-time code',
    'recovery-code': 'Recovery code',
    typing: 'Typing',
  },
  lock: 'Lock',
  loggedInAs: (name: string) => `Unlocked as ${name}`,
  name: 'Name',
  password: 'Password',
  newPassword: 'New password',
  repeat: 'Repeat the password',
  code: 'One-time code',
  codeHint: 'Six digits from your authenticator app',
  recoveryCode: 'Recovery code',
  recoveryCodeHint: 'Ten characters, such as ABCDE-23456; each works once',
  errors: {
    nameEmpty: 'Enter a name.',
    nameForm: 'Letters, digits and spaces, up to 64; it begins and ends with a letter or digit.',
    passwordEmpty: 'Enter the password.',
    passwordShort: (min: string) => `Use at least ${min} characters.`,
    passwordLong: 'This is longer than the TEE takes.',
    passwordsDiffer: 'The two are not the same.',
    codeForm: 'A one-time code has six digits.',
    recoveryCodeForm: 'A recovery code has ten letters and digits.',
    wordsForm: 'There are twelve words, all from the list.',
    wordEmpty: 'Enter the word.',
    typingNeeded: 'Type the phrase to the end.',
  },
  strengths: {
    weak: 'Easy to guess: make it longer, or join several unrelated words.',
    fair: 'Fair. A few more characters make it much stronger.',
    good: 'Good.',
    strong: 'Strong.',
  },
  lockedOutFor: (duration: string) => `Nothing is accepted for another ${duration}.`,
};

export const registrationEn = {
  progress: (step: string, of: string) => `Step ${step} of ${of}`,
  steps: {
    person: 'Name and password',
    words: 'Recovery words',
    check: 'Check what you wrote',
    typing: 'How you type',
    code: 'Authenticator app',
  },
  next: 'Continue',
  back: 'Back',
  personLead: 'The password opens the app on this device. It never leaves the computer.',
  drawing: 'The TEE is drawing them…',
  wordsLead:
    'If you forget your password, these twelve words set a new one. Write them on paper, in this order. They are shown this once.',
  wordsLabel: 'Recovery words, in order',
  codesTitle: 'Recovery codes',
  codesLead:
    'If you lose your phone, each of these stands in for a one-time code, once. Write them down too.',
  codesLabel: 'Recovery codes',
  noCopy: 'They cannot be copied: what is on the clipboard, every program can read.',
  written: 'I have written them down',
  checkLead: 'Type these two words from your paper.',
  word: (position: string) => `Word ${position}`,
  wordsWrong: 'These are not the two words. Compare them with your paper, or go back and look again.',
  typingLead:
    'The TEE can recognise you by the rhythm of your typing and then ask less often. You can leave this out. Type the phrase a few times, as you always type.',
  typingSkip: 'Leave it out',
  codeLead:
    'Scan this with an authenticator app on your phone. From then on it shows a new code every 30 seconds.',
  qrLabel: 'QR code for your authenticator app',
  secret: 'Or enter this key by hand',
  create: 'Finish',
  creating: 'Finishing…',
  lostTitle: 'New words and codes are needed',
  lostText:
    'What you wrote down or scanned so far is worth nothing any more: the TEE restarted, more than 15 minutes went by, or you changed the name. Cross it out, and delete the entry from your authenticator app. What you typed is still here.',
  unknownTitle: 'Not known yet whether it was carried out',
  unknownText: 'The TEE did not answer. The app asks as soon as it is back.',
};

export const typingEn = {
  phrase: 'Type this',
  again: 'A different key: begin this line again.',
  heard: (done: string, of: string) => `${done} of ${of}`,
  done: 'Recorded.',
  latin: 'Switch your keyboard to Latin letters for this.',
  pasted: 'Type it: a pasted phrase has no rhythm.',
  note: 'Only times are recorded, never which keys. The phrase is the same for everyone and no secret.',
};

export const welcomeEn = {
  title: 'Welcome to AirAccount',
  lead: 'Set up this device: you become its owner. Have paper and a phone with an authenticator app at hand.',
};

export const unlockEn = {
  title: 'Unlock',
  lead: 'The TEE keeps everything closed until you prove who you are.',
  kept: 'Anything you had typed is still there.',
  submit: 'Unlock',
  submitting: 'Unlocking…',
  someoneElse: 'Someone else',
  forgot: 'Forgot the password?',
  recoverTitle: 'Set a new password',
  recoverLead:
    'Enter the twelve recovery words from your paper. Every session of yours ends, and the new password takes effect at once.',
  words: 'Recovery words',
  wordsHint: 'Twelve words with spaces between them',
  recover: 'Set the new password',
  recovering: 'Setting it…',
  recovered: 'The new password is set. Unlock with it.',
  backToUnlock: 'Back',
};

export const programEn = {
  title: 'Was the app updated or set up anew?',
  lead: 'This window’s program, or the key by which the TEE knows it, is not the one that was registered. Until the owner confirms it, the TEE does nothing for it.',
  ownerOnly: 'Only the owner of this device can confirm it. Lock, and have the owner unlock.',
  measured: 'The program that asks',
  confirm: 'That was me: confirm it',
  failed: 'Not confirmed',
};

export const stepUpEn = {
  titles: { Enhanced: 'Confirm that it is you', Maximum: 'Confirm with two proofs' },
  lead: {
    Enhanced: 'This needs one more proof. It holds for a few minutes.',
    Maximum: 'This needs two different proofs, for exactly what you are about to do.',
  },
  passwordTitle: 'Enter your password',
  passwordLead: 'Only your password opens your keys, and the TEE has not seen it since you unlocked.',
  operation: (name: string) => `You are about to ${name}.`,
  operations: {
    REGISTER_USER: 'add a person to this device',
    CHANGE_PASSWORD: 'change your password. Until then the present one counts',
    REPLACE_ONE_TIME_CODE:
      'replace your authenticator app and recovery codes. This once more, the old ones count',
    ENROL_TYPING: 'set up recognition by typing',
    REMOVE_FACTOR: 'remove recognition by typing',
    REGISTER_CLIENT: 'register a program with the TEE',
    REVOKE_CLIENT: 'revoke a program',
    CONFIRM_CLIENT_PROGRAM: 'confirm this window’s new program',
    CREATE_WALLET: 'create a wallet',
    IMPORT_PHRASE: 'import a wallet',
    IMPORT_KEY: 'import a wallet',
    IMPORT_KEYSTORE: 'import a wallet',
    DERIVE_ACCOUNTS: 'add accounts to a wallet',
    RENAME_WALLET: 'rename a wallet',
    RENAME_ACCOUNT: 'name an account',
    DELETE_WALLET: 'remove a wallet from this device, for everybody',
    PUT_BINDING: 'give or change access to a wallet',
    REVOKE_BINDING: 'take away access to a wallet',
    EXPORT_PHRASE: 'see the recovery phrase of a wallet',
    EXPORT_KEY: 'see the private key of an account',
    SIGN_TRANSACTION: 'sign what you just reviewed',
    SIGN_MESSAGE: 'sign what you just reviewed',
    CHANGE_POLICY: 'change the policy of this device',
    CONFIRM_GAP: 'count the time while the TEE was off',
    other: 'do something that needs proof',
  },
  why: 'Why',
  with: 'Confirm with',
  first: 'First proof',
  second: 'Second proof',
  confirm: 'Confirm',
  confirming: 'Confirming…',
  waits: (factor: string, duration: string) =>
    `${factor} counts only in ${duration}, because it was added to an account with one factor.`,
  impossible: 'You have not set up what this needs. The policy asks for two different factors.',
  impossibleOne: 'You have not set up any of the factors that the policy takes for this.',
  announce: (title: string) => `${title}. Nothing was done yet.`,
};
