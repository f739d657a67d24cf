// A folder that electron-builder takes for Electron's Linux distribution: it holds no Electron,
// only what packaging touches (the executable's fuse wire and the locales).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseState } from '@electron/fuses/dist/constants.js';

/** What marks the fuse wire in Electron's executable. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;

/** Fuse wire, version 1: `sentinel ‖ 01 ‖ count ‖ state…`. Every fuse starts enabled, so that each `off` is our doing. */
export function writeElectronStandIn(folder: string): void {
  const wire = Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.of(1, FUSES),
    Buffer.alloc(FUSES, FuseState.ENABLE),
  ]);
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  const padding = Buffer.alloc(4_096);
  writeFileSync(join(folder, 'electron'), Buffer.concat([padding, wire, padding]), { mode: 0o755 });
  for (const locale of ['en-US', 'zh-CN', 'de', 'fr']) {
    writeFileSync(join(folder, 'locales', `${locale}.pak`), locale);
  }
}
