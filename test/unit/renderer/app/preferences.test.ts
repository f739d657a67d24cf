import { describe, expect, test } from 'vitest';
import { applyPreferences, createPreferences, reportLanguage } from '../../../../renderer/app/preferences.ts';
import { preferredLanguage } from '../../../../renderer/i18n/languages.ts';
import { MemoryStorage } from '../fixture.ts';

test('main hears of the language at the start and at every change, and may fail to', async () => {
  const store = createPreferences(new MemoryStorage(), ['en']);
  const heard: string[] = [];
  reportLanguage(store, async ({ language }) => {
    heard.push(language);
    throw new Error('no menu here');
  });
  store.setState({ theme: 'dark' });
  store.setState({ language: 'zh-CN' });
  expect(heard).toEqual(['en', 'zh-CN']);
});

describe('preferences', () => {
  test('come from the system at first, then as chosen', () => {
    const storage = new MemoryStorage();
    const first = createPreferences(storage, ['zh-TW', 'en']);
    expect(first.getState()).toEqual({ language: 'zh-CN', theme: 'system' });
    first.setState({ language: 'en' });
    first.setState({ theme: 'dark' });
    expect(createPreferences(storage, ['zh-CN']).getState()).toEqual({ language: 'en', theme: 'dark' });
  });

  test('ignore what is kept but unknown', () => {
    const storage = new MemoryStorage();
    storage.setItem('airaccount.language', '<script>');
    storage.setItem('airaccount.theme', 'neon');
    expect(createPreferences(storage, []).getState()).toEqual({ language: 'en', theme: 'system' });
  });

  test('are put on the document', () => {
    const root = { lang: '', dataset: {} as Record<string, string> };
    applyPreferences({ language: 'zh-CN', theme: 'dark' }, root as unknown as HTMLElement);
    expect(root).toEqual({ lang: 'zh-CN', dataset: { theme: 'dark' } });
    applyPreferences({ language: 'en', theme: 'system' }, root as unknown as HTMLElement);
    expect(root).toEqual({ lang: 'en', dataset: {} });
  });
});

test.each([
  [['fr-FR', 'zh-Hans', 'en'], 'zh-CN'],
  [['en-GB', 'zh'], 'en'],
  [['fr', 'de'], 'en'],
  [[], 'en'],
  [['zhuang'], 'en'],
] as const)('of %j the language is %s', (tags, language) => {
  expect(preferredLanguage(tags)).toBe(language);
});
