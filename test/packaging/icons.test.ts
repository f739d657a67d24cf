// The icons are committed, because electron-builder would fetch a tool to make them: each is what its name says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../helpers/pack.ts';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

function read(name: string): Buffer {
  return readFileSync(join(root, 'resources', name));
}

/** Width and height in the IHDR chunk, which is always first. */
function pngSize(png: Buffer): string {
  expect(png.subarray(0, 8)).toEqual(PNG);
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

describe('icons', () => {
  it.each([16, 24, 32, 48, 64, 128, 256, 512])('for Linux of %d pixels', (size) => {
    expect(pngSize(read(`icons/${size}x${size}.png`))).toBe(`${size}x${size}`);
  });

  it('for Windows hold every size it shows, 256 pixels among them', () => {
    const ico = read('icon.ico');
    const images = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const entry = ico.subarray(6 + 16 * index);
      return ico.subarray(entry.readUInt32LE(12)).subarray(0, entry.readUInt32LE(8));
    });
    expect(images.map(pngSize)).toEqual(
      ['16', '24', '32', '48', '64', '128', '256'].map((size) => `${size}x${size}`),
    );
  });

  it('for a Mac hold every size up to 512 points at double density', () => {
    const icns = read('icon.icns');
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const sizes: string[] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      sizes.push(pngSize(icns.subarray(at + 8)));
    }
    expect([...new Set(sizes)].sort()).toEqual(
      ['32', '64', '128', '256', '512', '1024'].map((size) => `${size}x${size}`).sort(),
    );
  });
});
