import { expect, test } from 'vitest';
import { sample } from '../authorization/users-fixture.ts';
import { UsersTa } from './users-ta.ts';

const typing = Array.from({ length: 5 }, (_, i) => sample(100, i));

test('a rhythm is enrolled as a template that counts at once for who has two factors', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  ta.login();
  expect(ta.call('GET_ACCOUNT', {}).typingTemplateHash).toBeUndefined();
  ta.call('ENROL_TYPING', { typing });
  expect(ta.call('GET_ACCOUNT', {}).typingTemplateHash).toHaveLength(32);
  expect(ta.boot.authenticator.countingFactors(ta.session.user?.id ?? ('' as never))).toContain('typing');
  expect(ta.boot.records().at(-1)).toContain('"factor":"typing"');
  expect(ta.boot.records().join()).not.toContain('holdMs');
});

test('fewer samples, or of another phrase, are not in the form of the command', () => {
  const ta = new UsersTa();
  ta.registerOwner();
  ta.login();
  expect(() => ta.call('ENROL_TYPING', { typing: typing.slice(1) })).toThrow();
  const short = { ...sample(), holdMs: [100] };
  expect(() => ta.call('ENROL_TYPING', { typing: [...typing.slice(1), short] })).toThrow();
});
