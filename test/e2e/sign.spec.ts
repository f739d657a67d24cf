// Approving and declining: what a review that ended needs, what the keyboard reaches first, and what is handed on.
import { readFileSync } from 'node:fs';
import { en as m } from '../../renderer/i18n/en.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { tabTo } from './by-keyboard.ts';
import { lock, unlock } from './owner.ts';
import { goTo, RECIPIENT } from './person.ts';
import { press } from './security-screen.ts';
import {
  approve,
  askFor,
  askForTransfer,
  decline,
  expectReview,
  expectSigned,
  signedText,
} from './sign-screen.ts';
import { importPhrase } from './wallet-screen.ts';

const WALLET = 'Household';

const named = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true });

test.beforeEach(async ({ page }) => {
  await importPhrase(page, WALLET);
});

test('a review ends with the lock; one press prepares it again, and it is signed once', async ({ page }) => {
  await askForTransfer(page, { amount: '0.5' });
  await expectReview(page, /0\.5 ETH/);
  await lock(page);
  await unlock(page);
  await approve(page);
  const main = page.getByRole('main');
  await expect(main.getByText(m.sign.overTitle, { exact: true })).toBeVisible();
  await expect(main.getByText(m.reasons['unknown-review'].what)).toBeVisible();
  await expect(named(page, m.sign.approve)).toHaveCount(0);
  await press(page, m.sign.prepareAgain);
  await expectReview(page, /0\.5 ETH/);
  await approve(page);
  await expectSigned(page);
  await goTo(page, 'history');
  await expect(page.getByRole('list', { name: m.history.listLabel }).getByRole('listitem')).toHaveCount(1);
});

test('at 200 % zoom and by keyboard: declining comes before approving, and nothing is cut off', async ({
  page,
}) => {
  await askForTransfer(page, { amount: '0.5' });
  await expectReview(page, /0\.5 ETH/);
  await page.setViewportSize({ width: 640, height: 400 });
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(overflow).toBe(0);
  await expect(page.getByRole('heading', { name: /0\.5 ETH/ })).toBeFocused();
  await expect(page.getByText(m.sign.approveWait)).toHaveCount(0);
  await tabTo(page, named(page, m.sign.decline));
  await page.keyboard.press('Tab');
  await expect(named(page, m.sign.approve)).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: m.assess.amount, exact: true })).toHaveValue('0.5');
});

test('what is signed is saved as text, and found again in the history', async ({ page }) => {
  await askFor(page, 'message', 'I am who I say I am.');
  await expectReview(page, m.decoded.says.message);
  await approve(page);
  await expectSigned(page);
  const signature = await signedText(page, m.sign.signature);
  expect(signature).toMatch(/^0x[0-9a-f]{130}$/);
  const download = page.waitForEvent('download');
  await press(page, m.sign.save);
  expect(readFileSync(await (await download).path(), 'utf8').trim()).toBe(signature);
  await goTo(page, 'history');
  await page.getByRole('list', { name: m.history.listLabel }).getByRole('button').first().click();
  const panel = page.getByRole('dialog');
  await expect(panel.getByRole('region', { name: m.sign.signature, exact: true })).toHaveText(signature);
});

test('a known recipient is chosen by name, and that counts as done by hand', async ({ page }) => {
  await goTo(page, 'contacts');
  await press(page, m.contacts.add);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: m.contacts.address }).fill(RECIPIENT);
  await dialog.getByRole('textbox', { name: m.contacts.name }).fill('Landlady');
  await dialog.getByRole('button', { name: m.contacts.addSubmit, exact: true }).click();
  await expect(page.getByText('Landlady', { exact: true })).toBeVisible();
  await goTo(page, 'sign');
  await page.getByRole('button', { name: m.sign.bookLabel }).click();
  await page.getByRole('menuitem', { name: 'Landlady' }).click();
  await page.getByRole('textbox', { name: m.assess.amount, exact: true }).click();
  await page.keyboard.type('0.5', { delay: 90 });
  await press(page, m.sign.submit);
  await expectReview(page, /Send 0\.5 ETH to Landlady \(0x/);
  const programmatic = m.assess.rules['machine-like-input']({ how: 'programmatic' });
  await expect(page.getByText(programmatic)).toHaveCount(0);
  await decline(page);
});
