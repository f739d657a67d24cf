import { describe, expect, it } from 'vitest';
import { StepRecorder } from '../../../../tee-sim/client/exchange.ts';

function recorder() {
  const time = { ms: 100 };
  return { time, steps: new StepRecorder(() => time.ms) };
}

async function carryFor(steps: StepRecorder, time: { ms: number }, ms: number): Promise<number> {
  const { durationUs } = await steps.roundTrip(async () => {
    time.ms += ms;
  });
  return durationUs;
}

describe('recorded steps', () => {
  it('take their time from the monotonic clock and their size from the result', () => {
    const { time, steps } = recorder();
    const value = steps.client(
      'wrap-key',
      () => {
        time.ms += 1.25;
        return 'abc';
      },
      (text) => text.length,
    );
    expect(value).toBe('abc');
    expect(steps.steps).toEqual([{ side: 'client', step: 'wrap-key', durationUs: 1_250, sizeBytes: 3 }]);
  });

  it('stand in the order in which they happened, the transport without the TEE', async () => {
    const { time, steps } = recorder();
    steps.client(
      'seal-request',
      () => undefined,
      () => 0,
    );
    const roundTripUs = await carryFor(steps, time, 5);
    steps.client(
      'verify-answer',
      () => undefined,
      () => 0,
    );
    steps.answered(roundTripUs, 900, [
      { step: 'unwrap-key', durationUs: 700, sizeBytes: 113 },
      { step: 'store', durationUs: 300 },
    ]);
    expect(steps.steps.map(({ side, step, durationUs }) => [side, step, durationUs])).toEqual([
      ['client', 'seal-request', 0],
      ['transport', 'carry', 4_000],
      ['tee', 'unwrap-key', 700],
      ['tee', 'store', 300],
      ['client', 'verify-answer', 0],
    ]);
    expect(steps.steps[1]?.sizeBytes).toBe(900);
  });

  it('never take less than no time, whatever the TEE states', async () => {
    const { time, steps } = recorder();
    const roundTripUs = await carryFor(steps, time, 1);
    steps.client(
      'verify-answer',
      () => undefined,
      () => 0,
    );
    steps.answered(roundTripUs, 1, [{ step: 'store', durationUs: 9_000_000 }]);
    expect(steps.steps[0]).toMatchObject({ step: 'carry', durationUs: 0 });
    time.ms -= 50;
    steps.client(
      'open-answer',
      () => undefined,
      () => 0,
    );
    expect(steps.steps.every(({ durationUs }) => durationUs >= 0)).toBe(true);
  });
});
