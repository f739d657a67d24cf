// The window as a person meets it, with a long log behind it: shown, verified, usable, screen to screen, scrolled.
// Prints JSON; every time is from the step before. `--quick`: a short log.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { en } from '../renderer/i18n/en.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import { bytesToHex } from '../tee-sim/protocol/bytes.ts';
import { setUpDevice, unlockDevice } from '../test/e2e/owner.ts';
import { launchChromium } from '../test/helpers/chromium.ts';
import { ROOT, startApp } from '../test/helpers/running-app.ts';
import { fillLog } from './shared/fill-log.ts';
import { round, summarize } from './shared/statistics.ts';

const quick = process.argv.includes('--quick');
const ROWS = quick ? 10_000 : 1_000_000;
const ROUTE_CHANGES = quick ? 5 : 30;
const SCROLL_STEPS = 120;
/** A frame that takes longer than one and a half of 60 Hz was dropped. */
const DROPPED_MS = 25;

async function changeRoutes(page: Page): Promise<number[]> {
  const navigation = page.getByRole('navigation', { name: en.app.navigation });
  const times: number[] = [];
  for (let i = 0; i < ROUTE_CHANGES; i += 1) {
    for (const screen of ['activity', 'trusted', 'assess'] as const) {
      const startedAtMs = performance.now();
      await navigation.getByRole('link', { name: en.app[screen], exact: true }).click();
      await page.getByRole('heading', { level: 1, name: en[screen].title }).waitFor();
      times.push(performance.now() - startedAtMs);
    }
  }
  return times;
}

/** In the page: scrolls the tallest box by many rows a frame, and times every frame. */
const SCROLL = `(async () => {
  const boxes = [...document.querySelectorAll('main *')].filter((box) => box.scrollHeight > box.clientHeight * 4);
  const box = boxes.sort((a, b) => b.scrollHeight - a.scrollHeight)[0];
  if (box === undefined) throw new Error('nothing to scroll');
  const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
  const frames = [];
  let lastMs = await nextFrame();
  for (let step = 0; step < ${SCROLL_STEPS}; step += 1) {
    box.scrollTop += 1500;
    const nowMs = await nextFrame();
    frames.push(nowMs - lastMs);
    lastMs = nowMs;
  }
  return { frames, scrolledPx: box.scrollTop };
})()`;

async function scrollLog(page: Page): Promise<number[]> {
  const { frames, scrolledPx } = await page.evaluate<{ frames: number[]; scrolledPx: number }>(SCROLL);
  if (scrolledPx < SCROLL_STEPS) throw new Error('the log did not scroll');
  return frames;
}

const work = mkdtempSync(join(tmpdir(), 'airaccount-bench-'));
const masterKey = randomBytes(32);
const browser = await launchChromium();
try {
  const userData = join(work, 'app');
  mkdirSync(join(userData, 'tee'), { recursive: true, mode: 0o700 });
  writeFileSync(join(work, 'master.key'), bytesToHex(masterKey), { mode: 0o600 });
  console.error(`filling the log with ${ROWS} rows`);
  fillLog(join(userData, 'tee'), masterKey, ROWS);

  const start = () =>
    startApp({
      appDir: ROOT,
      env: { AIRACCOUNT_USER_DATA: userData, DB_MASTER_KEY_FILE: join(work, 'master.key') },
      browser: async () => browser,
    });
  // Once beforehand, for the device to have its owner.
  const first = await start();
  await setUpDevice(first.page).finally(() => first.stop());

  let startedAtMs = performance.now();
  const since = (): number => round(performance.now() - startedAtMs);
  const app = await start();
  try {
    const { page } = app;
    await page.getByRole('textbox', { name: en.account.name }).waitFor();
    const unlockShownMs = since();
    startedAtMs = performance.now();
    await unlockDevice(page);
    const unlockedMs = since();
    startedAtMs = performance.now();
    await page.getByRole('link', { name: en.app.assess, exact: true }).click();
    await page.getByRole('textbox', { name: en.assess.recipient, exact: true }).waitFor();
    const formShownMs = since();
    await page.getByRole('textbox', { name: en.assess.recipient, exact: true }).fill('0x');
    const interactiveMs = since();
    const badge = page.getByRole('link', { name: en.connection.badgeLabel });
    await badge.filter({ hasText: en.connection.connected }).waitFor();
    const verifiedMs = since();

    const routes = await changeRoutes(page);
    await page.getByRole('link', { name: en.app.activity, exact: true }).click();
    await page.getByRole('row', { name: en.log.kinds.assessment }).first().waitFor();
    const frames = await scrollLog(page);
    const dropped = frames.filter((ms) => ms > DROPPED_MS).length;
    const results = {
      logRows: ROWS,
      unlockShownMs,
      unlockedMs,
      formShownMs,
      interactiveMs,
      verifiedMs,
      routeChangeMs: summarize(routes),
      scroll: { frameMs: summarize(frames), droppedShare: round(dropped / frames.length) },
    };
    console.log(JSON.stringify({ bench: 'window', host: app.host, results }, undefined, 2));
  } finally {
    await app.stop();
  }
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
