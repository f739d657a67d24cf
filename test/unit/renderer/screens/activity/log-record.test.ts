import { expect, test } from 'vitest';
import {
  readContactRecord,
  readDecision,
  readSigningRecord,
} from '../../../../../renderer/screens/activity/log-record.ts';

const TRACE = [{ layer: 3, check: 'role', outcome: 'deny', expected: 'device-owner', durationUs: 4 }];

test('a denial is read with its layer, reason and trace', () => {
  const record = { command: 'LIST_CLIENTS', code: 'ACCESS_DENIED', reason: 'not-device-owner', layer: 3 };
  const text = JSON.stringify({ ...record, requestDigest: 'ab', trace: TRACE, suppressed: 2 });
  expect(readDecision(text)).toEqual({ ...record, trace: TRACE, suppressed: 2 });
});

test('an authentication is read with what was shown', () => {
  const record = { event: 'success', factors: ['password', 'words'] };
  expect(readDecision(JSON.stringify(record))).toEqual(record);
});

test('a request that only lacked a proof is told from a denial', () => {
  const record = { command: 'DELETE_WALLET', reason: 'maximum-needed', layer: 4, event: 'step-up' };
  expect(readDecision(JSON.stringify(record))).toEqual(record);
  expect(readDecision(JSON.stringify({ ...record, event: 'denial' })).event).toBeUndefined();
});

test('an odd part hides no other', () => {
  const odd = { command: 7, code: 'SUCCESS', reason: 'whatever', layer: 9, event: 'no', suppressed: -1 };
  expect(readDecision(JSON.stringify({ ...odd, trace: TRACE }))).toEqual({ trace: TRACE });
  expect(readDecision(JSON.stringify({ command: 'GET_STATUS', trace: 'none' }))).toEqual({
    command: 'GET_STATUS',
  });
});

test.each(['', 'no JSON', 'null', '7', '[]', '{}'])('%j says nothing', (text) => {
  expect(readDecision(text)).toEqual({});
});

// EIP-55's own example address.
const ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7';
const ASSESSMENT = { score: 12, level: 'Standard', factors: [] };
const SHOWN = {
  kind: 'personal-message',
  account: { index: 0, address: ADDRESS },
  decoded: { kind: 'message', parties: [], amounts: [], flags: [], inner: [], text: 'hi' },
  feeWei: (2n ** 511n).toString(),
  note: '',
};

test('what was shown to be signed, and what was signed, are read alike', () => {
  const shown = readSigningRecord(JSON.stringify({ review: SHOWN, assessment: ASSESSMENT }));
  expect(shown).toMatchObject({ kind: 'personal-message', feeWei: 2n ** 511n, assessment: ASSESSMENT });
  expect(shown?.number).toBeUndefined();
  const signature = { ...SHOWN, number: 3 };
  expect(readSigningRecord(JSON.stringify({ signature, assessment: ASSESSMENT }))?.number).toBe(3);
});

test.each([
  '',
  'null',
  '{}',
  JSON.stringify({ review: SHOWN }),
  JSON.stringify({ review: { ...SHOWN, decoded: 7 }, assessment: ASSESSMENT }),
  JSON.stringify({ review: { ...SHOWN, kind: 'other' }, assessment: ASSESSMENT }),
])('%.60j says nothing of signing', (text) => {
  expect(readSigningRecord(text)).toBeUndefined();
});

test('a change of the address book says the names before and after', () => {
  const contact = { address: ADDRESS, from: 'Bob', to: 'Alice' };
  expect(readContactRecord(JSON.stringify({ contact }))).toEqual(contact);
  expect(
    readContactRecord(JSON.stringify({ contact: { address: ADDRESS, from: 'Bob' } }))?.to,
  ).toBeUndefined();
  expect(readContactRecord(JSON.stringify({ contact: { address: 'x' } }))).toBeUndefined();
  expect(readContactRecord('{')).toBeUndefined();
});
