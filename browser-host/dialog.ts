// Electron's `dialog`: questions are asked by the browser itself (`window.confirm`, which a page's script can neither
// press nor see); what the app saves goes to the browser as a download, which asks for a place or not
// as its person has set it up. The app learns no path of theirs; it writes into a private folder.
import type { BrowserWindow } from './browser-window.ts';
import { expectDownload } from './downloads.ts';

export const dialog = {
  /** Never `canceled`: whether the download is kept is decided in the browser, afterwards. */
  async showSaveDialog(
    window: BrowserWindow,
    options: Electron.SaveDialogOptions,
  ): Promise<Electron.SaveDialogReturnValue> {
    const filePath = expectDownload(options.defaultPath ?? 'file', (address) => {
      window.webContents.post({ type: 'download', path: address });
    });
    return { canceled: false, filePath };
  },

  /** A choice between going on and `cancelId`, as a browser's own question has them; its buttons keep their own words. */
  async showMessageBox(
    window: BrowserWindow,
    { message, detail, buttons = ['OK'], cancelId = 0 }: Electron.MessageBoxOptions,
  ): Promise<Electron.MessageBoxReturnValue> {
    if (buttons.length !== 2) throw new Error('The browser host asks questions with two buttons');
    const goesOn = 1 - cancelId;
    const text = [message, detail, `[OK] ${buttons[goesOn]}\n[Esc] ${buttons[cancelId]}`];
    const isConfirmed = await window.webContents.confirm(text.filter(Boolean).join('\n\n'));
    return { response: isConfirmed ? goesOn : cancelId, checkboxChecked: false };
  },
};
