// The Chromium that browser tests drive: CHROMIUM_PATH, else the system's, else npm's.
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright';
import { findChromium, QUIET_FLAGS, sandboxFlags } from '../../browser-host/chromium.ts';

export async function launchChromium(): Promise<Browser> {
  // npm's own argument list is for another place (one process, web security off): only its binary is used.
  const executablePath = findChromium() ?? (await sparticuz.executablePath());
  return chromium.launch({ executablePath, args: ['--disable-gpu', ...QUIET_FLAGS, ...sandboxFlags()] });
}
