import { describe, expect, test } from 'vitest';
import { FileParts } from '../../../../../renderer/screens/activity/file-parts.ts';
import {
  type ExportEntry,
  entryText,
  exportName,
  FRAMES,
} from '../../../../../renderer/screens/activity/log-export.ts';
import { logIdSchema } from '../../../../../tee-sim/protocol/schema.ts';

const WEI = '115792089237316195423570985008687907853269984665640564039457584007913129639935';
const FEATURES = { localHour: 3 };

function assessed(note: string, features?: typeof FEATURES): ExportEntry {
  const record = JSON.stringify({
    command: 'ASSESS_PAYMENT',
    payment: { chainId: 1, to: '0x52908400098527886E0F7030069857D2E4169EE7', amountWei: WEI, note },
    assessment: {
      score: 40,
      level: 'Enhanced',
      factors: [{ rule: 'unusual-hour', points: 40, values: { hour: 3 } }],
    },
  });
  const summary = {
    id: logIdSchema.parse(7),
    atMs: 1_800_000_000_001,
    kind: 'assessment',
    sizeBytes: 900,
    ciphertextHead: 'a1',
    suite: 2,
    features: 'stored',
  } as const;
  return features === undefined ? { summary, record } : { summary, record, features };
}

function signing(note: string): ExportEntry {
  const to = '0x52908400098527886E0F7030069857D2E4169EE7';
  const review = {
    kind: 'transaction',
    account: { index: 0, address: to },
    decoded: {
      kind: 'native-transfer',
      chainId: 1,
      parties: [{ role: 'recipient', address: to }],
      amounts: [{ asset: 'native', amount: WEI, unlimited: false }],
      flags: [],
      inner: [],
    },
    feeWei: '1',
    nonce: '0',
    note,
  };
  const { summary, record } = assessed(note) as Extract<ExportEntry, { summary: unknown }>;
  const { assessment } = JSON.parse(record ?? '');
  return { summary, record: JSON.stringify({ command: 'PREPARE_TRANSACTION', review, assessment }) };
}

const HOSTILE = [
  'a,b;c',
  'say "hi"',
  'two\r\nlines\nmore\rless',
  '=HYPERLINK("http://x","y")',
  '+1',
  '-1',
  '@sum',
  '\t=1',
  ' =1',
  '\u200f=1+1',
  '＝1',
  '<script>alert(1)</script>',
  'שלום עולם',
  '👩‍🚀 中文',
  '\u202Eevil',
  '","injected","',
  'x'.repeat(10_000),
  '',
  ' spaced ',
];

