// What becomes of what was signed: sent from the history, also after the app was closed, followed, sped up, cancelled,
// found by what became of it; and what a wallet has. In both languages and themes, with nothing for axe to find.
import { readFileSync } from 'node:fs';
import type { Messages } from '../../renderer/i18n/messages.ts';
import { Anvil } from '../helpers/anvil.ts';
import { expect, hostName, type Page, test } from '../helpers/app-fixture.ts';
import { addLocal } from './network-screen.ts';
import { unlockDevice } from './owner.ts';
import { goTo, type LanguageTag, languages, RECIPIENT } from './person.ts';
import { openScene, type Scene } from './scene.ts';
import { press } from './security-screen.ts';
import { approve, askFor, expectSigned, signAnother } from './sign-screen.ts';
import { importPhrase, JUNK, openWallet } from './wallet-screen.ts';

const { en } = languages;
const WALLET = 'Household';

function payment(nonce: number): string {
  const fees = { maxFeePerGas: '3000000000', maxPriorityFeePerGas: '1000000000' };
  return JSON.stringify({
    ...{ type: 'eip1559', chainId: 31_337, nonce, gas: 21_000, to: RECIPIENT },
    ...{ value: '1000000000000000', data: '0x', ...fees },
  });
}

async function sign(page: Page, nonce: number, m: Messages = en): Promise<void> {
  await askFor(page, 'paste', payment(nonce), m);
  await approve(page, m);
  await expectSigned(page, m);
  await signAnother(page, m);
}

const rows = (page: Page, m: Messages) =>
  page.getByRole('list', { name: m.history.listLabel }).getByRole('listitem');

async function open(page: Page, number: string, m: Messages = en) {
  await goTo(page, 'history', m);
  await rows(page, m)
    .filter({ hasText: new RegExp(`^${number}`) })
    .getByRole('button')
    .click();
  return page.getByRole('dialog', { name: m.history.detailTitle({ number }) });
}

async function sendNow(page: Page, number: string, m: Messages = en) {
  const panel = await open(page, number, m);
  await panel.getByRole('button', { name: m.transactions.sendNow, exact: true }).click();
  await expect(panel.getByText(m.transactions.phases.pending.text)).toBeVisible();
  return panel;
}

/** What waits is named with its fee, and the keyboard is where that is. */
async function expectReplaced(page: Page, m: Messages): Promise<void> {
  const main = page.getByRole('main');
  const fact = (term: string) => main.locator('.fact').filter({ hasText: term }).getByRole('definition');
  await expect(fact(m.history.replace.replaced)).toContainText('0.001 ETH');
  await expect(fact(m.history.replace.oldFee)).toHaveText('0.000063 ETH');
  await expect(main).toBeFocused();
}

async function replace(page: Page, number: string, way: 'speed-up' | 'cancel', m: Messages = en) {
  const panel = await open(page, number, m);
  const words = m.history.replace.ways[way];
  await panel.getByRole('link', { name: words.open, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: words.title })).toBeVisible();
  await expectReplaced(page, m);
  await press(page, m.sign.submit);
  await expect(page.getByText(words.review)).toBeVisible();
  await press(page, m.sign.decline);
  await expectReplaced(page, m);
  await press(page, m.sign.submit);
  await expect(page.getByText(words.review)).toBeVisible();
}

async function hold(anvil: Anvil): Promise<void> {
  await anvil.request('evm_setAutomine', [false]);
}

