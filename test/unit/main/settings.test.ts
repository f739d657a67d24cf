import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../main/settings.ts';

describe('readSettings', () => {
  it('has defaults', () => {
    expect(readSettings({})).toEqual({ engine: 'noble', recordSuite: 2, userDataDir: undefined });
    expect(
      readSettings({ AIRACCOUNT_ENGINE: '', AIRACCOUNT_RECORD_SUITE: '', AIRACCOUNT_USER_DATA: '' }),
    ).toEqual(readSettings({}));
  });

  it('reads what is set', () => {
    expect(
      readSettings({
        AIRACCOUNT_ENGINE: 'sm-crypto',
        AIRACCOUNT_RECORD_SUITE: '1',
        AIRACCOUNT_USER_DATA: '/data',
      }),
    ).toEqual({ engine: 'sm-crypto', recordSuite: 1, userDataDir: '/data' });
  });

  it.each([
    ['AIRACCOUNT_ENGINE', 'openssl'],
    ['AIRACCOUNT_ENGINE', 'Noble'],
    ['AIRACCOUNT_ENGINE', '__proto__'],
    ['AIRACCOUNT_ENGINE', 'constructor'],
    ['AIRACCOUNT_RECORD_SUITE', '3'],
    ['AIRACCOUNT_RECORD_SUITE', '2.0'],
    ['AIRACCOUNT_RECORD_SUITE', 'two'],
  ])('refuses %s=%s, naming the variable and not the value', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`^${name}: \\S+ or \\S+$`));
  });
});
