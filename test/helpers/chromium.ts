// The Chromium that browser tests drive: CHROMIUM_PATH, else the system's, else npm's.
import { setTimeout as sleep } from 'node:timers/promises';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright';
import { chromiumEnvironment, findChromium, QUIET_FLAGS, sandboxFlags } from '../../browser-host/chromium.ts';

/** Two cores unpack 200 MB in about ten seconds. */
const UNPACK_MS = 120_000;

export async function launchChromium(): Promise<Browser> {
  const installed = findChromium();
  return installed === undefined ? launchFromNpm() : launch(installed);
}

/** npm's own argument list is for another place (one process, web security off): only its binary is used. */
async function launchFromNpm(): Promise<Browser> {
  const givesUpAtMs = performance.now() + UNPACK_MS;
  for (;;) {
    try {
      return await launch(await sparticuz.executablePath());
    } catch (error) {
      // Another worker is unpacking it to the same place just now.
      const isBeingWritten = String(error).includes('ETXTBSY') && performance.now() < givesUpAtMs;
      if (!isBeingWritten) throw error;
      await sleep(250);
    }
  }
}

function launch(executablePath: string): Promise<Browser> {
  const env = chromiumEnvironment(process.env);
  return chromium.launch({ executablePath, env, args: ['--disable-gpu', ...QUIET_FLAGS, ...sandboxFlags()] });
}
