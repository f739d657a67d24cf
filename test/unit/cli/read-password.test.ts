import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askPassword, readPasswordFile, type Terminal } from '../../../cli/read-password.ts';
import { bytesToUtf8, utf8ToBytes } from '../../../tee-sim/protocol/bytes.ts';

describe('from a file', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'airaccount-password-'));
    path = join(folder, 'password');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['horse\n', 'horse'],
    ['horse\r\nmore', 'horse'],
    ['two words ', 'two words '],
    ['密码', '密码'],
    // As the window sends it: one character, not a letter and its accent.
    ['cafe\u0301', 'caf\u00e9'],
  ])('%j is read up to the end of its first line', async (text, password) => {
    await writeFile(path, text);
    expect(bytesToUtf8(await readPasswordFile(path))).toBe(password);
  });

  it.each([['\n'], [''], ['x'.repeat(1_025)]])('%# is refused', async (text) => {
    await writeFile(path, text);
    await expect(readPasswordFile(path)).rejects.toMatchObject({ check: 'password-file' });
  });

  it('that is not there is refused, without its name', async () => {
    const failure = await readPasswordFile('/nowhere/secret-name').catch((error: Error) => error);
    expect(failure).toMatchObject({ check: 'password-file' });
    expect(String(failure)).not.toContain('secret-name');
  });
});

describe('at a terminal', () => {
  function terminal() {
    const keys = Object.assign(new EventEmitter(), {
      isTTY: true,
      setRawMode: vi.fn(),
      resume: vi.fn(),
      pause: vi.fn(),
    });
    const shown: string[] = [];
    const input = keys as unknown as Terminal['input'];
    return { keys, shown, terminal: { input, ask: (text: string) => void shown.push(text) } };
  }

  it('is typed unseen, byte by byte, and corrected by whole characters', async () => {
    const { keys, shown, terminal: at } = terminal();
    const asked = askPassword('Ada', at);
    const typed = [...utf8ToBytes('hö\u007f\u007fhorse密\u007f!\r')].map((byte) => Buffer.of(byte));
    for (const key of typed) keys.emit('data', key);
    expect(bytesToUtf8(await asked)).toBe('horse!');
    expect(shown).toEqual(['Password of Ada: ', '\n']);
    expect(keys.setRawMode.mock.calls).toEqual([[true], [false]]);
    expect(keys.listenerCount('data')).toBe(0);
    expect(typed.every((key) => key[0] === 0)).toBe(true);
  });

  it('is sent in the form that the window sends, and as it is where it is no text', async () => {
    for (const [typed, taken] of [
      [utf8ToBytes('cafe\u0301'), utf8ToBytes('caf\u00e9')],
      [Uint8Array.of(0xff, 0x65), Uint8Array.of(0xff, 0x65)],
    ] as const) {
      const { keys, terminal: at } = terminal();
      const asked = askPassword('Ada', at);
      keys.emit('data', Buffer.concat([typed, Buffer.from('\r')]));
      expect([...(await asked)]).toEqual([...taken]);
    }
  });

  it('is given up with Ctrl-C, and the terminal is itself again', async () => {
    const { keys, terminal: at } = terminal();
    const asked = askPassword('Ada', at);
    keys.emit('data', Buffer.from('hor\u0003'));
    await expect(asked).rejects.toMatchObject({ check: 'cancelled' });
    expect(keys.setRawMode).toHaveBeenLastCalledWith(false);
    expect(keys.pause).toHaveBeenCalledOnce();
  });

  it('takes no more than a password may have, and nothing is not an end', async () => {
    const { keys, terminal: at } = terminal();
    const asked = askPassword('Ada', at);
    keys.emit('data', Buffer.from('\u007f'));
    keys.emit('data', Buffer.from('x'.repeat(2_000)));
    keys.emit('data', Buffer.from('\n'));
    expect(await asked).toHaveLength(1_024);
  });

  it('is not waited for where there is none', async () => {
    const { keys, terminal: at } = terminal();
    keys.isTTY = false;
    await expect(askPassword('Ada', at)).rejects.toMatchObject({ check: 'no-terminal' });
    expect(keys.setRawMode).not.toHaveBeenCalled();
  });
});
