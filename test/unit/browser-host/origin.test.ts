import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HostOrigin, listenAtOrigin, originFile } from '../../../browser-host/origin.ts';

let folder: string;
let asked: HostOrigin[];
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'airaccount-origin-')), 'host');
  asked = [];
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

const taken = (): Error => Object.assign(new Error('taken'), { code: 'EADDRINUSE' });
const note = async (origin: HostOrigin): Promise<void> => {
  asked.push(origin);
};

describe('the origin', () => {
  it('is random, kept, and readable by its owner only', async () => {
    await listenAtOrigin(folder, note);
    await listenAtOrigin(folder, note);
    expect(asked[0]).toEqual(asked[1]);
    expect(asked[0]?.name).toMatch(/^[a-z0-9]{26}\.localhost$/);
    expect(asked[0]?.port).toBeGreaterThanOrEqual(20_000);
    if (process.platform !== 'win32') expect(statSync(originFile(folder)).mode & 0o077).toBe(0);
    const other = path.join(folder, 'other');
    await listenAtOrigin(other, note);
    expect(asked[2]?.name).not.toBe(asked[0]?.name);
  });

  it('moves away from a taken port only while it is new', async () => {
    await listenAtOrigin(folder, async (origin) => {
      await note(origin);
      if (asked.length < 3) throw taken();
    });
    expect(JSON.parse(readFileSync(originFile(folder), 'utf8'))).toEqual(asked[2]);
    await expect(listenAtOrigin(folder, () => Promise.reject(taken()))).rejects.toThrow('taken');
    expect(JSON.parse(readFileSync(originFile(folder), 'utf8'))).toEqual(asked[2]);
  });

  it.each(['', '{}', '{"name":"evil.example","port":20001}', '{"name":"0","port":80}'])(
    'is made anew when its file says %s',
    async (text) => {
      await listenAtOrigin(folder, note);
      writeFileSync(originFile(folder), text);
      await listenAtOrigin(folder, note);
      expect(asked[1]?.name).toMatch(/^[a-z0-9]{26}\.localhost$/);
      expect(asked[1]).not.toEqual(asked[0]);
    },
  );
});
