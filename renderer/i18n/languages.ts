// The languages there are, each under its own name.
import { languageSchema } from '../../preload/contract.ts';
import { en } from './en.ts';
import type { Messages } from './messages.ts';
import { zhCn } from './zh-cn.ts';

export const LANGUAGES = languageSchema.options;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' };

const messages: Readonly<Record<Language, Messages>> = { en, 'zh-CN': zhCn };

export function messagesFor(language: Language): Messages {
  return messages[language];
}

/** The language a person most likely reads, from the browser's list. */
export function preferredLanguage(tags: readonly string[]): Language {
  const first = tags.find((tag) => /^(zh|en)\b/i.test(tag));
  return first !== undefined && /^zh\b/i.test(first) ? 'zh-CN' : 'en';
}
