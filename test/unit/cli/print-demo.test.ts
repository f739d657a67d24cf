import { describe, expect, it } from 'vitest';
import { CheckFailed, failureOf } from '../../../cli/failures.ts';
import { printPart } from '../../../cli/print-demo.ts';
import { printFailure } from '../../../cli/print-failure.ts';
import { sentenceOf } from '../../../cli/risk-sentences.ts';
import { samplePayments, tracesOf } from '../../../cli/sample-payments.ts';
import { RISK_RULES } from '../../../tee-sim/protocol/assessment.ts';
import { TeeError } from '../../../tee-sim/protocol/codes.ts';
import { featuresSchema } from '../../../tee-sim/protocol/features.ts';
import { paymentSchema } from '../../../tee-sim/protocol/payment.ts';

describe('printing', () => {
  it('aligns facts in columns', () => {
    const text = printPart({ part: 'session', clientName: 'AirAccount' });
    const title = 'Session opened for a client that proved its key';
    expect(text).toBe(`\n${title}\n  client  AirAccount\n  login   LOGIN_APPLICATION`);
  });

  it('says sizes with separators and how much was found', () => {
    const text = printPart({
      part: 'disk',
      files: [{ name: 'airaccount.db', sizeBytes: 98_304 }],
      ciphertextsFound: 3,
      textsSought: 12,
      textsFound: 0,
    });
    expect(text).toContain('airaccount.db  98,304 B');
    expect(text).toContain('0 of 12 sample values found');
  });

  it.each(RISK_RULES)('has a sentence for %s, with and without values', (rule) => {
    const values = { times: 14, how: 'no-variance', hour: 3, now: 'A', usual: 'B', known: '0x1' };
    for (const sentence of [
      sentenceOf({ rule, points: 1, values }),
      sentenceOf({ rule, points: 1, values: {} }),
    ]) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(sentence).not.toContain('undefined');
    }
  });
});

it('tells an amount of a token from one of coins', () => {
  const sentence = (asset: string) =>
    sentenceOf({ rule: 'amount-above-usual', points: 1, values: { times: 14, asset } });
  expect(sentence('native')).toBe('The amount is 14 times the usual one.');
  expect(sentence('0xA0b8')).toBe('The amount is 14 times the usual one of the token 0xA0b8.');
});

describe('failures', () => {
  it('name code, number, origin and reason', () => {
    const text = printFailure(failureOf(new TeeError('CORRUPT_OBJECT', 'chain-broken')));
    expect(text).toMatch(/code +CORRUPT_OBJECT \(0xF0100001\)/);
    expect(text).toMatch(/origin +TRUSTED_APP/);
    expect(text).toMatch(/reason +chain-broken/);
  });

  it('name the check that did not hold', () => {
    const failure = failureOf(new CheckFailed('SECURITY', 'no-plaintext-on-disk'));
    expect(failure).toEqual({ code: 'SECURITY', origin: 'API', check: 'no-plaintext-on-disk' });
    expect(printFailure(failure)).toContain('no-plaintext-on-disk');
  });

  it('never repeat what an unknown error says', () => {
    const failure = failureOf(new Error('password=hunter2'));
    expect(failure).toEqual({ code: 'GENERIC', origin: 'API', reason: 'internal' });
    expect(printFailure(failure)).not.toContain('hunter2');
  });
});

describe('the samples', () => {
  it.each(samplePayments)('"$label" is what a client may send, and leaves traces to look for', (sample) => {
    expect(paymentSchema.safeParse(sample.payment).success).toBe(true);
    expect(featuresSchema.safeParse(sample.features).success).toBe(true);
    expect(tracesOf(sample)).toHaveLength(6);
    expect(tracesOf(sample).every((text) => text.length >= 9)).toBe(true);
  });
});
