// Saves a text of the page where the person says. The page suggests a name; the place is never its choice.
import { dirname, join } from 'node:path';
import { dialog } from 'electron';
import { type ApiHandlers, MAX_SAVED_BYTES } from '../../preload/contract.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../tee-sim/protocol/codes.ts';
import { replaceThrough } from '../replace-file.ts';
import { currentWindow } from '../window.ts';

type SaveFile = ApiHandlers['app']['saveFile'];

const KINDS = {
  'text/csv': { extension: 'csv', name: 'CSV' },
  'application/json': { extension: 'json', name: 'JSON' },
  'text/plain': { extension: 'txt', name: 'TXT' },
} as const;

/** Names of devices, not files, on Windows, with any extension. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** What a full disk and a full quota are called. */
const NO_SPACE = new Set(['ENOSPC', 'EDQUOT']);

/** One dialog at a time: a page must not bury the person under them. */
export function createSaveFile(): SaveFile {
  let isAsking = false;
  return async (input) => {
    if (isAsking) throw new TeeError('BUSY', undefined, 'API');
    isAsking = true;
    try {
      return await saveFile(input);
    } finally {
      isAsking = false;
    }
  };
}

/** @throws EXCESS_DATA · BAD_STATE no window to ask in · STORAGE_NO_SPACE · STORAGE_NOT_AVAILABLE */
const saveFile: SaveFile = async ({ suggestedName, mimeType, text }) => {
  if (Buffer.byteLength(text) > MAX_SAVED_BYTES) throw new TeeError('EXCESS_DATA', 'too-large', 'API');
  const window = currentWindow();
  if (window === undefined) throw new TeeError('BAD_STATE', undefined, 'API');
  const { extension, name } = KINDS[mimeType];
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: fileName(suggestedName, extension),
    filters: [{ name, extensions: [extension] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || filePath === '') return { saved: false };
  await write(filePath, text);
  return { saved: true };
};

/** The contract lets no path in; here it gets the ending of its kind, and is no device. */
function fileName(suggested: string, extension: string): string {
  const name = suggested.toLowerCase().endsWith(`.${extension}`) ? suggested : `${suggested}.${extension}`;
  return DEVICE_NAME.test(name) ? `_${name}` : name;
}

async function write(path: string, text: string): Promise<void> {
  // In a folder of the person's: the name must be nobody's.
  const temporary = join(dirname(path), `.airaccount-${bytesToHex(randomBytes(8))}.tmp`);
  try {
    await replaceThrough(path, text, temporary, 'wx');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw NO_SPACE.has(code)
      ? new TeeError('STORAGE_NO_SPACE', 'disk-full', 'API')
      : new TeeError('STORAGE_NOT_AVAILABLE', 'folder-not-writable', 'API');
  }
}
