import { expect, test } from 'vitest';
import { readDecision } from '../../../../../renderer/screens/activity/log-record.ts';

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
