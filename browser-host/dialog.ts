// Electron's `dialog`: what the app saves goes to the browser as a download, which asks for a place or not
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
};
