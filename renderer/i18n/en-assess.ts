// English: the screen on which a payment is assessed.
export const assessEn = {
  title: 'Check a payment',
  lead: 'A risk check only: the TEE compares this payment, and how it was entered, with what it knows of you. To pay, go to Sign.',
  formTitle: 'Payment',
  recipient: 'Recipient',
  recipientHint: '0x and 40 hex digits',
  recipientChecked: 'The address’s checksum is right.',
  recipientUnchecked: 'This address carries no checksum, so a mistyped digit would not show.',
  amount: 'Amount',
  amountUnit: 'ETH',
  amountHint: 'Up to 18 decimals',
  amountWei: (wei: string) => `${wei} wei`,
  network: 'Network',
  note: 'Note',
  noteCount: (used: string, max: string) => `${used} of ${max} characters`,
  submit: 'Assess',
  submitting: 'Assessing…',
  waiting: 'Waiting for the TEE…',
  submitHint: 'A risk check only: nothing is signed or paid, and no limit is touched.',
  errors: {
    recipientEmpty: 'Enter the address to pay to.',
    recipientForm: 'An address is 0x and 40 hex digits.',
    recipientChecksum: 'The checksum does not match: at least one character is wrong.',
    amountEmpty: 'Enter an amount.',
    amountForm: 'Digits only, with a point before the decimals. No signs or separators.',
    amountComma: 'Write the decimals after a point, not a comma.',
    amountDecimals: 'ETH has at most 18 decimals.',
    amountTooLarge: 'No amount can be that large.',
    noteTooLong: 'The note is too long.',
  },
  invalid: 'Something in the form needs your attention.',

  beforeTitle: 'What will happen',
  beforeSteps: {
    seal: {
      title: 'Sealed here',
      text: 'How you typed, and the payment, are encrypted in this window with a key for one request only.',
    },
    carry: { title: 'Carried blind', text: 'The rest of the app passes on ciphertext. It cannot open it.' },
    assess: {
      title: 'Assessed in the TEE',
      text: 'Only the TEE decrypts, scores and stores it, and it signs its answer.',
    },
  },

  resultTitle: 'Assessment',
  earlierTitle: 'Earlier assessment',
  scoreLabel: 'Risk score',
  score: (score: string) => `${score} of 100`,
  outOf: 'of 100',
  levels: {
    Standard: { name: 'Low risk', policy: 'Standard', text: 'Being logged in would be enough to sign this.' },
    Enhanced: {
      name: 'Raised risk',
      policy: 'Enhanced',
      text: 'Signing this would ask you for one more proof.',
    },
    Maximum: { name: 'High risk', policy: 'Maximum', text: 'Signing this would ask you for two proofs.' },
    Denied: { name: 'Too risky', policy: 'Denied', text: 'The TEE would not sign this.' },
  },
  levelName: (level: string) => `Level ${level}`,
  announce: (level: string, score: string, count: string) =>
    `${level}. Risk score ${score} of 100. Reasons: ${count}.`,
  reasonsTitle: 'Why',
  noReasons: 'Nothing stands out.',
  points: (points: string) => `+${points}`,
  pointsLabel: (points: string) => `adds ${points} points`,
  verified: 'Answer verified',
  verifiedText: 'Signed by the TEE that attested itself, for exactly this request.',
  verifiedDetails: 'What was verified',
  verifiedFacts: {
    signature: 'Signature',
    signatureText: 'SM2 with SM3, by the response key in the attestation',
    digest: 'Request digest',
    digestText: 'computed here, and the same in the signed answer',
    time: 'Signed at (TEE time)',
    driver: 'Added by the app’s main process',
    driverNone: 'Nothing',
    driverText: 'asserted, not encrypted; it can raise a risk, never lower it',
  },
  logged: (id: string, time: string) => `Stored encrypted as entry ${id} at ${time}`,
  recoveredTitle: 'The outcome was found',
  recoveredText:
    'The answer had been lost on the way; the TEE had already done and stored it, and repeated its result.',
  unknownTitle: 'Not known yet whether it was carried out',
  unknownText:
    'The TEE did not answer. What you typed is still here. The app asks for the outcome as soon as the TEE is back.',
  askingOutcome: 'Asking the TEE what became of it…',
  slowTitle: 'The TEE has not answered yet',
  slowText:
    'This takes longer than usual. What you typed stays here. The app waits half a minute, then asks for the outcome.',
  notCarriedOutTitle: 'It was not carried out',
  failedTitle: 'No assessment',
  deniedTitle: 'Denied',
  deniedText: 'Nothing was signed, and nothing taken from a limit. What you entered is still here.',

  rules: {
    'first-payment-to-address': () => 'You have not paid this address before.',
    'amount-above-usual': (v: { times: string; median: string } | { times: string; token: string }) =>
      'token' in v
        ? `The amount is ${v.times} times your usual one of the token ${v.token}.`
        : `The amount is ${v.times} times your usual one (median ${v.median}).`,
    'recipient-pasted': () => 'The address was pasted. Malware swaps pasted addresses: compare it once more.',
    'machine-like-input': (v: {
      how: 'no-variance' | 'too-fast' | 'programmatic' | 'system-idle' | 'other';
    }) =>
      ({
        'no-variance': 'The typing was as even as a machine’s: people vary.',
        'too-fast': 'The keys were pressed faster than a person can.',
        programmatic: 'A field was filled by a program, not by hand.',
        'system-idle': 'The computer saw no keyboard or mouse while the form was being filled.',
        other: 'The input looks like a machine’s.',
      })[v.how],
    'unusual-hour': (v: { hour: string }) => `You hardly ever do this around ${v.hour}.`,
    'time-zone-changed': (v: { now: string; usual: string }) =>
      `The time zone is ${v.now}; before it was ${v.usual}.`,
    'device-changed': () => 'This device is not one you used before.',
    'typing-unlike-baseline': (v: { now: string; usual: string }) =>
      `You hold keys for ${v.now} on average; usually it is ${v.usual}.`,
    'burst-of-requests': (v: { count: string; duration: string }) =>
      `${v.count} assessments within ${v.duration} are more than usual.`,
    'look-alike-address': (v: { known: string }) =>
      `The address looks like one you know, ${v.known}, but is another. Look-alikes are a common fraud.`,
    'zero-address': () => 'This is the zero address: what is sent there is lost.',
    'token-contract-as-recipient': () =>
      'The recipient is a token’s own contract: what is sent there is mostly lost.',
    'unlimited-approval': () => 'It lets somebody take any amount of a token, now and later.',
    'approval-for-all': () => 'It lets somebody take everything of a collection, now and later.',
    'absurd-fee': () => 'The fee is far higher than such a transaction needs.',
    'blind-signature': () => 'Nobody can tell what this signature does.',
    'features-missing': (v: { missing: string }) => `Not known, so not counted as safe: ${v.missing}.`,
  },
  rulesAlone: {
    'amount-above-usual': 'The amount is several times your usual one.',
    'machine-like-input': 'The input looks like a machine’s.',
    'unusual-hour': 'You hardly ever do this at this hour.',
    'time-zone-changed': 'The time zone is another than before.',
    'typing-unlike-baseline': 'You type differently than usual.',
    'burst-of-requests': 'There were more assessments in a short time than usual.',
    'look-alike-address':
      'The address looks like one you know, but is another. Look-alikes are a common fraud.',
    'features-missing': 'Some of how it was entered is not known, so it is not counted as safe.',
  },

  happenedTitle: 'What just happened',
  happenedLead: (total: string) => `From your click to the verified answer: ${total}.`,
  sides: {
    client: { name: 'This window', sees: 'sees what you typed' },
    transport: { name: 'Main process', sees: 'sees ciphertext only' },
    tee: { name: 'TEE', sees: 'decrypts, then wipes' },
  },
  step: 'Step',
  who: 'Where',
  size: 'Size',
  duration: 'Duration',
  steps: {
    'session-key': 'Make a random SM4 key for this request',
    'wrap-key': 'Wrap it for the TEE with SM2',
    'seal-request': 'Encrypt and authenticate features and payment',
    carry: 'Carry it there and back, with the TEE’s sealing and signing',
    'unwrap-key': 'Unwrap the key with the TEE’s SM2 key',
    open: 'Check and decrypt the request',
    validate: 'Check its form',
    replay: 'Check that it is new and fresh',
    authorize: 'Ask the four layers of authorization',
    assess: 'Assess the risk',
    store: 'Encrypt under the database keys and store',
    'verify-answer': 'Verify the signature and the digest',
    'open-answer': 'Decrypt the answer',
  },
  envelope: 'The envelope as it left this window',
  answer: 'The signed answer as it came back',

  sentTitle: 'Feature data that was sent',
  sentLead: 'Exactly this, and nothing else: never which keys you pressed.',
  sentJson: 'As JSON',
  features: {
    typing: 'Typing rhythm',
    typingValue: (v: { presses: string; hold: string; flight: string }) =>
      `Key presses: ${v.presses}; held for ${v.hold}, ${v.flight} from press to press (medians)`,
    typingNone: 'No keys were pressed',
    corrections: 'Corrections',
    recipientEntry: 'Recipient entered by',
    amountEntry: 'Amount entered by',
    entries: {
      typed: 'typing or choosing',
      pasted: 'pasting or reading a code',
      mixed: 'both by hand and by pasting',
      programmatic: 'a program',
    },
    pointer: 'Pointer',
    pointerValue: (v: { moves: string; efficiency: string; speed: string }) =>
      `Moves: ${v.moves}, ${v.efficiency} straight, ${v.speed} px/s`,
    pointerNone: 'Not moved over the form',
    timing: 'Time',
    timingValue: (v: { onScreen: string; hesitation: string }) =>
      `${v.onScreen} on this form, ${v.hesitation} from the last change to the click`,
    device: 'Device',
    deviceValue: (v: { platform: string; cores: string; screen: string; locale: string }) =>
      `${v.platform}, ${v.cores} cores, screen ${v.screen}, ${v.locale}`,
    timeZone: 'Time zone',
    localHour: 'Hour of your day',
    missing: 'Not collected',
  },
  parts: {
    all: 'all feature data',
    typing: 'typing rhythm',
    entry: 'how fields were filled',
    pointer: 'pointer',
    timing: 'time on the form',
    device: 'device',
    timeZone: 'time zone',
    localHour: 'hour of day',
  },

  latestTitle: 'Latest in the encrypted log',
  latestLead: 'What lies on disk is ciphertext, as shown here.',
  openActivity: 'Open activity',
};
