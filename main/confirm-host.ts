// Asks the person, in a window that no page can press, whether this app may talk to a host it does not know yet.
import { type BrowserWindow, dialog } from 'electron';
import type { Language } from '../preload/contract.ts';
import { currentWindow } from './window.ts';

interface ConfirmTexts {
  readonly message: (origin: string) => string;
  readonly detail: string;
  readonly refuse: string;
  readonly allow: string;
}

const texts: Readonly<Record<Language, ConfirmTexts>> = {
  en: {
    message: (origin) => `Connect to ${origin}?`,
    detail:
      'You have no network there yet. It would see this computer’s address and the accounts you ask about. Allow it only if you are adding or testing this address right now.',
    refuse: 'Do Not Connect',
    allow: 'Connect',
  },
  'zh-CN': {
    message: (origin) => `连接到 ${origin}？`,
    detail:
      '您还没有使用该地址的网络。对方会看到此电脑的地址和您查询的账户。仅当您此刻正在添加或测试此地址时才允许。',
    refuse: '不连接',
    allow: '连接',
  },
};

/**
 * `origin`: scheme, host and port only. Without a window there is nobody to ask, and once it is closed nobody who could
 * answer: both are a no.
 */
export async function confirmHost(origin: string, language: Language): Promise<boolean> {
  const window = currentWindow();
  if (window === undefined) return false;
  const gone = Promise.withResolvers<false>();
  const end = (): void => gone.resolve(false);
  window.once('closed', end);
  try {
    return await Promise.race([ask(window, origin, texts[language]), gone.promise]);
  } finally {
    window.removeListener('closed', end);
  }
}

async function ask(
  window: BrowserWindow,
  origin: string,
  { message, detail, refuse, allow }: ConfirmTexts,
): Promise<boolean> {
  const buttons = [refuse, allow];
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: message(origin),
    detail,
    buttons,
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return buttons[response] === allow;
}
