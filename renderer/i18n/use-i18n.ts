// The current language's texts and formats, for components.
import { createContext, useContext } from 'react';
import { createFormat, type Format } from './format.ts';
import { type Language, messagesFor } from './languages.ts';
import type { Messages } from './messages.ts';

export interface I18n {
  readonly language: Language;
  readonly m: Messages;
  readonly format: Format;
}

export function createI18n(language: Language): I18n {
  return { language, m: messagesFor(language), format: createFormat(language) };
}

export const I18nContext = createContext<I18n>(createI18n('en'));

export function useI18n(): I18n {
  return useContext(I18nContext);
}
