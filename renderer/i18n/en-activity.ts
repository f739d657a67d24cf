// English: searching and saving the log.

export const searchEn = {
  label: 'Filter',
  anyKind: 'Everything',
  level: 'Risk',
  anyLevel: 'Any',
  from: 'From',
  to: 'To',
  wrongOrder: 'This day is before the first one.',
  clear: 'Clear',
  suspicious: 'Suspicious only',
  listLabel: 'Entries that match, newest first',
  searching: (scanned: string, total: string, found: string) => `Searched ${scanned} of ${total}. ${found}`,
  stopped: (scanned: string, total: string, found: string) =>
    `Stopped after ${scanned} of ${total} entries. ${found}`,
  found: (n: number, count: string) => (n === 1 ? '1 entry matches.' : `${count} entries match.`),
  goOn: 'Continue',
  full: (count: string) => `The newest ${count} are shown. Narrow the filter to see older ones.`,
  damaged: (n: number, count: string) =>
    n === 1
      ? '1 entry does not hold, so whether it matches cannot be said. It is in the list.'
      : `${count} entries do not hold, so whether they match cannot be said. They are in the list.`,
  nothingYet: 'Nothing found yet…',
  nothingSoFar: 'Nothing found so far.',
  emptyTitle: 'No entry matches',
  emptyText: 'Change the filter, or clear it.',
};

export const exportEn = {
  open: 'Export…',
  title: 'Export the log',
  everything: (count: string) => `All ${count} entries are saved, newest first.`,
  filtered: 'The entries that match the filter are saved, newest first.',
  content:
    'The TEE decrypts them for this. The file is not encrypted: keep it where only you can read it. Times are in UTC, amounts in wei. Spreadsheets round long amounts; the file has every digit.',
  withFeatures: 'With feature data (how you typed and moved), where it was not erased',
  formats: { csv: 'Save as CSV…', json: 'Save as JSON…' },
  reading: (scanned: string, total: string) => `Read ${scanned} of ${total}`,
  stop: 'Stop',
  saved: (n: number, count: string) => (n === 1 ? '1 entry was saved.' : `${count} entries were saved.`),
  files: (count: string) => `They are in ${count} files, because one holds at most 64 MiB.`,
  damaged: (n: number, count: string) =>
    n === 1
      ? '1 entry does not hold. The file has its number only.'
      : `${count} entries do not hold. The file has their numbers only.`,
  nothingSaved: 'Stopped. Nothing was saved.',
  partSaved: (count: string) => `Stopped. Files saved before: ${count}. The older entries are missing.`,
};

export const decisionEn = {
  command: 'Command',
  denied: 'Denied; the person was told',
  askedForProof: 'Nothing done yet; the person was told',
  suppressed: 'Denials before it without an entry',
  event: 'Outcome',
  events: { attempt: 'Tried', success: 'Succeeded' },
  factors: 'Proved with',
  enrolled: 'Factors set up',
};

export const signingRecordEn = {
  shown: 'Shown to be signed',
  signed: 'Signed',
  contact: 'Address',
  nameBefore: 'Name before',
  nameAfter: 'Name from then on',
  removed: 'None: taken out of the address book',
};
