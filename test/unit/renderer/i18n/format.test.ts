import { describe, expect, test } from 'vitest';
import { createFormat, groupHex } from '../../../../renderer/i18n/format.ts';

const en = createFormat('en');
const zh = createFormat('zh-CN');

describe('numbers', () => {
  test.each([
    [0n, '0 ETH'],
    [1n, '0.000000000000000001 ETH'],
    [1_500_000_000_000_000_000n, '1.5 ETH'],
    [123_456_000_000_000_000_000_000n, '123,456 ETH'],
  ])('%s wei', (wei, text) => {
    expect(en.ether(wei)).toBe(text);
  });

  test('the largest amount keeps every one of its 78 digits', () => {
    const largest = (1n << 256n) - 1n;
    expect(en.ether(largest).replaceAll(/\D/g, '')).toBe(largest.toString());
  });

  test.each([
    [0.005, '5 μs', '5微秒'],
    [1.5, '1.5 ms', '1.5毫秒'],
    [250, '250 ms', '250毫秒'],
    [4_200, '4.2 sec', '4.2秒'],
    [30_000, '30 sec', '30秒'],
    [60_000, '1 min', '1分钟'],
    [899_000, '14 min 59 sec', '14分钟 59秒'],
  ])('%d ms', (ms, english, chinese) => {
    expect(en.duration(ms)).toBe(english);
    expect(zh.duration(ms)).toBe(chinese);
  });

  test.each([
    [16, '16 B'],
    [999, '999 B'],
    [1_234, '1.2 kB'],
  ])('%d bytes', (count, text) => {
    expect(en.bytes(count)).toBe(text);
  });

  test('shares and lists', () => {
    expect(en.percent(0.87)).toBe('87%');
    expect(en.list(['a', 'b', 'c'])).toBe('a, b, and c');
    expect(zh.list(['甲', '乙'])).toBe('甲和乙');
  });
});

test('hours of the day do not depend on where the test runs', () => {
  expect(en.hour(3)).toMatch(/^3:00/);
  expect(zh.hour(15)).toBe('15:00');
});

test('hex in groups', () => {
  expect(groupHex('0123456789ab')).toBe('0123 4567 89ab');
  expect(groupHex('01234')).toBe('0123 4');
  expect(groupHex('')).toBe('');
});
