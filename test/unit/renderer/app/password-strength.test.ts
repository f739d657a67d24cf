import { expect, test } from 'vitest';
import { strengthOf } from '../../../../renderer/app/password-strength.ts';

test.each([
  ['', 'weak'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['abcdefghijklmnop', 'weak'],
  ['12345678901234567890', 'weak'],
  ['password12', 'weak'],
  ['Qwertyuiop1', 'weak'],
  ['correct horse battery staple', 'strong'],
  ['kV9#tq2!Lm', 'good'],
  ['长城上的月亮很圆啊', 'good'],
])('%j is %s', (password, strength) => {
  expect(strengthOf(password, 'Ada')).toBe(strength);
});

test('the person’s own name adds nothing', () => {
  const withName = strengthOf('MargaretHamilton7', 'margarethamilton');
  expect(withName).toBe('weak');
  expect(strengthOf('MargaretHamilton7', 'Ada')).not.toBe('weak');
});
