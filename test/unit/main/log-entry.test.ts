import { describe, expect, it } from 'vitest';
import { describeError, formatLogEntry, type LogFields } from '../../../main/log-entry.ts';
import { TEE_CODES, TEE_REASONS, TeeError } from '../../../tee-sim/protocol/codes.ts';

const entry = (fields: object): Record<string, unknown> =>
  JSON.parse(formatLogEntry(0, 'ipc-failed', fields as LogFields)) as Record<string, unknown>;

describe('formatLogEntry', () => {
  it('is one line of JSON with time and event', () => {
    const line = formatLogEntry(1_700_000_000_000, 'tee-exited', {
      exitCode: null,
      count: 3,
      name: undefined,
    });
    expect(line).toBe('{"at":"2023-11-14T22:13:20.000Z","event":"tee-exited","exitCode":null,"count":3}');
  });

  it.each([
    ...TEE_REASONS,
    ...Object.keys(TEE_CODES),
    'call:tee.exportFiles',
    'Utility.abnormal-exit',
    'Sandbox helper.killed',
    'clipboard-sanitized-write',
    'index.js:120:7',
    'TypeError',
  ])('keeps %s', (name) => {
    expect(entry({ name })['name']).toBe(name);
  });

  it.each([
    ['a hex key', '0123456789abcdef0123456789abcdef'],
    ['a hex key of letters first', 'abcdef0123456789'],
    ['a base64url key', 'q83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq80'],
    ['base64 in words', 'the key is q83vEjRWeJq8'],
    ['a POSIX path', '/home/someone/.config/AirAccount/master-key.json'],
    ['a Windows path', 'C:\\Users\\someone'],
    ['an address', '0x52908400098527886E0F7030069857D2E4169EE7'],
    ['an amount', '12.5 ETH'],
    ['JSON', '{"password":"x"}'],
    ['a new line', 'a\nb'],
    ['a long text', 'word '.repeat(20).trim()],
    ['an object', { password: 'hunter' }],
    ['bytes', new Uint8Array(32)],
    ['a fraction', 0.5],
    ['a truth', true],
  ])('redacts %s', (_, name) => {
    expect(entry({ name })['name']).toBe('[redacted]');
  });
});

describe('describeError', () => {
  it('gives class and first position, and nothing of the message', () => {
    const described = describeError(new RangeError('secret 1234\n    at secret (/home/x/fake.ts:1:1)'));
    expect(described.errorName).toBe('RangeError');
    expect(described.errorAt).toMatch(/^log-entry\.test\.ts:\d+:\d+$/);
    expect(entry(described)['errorAt']).toBe(described.errorAt);
  });

  it('names our own errors', () => {
    expect(describeError(new TeeError('BUSY')).errorName).toBe('TeeError');
  });

  it('says only the type of what is no error', () => {
    expect(describeError('a secret')).toEqual({ errorName: 'string' });
  });

  it('does without a stack', () => {
    const error = new Error('x');
    delete error.stack;
    expect(describeError(error)).toEqual({ errorName: 'Error', errorAt: undefined });
  });
});
