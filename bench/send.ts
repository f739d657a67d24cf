// A payment as a person makes it, over a local chain: how long the app takes for its review and for signing and
// sending, without the time in which the node was asked; and how long the window could not be used meanwhile.
// Prints JSON; the node's time in the same run is the baseline.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { en } from '../renderer/i18n/en.ts';
import { addLocal } from '../test/e2e/network-screen.ts';
import { setUpDevice } from '../test/e2e/owner.ts';
import { fillPayment } from '../test/e2e/send-screen.ts';
import { approve, expectReview } from '../test/e2e/sign-screen.ts';
import { importPhrase } from '../test/e2e/wallet-screen.ts';
import { Anvil } from '../test/helpers/anvil.ts';
import { launchChromium } from '../test/helpers/chromium.ts';
import { HostileNode } from '../test/helpers/hostile-node.ts';
import { ROOT, startApp } from '../test/helpers/running-app.ts';
import { percentile, round, summarize } from './shared/statistics.ts';

const quick = process.argv.includes('--quick');
const PAYMENTS = quick ? 2 : 10;
/** Fewer in a minute than what counts as a burst. */
const PAUSE_MS = quick ? 0 : 15_000;

/** Hands on to a node, and counts the time in which at least one question is with it. */
class Stopwatch {
  #asking = 0;
  #sinceMs = 0;
  #totalMs = 0;

  get totalMs(): number {
    return this.#totalMs + (this.#asking > 0 ? performance.now() - this.#sinceMs : 0);
  }

  async during<T>(run: () => Promise<T>): Promise<T> {
    if (this.#asking === 0) this.#sinceMs = performance.now();
    this.#asking += 1;
    try {
      return await run();
    } finally {
      this.#asking -= 1;
      if (this.#asking === 0) this.#totalMs += performance.now() - this.#sinceMs;
    }
  }
}

interface Part {
  readonly appMs: number;
  readonly nodeMs: number;
}

async function timed(watch: Stopwatch, run: () => Promise<void>): Promise<Part> {
  const nodeBeforeMs = watch.totalMs;
  const startedAtMs = performance.now();
  await run();
  const nodeMs = watch.totalMs - nodeBeforeMs;
  return { appMs: performance.now() - startedAtMs - nodeMs, nodeMs };
}

/** In the page: everything that held it for 50 ms or longer (W3C Long Tasks). */
const WATCH_TASKS = `globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longTasks.push(duration);
  }).observe({ type: 'longtask' });`;

async function pay(page: Page, watch: Stopwatch): Promise<{ review: Part; signAndSend: Part }> {
  const main = page.getByRole('main');
  await fillPayment(page, { amount: '0.01' });
  const review = await timed(watch, async () => {
    await main.getByRole('button', { name: en.sign.submit, exact: true }).click();
    await expectReview(page, /0\.01 ETH/);
  });
  // The time to read is the person's.
  await page.getByText(en.sign.approveWait).waitFor({ state: 'detached' });
  const signAndSend = await timed(watch, async () => {
    await approve(page);
    await main.getByText(en.transactions.phases.confirmed.name, { exact: true }).waitFor();
  });
  await main.getByRole('button', { name: en.send.another, exact: true }).click();
  return { review, signAndSend };
}

const summary = (parts: readonly Part[]) => ({
  appMs: summarize(parts.map(({ appMs }) => appMs)),
  nodeMs: summarize(parts.map(({ nodeMs }) => nodeMs)),
  appToNode: round(
    percentile(
      parts.map(({ appMs, nodeMs }) => appMs / nodeMs),
      0.5,
    ),
  ),
});

const work = mkdtempSync(join(tmpdir(), 'airaccount-bench-'));
const watch = new Stopwatch();
const anvil = await Anvil.start();
const node = await HostileNode.start(({ body }, response) =>
  watch.during(async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(anvil.url, { method: 'POST', headers, body });
    response.writeHead(answer.status, headers).end(await answer.text());
  }),
);
const browser = await launchChromium();
try {
  const app = await startApp({
    appDir: ROOT,
    env: { AIRACCOUNT_USER_DATA: join(work, 'app') },
    browser: async () => browser,
  });
  try {
    const { page } = app;
    // May this app talk to the node: yes.
    page.on('dialog', (dialog) => void dialog.accept());
    await setUpDevice(page);
    await importPhrase(page, 'Bench');
    await addLocal(page, node.url);
    await page.evaluate(WATCH_TASKS);
    const paid = [];
    for (let i = 0; i < PAYMENTS; i += 1) {
      if (i > 0) await page.waitForTimeout(PAUSE_MS);
      paid.push(await pay(page, watch));
    }
    const longTasks = await page.evaluate<number[]>('globalThis.longTasks');
    const results = {
      payments: PAYMENTS,
      review: summary(paid.map(({ review }) => review)),
      signAndSend: summary(paid.map((each) => each.signAndSend)),
      longTasks: { count: longTasks.length, longestMs: round(Math.max(0, ...longTasks)) },
    };
    console.log(JSON.stringify({ bench: 'send', host: app.host, results }, undefined, 2));
  } finally {
    await app.stop();
  }
} finally {
  await browser.close();
  await node.stop();
  await anvil.stop();
  rmSync(work, { recursive: true, force: true });
}