/** RFC 4180, as a spreadsheet reads it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
    if (end === '') break;
  }
  return rows;
}

function csvOf(entries: readonly ExportEntry[], withFeatures = false): Record<string, string>[] {
  const { head } = FRAMES.csv(withFeatures);
  const text = head + entries.map((entry) => entryText('csv', entry, withFeatures)).join('');
  expect(text.startsWith('\uFEFF')).toBe(true);
  const [columns = [], ...rows] = parseCsv(text.slice(1)).filter((row) => row.length > 1);
  for (const row of rows) expect(row).toHaveLength(columns.length);
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? ''])));
}

describe('CSV', () => {
  test('has a line per entry with every digit, times in UTC', () => {
    expect(csvOf([assessed('rent')])).toEqual([
      {
        id: '7',
        holds: 'true',
        timeUtc: '2027-01-15T08:00:00.001Z',
        kind: 'assessment',
        score: '40',
        level: 'Enhanced',
        rules: 'unusual-hour 40',
        signatureKind: '',
        what: '',
        chainId: '1',
        recipient: '0x52908400098527886E0F7030069857D2E4169EE7',
        amountWei: WEI,
        note: 'rent',
        features: 'stored',
        sizeBytes: '900',
        suite: '2',
        ciphertextHead: 'a1',
      },
    ]);
  });

  test('says what was shown to be signed, with its risk', () => {
    const [row] = csvOf([signing('rent')]);
    expect(row).toMatchObject({
      score: '40',
      level: 'Enhanced',
      signatureKind: 'transaction',
      what: 'native-transfer',
      chainId: '1',
      recipient: '0x52908400098527886E0F7030069857D2E4169EE7',
      amountWei: WEI,
      note: 'rent',
    });
  });

  test.each(HOSTILE)('a note is one cell, and no formula: %j', (note) => {
    const [row] = csvOf([assessed(note), assessed('next')]);
    const isFormula = /^[\s\u200f]*[=+\-@＝]/.test(note);
    expect(row?.['note']).toBe(isFormula ? `'${note}` : note);
  });

  test('feature data is in it only when asked for, and empty where erased', () => {
    expect(csvOf([assessed('', FEATURES)])[0]).not.toHaveProperty('featureData');
    const rows = csvOf([assessed('', FEATURES), assessed('')], true);
    expect(rows.map((row) => row['featureData'])).toEqual([JSON.stringify(FEATURES), '']);
  });

  test('an entry that does not hold has its number and says so', () => {
    const [row] = csvOf([{ damaged: logIdSchema.parse(9) }]);
    expect(row).toMatchObject({ id: '9', holds: 'false', kind: '', note: '' });
  });

  test('an entry of another kind has its summary', () => {
    const entry = { ...assessed(''), record: '{"command":"BOOT"}' };
    expect(csvOf([entry])[0]).toMatchObject({ id: '7', score: '', amountWei: '' });
  });
});

describe('JSON', () => {
  const parse = (entries: readonly ExportEntry[], withFeatures = false) => {
    const { between, head, tail } = FRAMES.json();
    return JSON.parse(
      head + entries.map((entry) => entryText('json', entry, withFeatures)).join(between) + tail,
    );
  };

  test.each(HOSTILE)('holds the record exactly: %j', (note) => {
    const [entry, damaged] = parse([assessed(note), { damaged: logIdSchema.parse(6) }]);
    expect(entry).toMatchObject({ id: 7, holds: true, timeUtc: '2027-01-15T08:00:00.001Z' });
    expect(entry.record.payment).toMatchObject({ note, amountWei: WEI });
    expect(entry).not.toHaveProperty('featureData');
    expect(damaged).toEqual({ id: 6, holds: false });
  });

  test('has feature data when asked for, null where erased', () => {
    const entries = parse([assessed('', FEATURES), assessed('')], true);
    expect(entries.map((entry: { featureData: unknown }) => entry.featureData)).toEqual([FEATURES, null]);
  });

  test('of nothing is an empty list', () => {
    expect(parse([])).toEqual([]);
  });

  test('a record that is no JSON is text', () => {
    expect(parse([{ ...assessed(''), record: 'x"' }])[0].record).toBe('x"');
  });
});

test('names are bare and sort by time', () => {
  expect(exportName('csv', 1_800_000_000_001, undefined)).toBe('airaccount-log-2027-01-15T08-00-00Z.csv');
  expect(exportName('json', 1_800_000_000_001, 3)).toBe('airaccount-log-2027-01-15T08-00-00Z-part-3.json');
});

describe('files of bounded size', () => {
  async function cut(entries: readonly string[], maxBytes: number): Promise<string[]> {
    const files: string[] = [];
    const frame = { head: '[', between: ',', tail: ']' };
    const parts = new FileParts(frame, maxBytes, async (text) => void files.push(text));
    for (const entry of entries) await parts.add(entry);
    return [...files, parts.rest()];
  }

  test('are cut between entries, counted in bytes of UTF-8', async () => {
    expect(await cut(['11', '22', '33'], 8)).toEqual(['[11,22]', '[33]']);
    expect(await cut(['中', '中'], 9)).toEqual(['[中]', '[中]']);
    expect(await cut(['中', '中'], 10)).toEqual(['[中,中]'].slice(0, 1));
  });

  test('lose nothing', async () => {
    const entries = Array.from({ length: 500 }, (_, i) => `"${'é'.repeat(i % 40)}"`);
    const files = await cut(entries, 200);
    expect(files.flatMap((file) => JSON.parse(file))).toEqual(entries.map((entry) => JSON.parse(entry)));
    for (const file of files) expect(Buffer.byteLength(file)).toBeLessThanOrEqual(200);
  });

  test('of nothing are one empty file', async () => {
    expect(await cut([], 100)).toEqual(['[]']);
  });
});
