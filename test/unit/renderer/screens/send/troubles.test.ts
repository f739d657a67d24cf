import { expect, test } from 'vitest';
import type { Trouble } from '../../../../../renderer/app/networks/answer.ts';
import { shownTroubles } from '../../../../../renderer/screens/send/troubles.ts';

const NODE = 'http://127.0.0.1:8545';
const dead: Trouble = { by: 'network', problem: { reason: 'unreachable', endpoint: NODE } };
const slow: Trouble = { by: 'network', problem: { reason: 'timed-out', endpoint: NODE } };
const elsewhere: Trouble = { by: 'network', problem: { reason: 'unreachable', endpoint: 'https://b.test' } };
const IDLE = { status: 'idle' } as const;
const again = (trouble: Trouble): Trouble => structuredClone(trouble);

test('what two questions met alike is told once', () => {
  expect(shownTroubles({ run: IDLE, balance: dead, fee: again(dead) })).toEqual({
    balance: dead,
    fee: undefined,
  });
});

test('what the review met alike is told there alone', () => {
  const run = { status: 'troubled', trouble: again(dead) } as const;
  expect(shownTroubles({ run, balance: dead, fee: dead })).toEqual({ balance: undefined, fee: undefined });
});

test.each([
  ['another reason', slow],
  ['another node', elsewhere],
])('%s is told as well', (_name, fee) => {
  expect(shownTroubles({ run: IDLE, balance: dead, fee })).toEqual({ balance: dead, fee });
  const run = { status: 'troubled', trouble: fee } as const;
  expect(shownTroubles({ run, balance: dead, fee: undefined }).balance).toBe(dead);
});
