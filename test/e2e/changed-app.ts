// Copies of the built app that are not what was built: changed by somebody, or updated to another version.
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeClientManifest } from '../../scripts/build/client-manifest.ts';
import { ROOT } from '../helpers/running-app.ts';

function copyOfApp(folder: string, name: string): string {
  const appDir = path.join(folder, name);
  cpSync(path.join(ROOT, 'out'), path.join(appDir, 'out'), { recursive: true });
  cpSync(path.join(ROOT, 'package.json'), path.join(appDir, 'package.json'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(appDir, 'node_modules'), 'junction');
  return appDir;
}

/** The built app with one byte more in its TEE program. */
export function changedApp(folder: string): string {
  const appDir = copyOfApp(folder, 'changed');
  writeFileSync(path.join(appDir, 'out/tee/tee.cjs'), '\n', { flag: 'a' });
  return appDir;
}

/** Another version: its window is another program, and its manifest says so. */
export async function updatedApp(folder: string): Promise<string> {
  const appDir = copyOfApp(folder, 'updated');
  writeFileSync(path.join(appDir, 'out/renderer/index.html'), '\n', { flag: 'a' });
  await writeClientManifest(appDir);
  return appDir;
}
