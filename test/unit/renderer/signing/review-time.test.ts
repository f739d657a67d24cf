import { describe, expect, test } from 'vitest';
import { approvalWaitMs, READING_MS, remainingMs } from '../../../../renderer/signing/review-time.ts';

describe('approval', () => {
  test('waits while there was no time to read, and not a moment longer', () => {
    const shownAtMs = 5_000;
    expect(approvalWaitMs(shownAtMs, 5_000)).toBe(READING_MS);
    expect(approvalWaitMs(shownAtMs, 5_000 + READING_MS - 1)).toBe(1);
    expect(approvalWaitMs(shownAtMs, 5_000 + READING_MS)).toBe(0);
    expect(approvalWaitMs(shownAtMs, 60_000)).toBe(0);
  });
});

describe('a review', () => {
  const review = { preparedAtMs: 1_000_000, validForMs: 600_000 };
  const times = { receivedAtMs: 50, issuedAtMs: 1_000_040 };

  test('lasts as long as the TEE says, less what the TEE itself took', () => {
    expect(remainingMs(review, times, 50)).toBe(599_960);
    expect(remainingMs(review, times, 50 + 599_959)).toBe(1);
  });

  test('is over then, and stays so', () => {
    expect(remainingMs(review, times, 50 + 599_960)).toBe(0);
    expect(remainingMs(review, times, 10_000_000)).toBe(0);
  });

  test('lasts no longer where the TEE’s times contradict each other', () => {
    expect(remainingMs(review, { ...times, issuedAtMs: 0 }, 50)).toBe(600_000);
  });
});
