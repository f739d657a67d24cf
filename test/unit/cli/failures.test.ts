import { describe, expect, it } from 'vitest';
import { CheckFailed, exitCodeOf, failureOf } from '../../../cli/failures.ts';
import { hintOf } from '../../../cli/hints.ts';
import { printFailure } from '../../../cli/print-failure.ts';
import { InvokeError } from '../../../tee-sim/client/errors.ts';
import type { Exchange } from '../../../tee-sim/client/exchange.ts';
import { TeeError } from '../../../tee-sim/protocol/codes.ts';
import type { Trace } from '../../../tee-sim/protocol/trace.ts';

const trace: Trace = [
  { layer: 1, check: 'client-registered', outcome: 'pass', durationUs: 1 },
  { layer: 1, check: 'rate-limit', outcome: 'deny', expected: '100 in 60 s', actual: '101', durationUs: 1 },
];
const denial = new InvokeError(
  { code: 'BUSY', origin: 'TRUSTED_APP', reason: 'rate-limited', layer: 1 },
  { exchange: { trace } as unknown as Exchange },
);

describe('a denial', () => {
  it('says which layer and check, what would pass, and what to do', () => {
    const text = printFailure(failureOf(denial));
    expect(text).toMatch(/layer +1 of 4/);
    expect(text).toMatch(/denied by +rate-limit, expected 100 in 60 s, found 101/);
    expect(text).toMatch(/what to do +Wait a moment/);
  });
});

it.each([
  ['a denial', denial, 3],
  ['a program that is not believed', new TeeError('ACCESS_DENIED', 'client-proof', 'COMMS'), 3],
  ['no app', new CheckFailed('COMMUNICATION', 'app-running'), 4],
  ['a dead TEE', new TeeError('TARGET_DEAD', 'tee-stopped', 'COMMS'), 1],
  ['anything else', new Error('no'), 1],
])('%s has an exit code of its own', (_what, error, code) => {
  expect(exitCodeOf(failureOf(error))).toBe(code);
});

it('nothing is advised for a name that only objects have', () => {
  expect(hintOf('constructor')).toBeUndefined();
  expect(hintOf('__proto__')).toBeUndefined();
  expect(hintOf(undefined)).toBeUndefined();
});
