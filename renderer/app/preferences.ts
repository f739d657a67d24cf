// Language and theme, kept in this window's storage. No secrets, nothing the TEE depends on.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { LANGUAGES, type Language, preferredLanguage } from '../i18n/languages.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
}

type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

const LANGUAGE_KEY = 'airaccount.language';
const THEME_KEY = 'airaccount.theme';

/** As kept, else as the system has it. */
export function createPreferences(
  storage: TextStorage,
  systemTags: readonly string[],
): StoreApi<Preferences> {
  const language = storage.getItem(LANGUAGE_KEY);
  const theme = storage.getItem(THEME_KEY);
  const store = createStore<Preferences>(() => ({
    language: LANGUAGES.find((known) => known === language) ?? preferredLanguage(systemTags),
    theme: THEMES.find((known) => known === theme) ?? 'system',
  }));
  store.subscribe((now, before) => {
    if (now.language !== before.language) storage.setItem(LANGUAGE_KEY, now.language);
    if (now.theme !== before.theme) storage.setItem(THEME_KEY, now.theme);
  });
  return store;
}

/** Puts both on the document: `lang` for readers and fonts, `data-theme` for the tokens. */
export function applyPreferences({ language, theme }: Preferences, root: HTMLElement): void {
  root.lang = language;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}

/** Tells main the language, now and at every change; menus follow. A main that cannot is no reason to stop. */
export function reportLanguage(
  store: StoreApi<Preferences>,
  setLanguage: (input: { language: Language }) => Promise<unknown>,
): void {
  const report = ({ language }: Preferences): void => void setLanguage({ language }).catch(() => undefined);
  report(store.getState());
  store.subscribe((now, before) => {
    if (now.language !== before.language) report(now);
  });
}