test.describe('what was signed', () => {
  let anvil: Anvil;
  test.beforeEach(async () => {
    anvil = await Anvil.start();
    await hold(anvil);
  });
  test.afterEach(() => anvil.stop());

  test('is not sent until somebody sends it, also after a restart, and is followed', async ({
    page,
    app,
    launch,
  }) => {
    await importPhrase(page, WALLET, JUNK);
    await sign(page, 0);
    const before = await open(page, '1');
    await expect(before.getByText(en.history.sent.notSentText)).toBeVisible();
    await expect(before.getByText(en.history.sent.noNetwork('31337'))).toBeVisible();
    await page.keyboard.press('Escape');
    await addLocal(page, anvil.url);
    await app.stop();
    const again = (await launch()).page;
    await unlockDevice(again, en);
    await goTo(again, 'history');
    await expect(rows(again, en).first()).toContainText(en.history.sent.notSent);
    const panel = await sendNow(again, '1');
    await anvil.request('anvil_mine', ['0x2']);
    // Seen by itself: nobody has to look.
    await expect(panel.getByText(en.transactions.phases.confirmed.text)).toBeVisible();
    await again.keyboard.press('Escape');
    await expect(rows(again, en).first()).toContainText(en.transactions.phases.confirmed.name);
  });

  test('can be sped up, and cancelled, by another in its place', async ({ page }) => {
    test.setTimeout(180_000);
    await importPhrase(page, WALLET, JUNK);
    await addLocal(page, anvil.url);
    await sign(page, 0);
    await sign(page, 1);
    for (const number of ['1', '2']) {
      await sendNow(page, number);
      await page.keyboard.press('Escape');
    }
    await replace(page, '1', 'speed-up');
    await approve(page);
    await expect(page.getByRole('main').getByText(en.transactions.phases.pending.text)).toBeVisible();
    await replace(page, '2', 'cancel');
    await approve(page);
    await expect(page.getByRole('main').getByText(en.transactions.phases.pending.text)).toBeVisible();
    await anvil.request('anvil_mine', ['0x3']);
    await goTo(page, 'history');
    const { phases } = en.transactions;
    await expect(rows(page, en)).toHaveCount(4);
    for (const [index, phase] of [
      phases.confirmed,
      phases.confirmed,
      phases.replaced,
      phases.replaced,
    ].entries())
      await expect(rows(page, en).nth(index)).toContainText(phase.name, { timeout: 30_000 });
    expect(await anvil.request('eth_getBalance', [RECIPIENT, 'latest'])).toBe('0x38d7ea4c68000');
    await page.getByRole('button', { name: en.history.sent.filter }).click();
    await page.getByRole('option', { name: en.history.sent.filters.gone, exact: true }).click();
    await expect(rows(page, en)).toHaveCount(2);
    await expect(page.getByText(en.history.totalShown({ shown: '2', count: '4' }))).toBeVisible();
    await page.getByRole('button', { name: en.history.sent.filter }).click();
    await page.getByRole('option', { name: en.history.sent.filters['not-sent'], exact: true }).click();
    await expect(page.getByText(en.history.noMatch)).toBeVisible();
    await press(page, en.history.showAll);
    await expect(rows(page, en)).toHaveCount(4);
    await expect(page.getByRole('main')).toBeFocused();
    if (hostName !== 'browser-host') return;
    await press(page, en.history.export.open);
    const download = page.waitForEvent('download');
    await press(page, en.history.export.formats.json);
    const file = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
    expect(file.map(({ sent }: { sent: string }) => sent)).toEqual([
      'confirmed',
      'confirmed',
      'replaced',
      'replaced',
    ]);
    expect(file[3].replacedBy).toBe(file[1].transactionHash);
  });
});

async function states({ page, m, shoot }: Scene, anvil: Anvil): Promise<void> {
  await importPhrase(page, WALLET, JUNK, m);
  await openWallet(page, WALLET, m);
  await expect(page.getByText(m.balances.none)).toBeVisible();
  await addLocal(page, anvil.url, m);
  await openWallet(page, WALLET, m);
  await expect(page.getByRole('main').getByText('10,000', { exact: false }).first()).toBeVisible();
  await page.getByRole('heading', { name: m.balances.title }).scrollIntoViewIfNeeded();
  await shoot('balances', 'small');
  await sign(page, 0, m);
  await open(page, '1', m);
  await shoot('history-not-sent', 'small');
  await page.keyboard.press('Escape');
  const panel = await sendNow(page, '1', m);
  await panel
    .getByRole('link', { name: m.history.replace.ways.cancel.open, exact: true })
    .scrollIntoViewIfNeeded();
  await shoot('history-waiting', 'small');
  await page.keyboard.press('Escape');
  await shoot('history-list', 'small');
  const again = await open(page, '1', m);
  await again.getByRole('link', { name: m.history.replace.ways.cancel.open, exact: true }).click();
  await expect(page.getByRole('button', { name: m.sign.submit, exact: true })).toBeVisible();
  await shoot('replace-cancel', 'small');
  await press(page, m.sign.submit);
  await expect(page.getByText(m.history.replace.ways.cancel.review)).toBeVisible();
  await expect(page.getByText(m.sign.approveWait)).toHaveCount(0);
  await shoot('replace-review', 'small');
  await approve(page, m);
  await expect(page.getByRole('main').getByText(m.transactions.phases.pending.text)).toBeVisible();
  await shoot('replace-sent', 'small');
}

for (const tag of Object.keys(languages) as LanguageTag[]) {
  test.describe(tag, () => {
    test.use({ locale: tag });
    test.setTimeout(240_000);

    test('balances and what was sent have their pictures', async ({ app, page }) => {
      const m = languages[tag];
      const anvil = await Anvil.start();
      try {
        await hold(anvil);
        await expect(page.getByRole('button', { name: m.account.lock, exact: true })).toBeVisible();
        await states(await openScene(app, m, tag), anvil);
      } finally {
        await anvil.stop();
      }
    });
  });
}
