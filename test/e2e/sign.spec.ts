// Approving and declining: what a review that ended needs, and what the keyboard reaches first.
import { en as m } from '../../renderer/i18n/en.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { hasFocus, MAX_STOPS, tabTo } from './by-keyboard.ts';
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
  paste,
} from './sign-screen.ts';
import { importPhrase } from './wallet-screen.ts';

const WALLET = 'Household';
/** USDC's `approve` of everything: what a review has most to say of. */
const UNLIMITED = JSON.stringify({
  chainId: 1,
  nonce: 7,
  gas: 90_000,
  to: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
  value: '0',
  data: `0x095ea7b3${RECIPIENT.slice(2).toLowerCase().padStart(64, '0')}${'f'.repeat(64)}`,
  maxFeePerGas: '30000000000',
  maxPriorityFeePerGas: '1000000000',
});

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
  await tabTo(page, named(page, m.sign.decline));
  await page.keyboard.press('Tab');
  await expect(named(page, m.sign.approve)).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: m.assess.amount, exact: true })).toHaveValue('0.5');
});

/** In the page: how far the focused element lies behind the buttons that stay within reach, in CSS px. */
const BEHIND = `(() => {
  const bar = document.querySelector('.approve-bar');
  const isOwn = bar.contains(document.activeElement) || !document.activeElement.closest('.review');
  return isOwn ? 0 : Math.max(0, document.activeElement.getBoundingClientRect().bottom - bar.getBoundingClientRect().top);
})()`;

for (const [width, height] of [
  [1_280, 800],
  [800, 600],
  [640, 400],
] as const) {
  test(`a long review in ${width} × ${height}: its buttons stay within reach, and all of it is seen first`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await askFor(page, 'paste', UNLIMITED);
    await expectReview(page, /USDC/);
    const approval = named(page, m.sign.approve);
    await expect(named(page, m.sign.decline)).toBeInViewport({ ratio: 1 });
    await expect(approval).toBeInViewport({ ratio: 1 });
    await expect(page.getByText(m.sign.approveUnseen)).toBeVisible();
    await expect(approval).toHaveAttribute('aria-disabled', 'true');
    await page.mouse.move(width / 2, height / 2);
    await page.mouse.wheel(0, 5_000);
    await expect(page.getByText(m.sign.approveUnseen)).toHaveCount(0);
    await expect(approval).not.toHaveAttribute('aria-disabled', 'true');
    // Read once, it stays so; and what the keyboard reaches is never behind the buttons.
    await page.getByRole('heading', { name: /USDC/ }).focus();
    for (let stops = 0; stops < MAX_STOPS; stops += 1) {
      expect(await page.evaluate<number>(BEHIND)).toBe(0);
      if (await hasFocus(page, approval)) break;
      await page.keyboard.press('Tab');
    }
    await expect(approval).toBeFocused();
    await expect(approval).not.toHaveAttribute('aria-disabled', 'true');
  });
}

test('pressing before it was seen shows the rest, and approves nothing', async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 600 });
  await askFor(page, 'paste', UNLIMITED);
  await expectReview(page, /USDC/);
  const approval = named(page, m.sign.approve);
  await expect(approval).toHaveAttribute('aria-disabled', 'true');
  await approval.click({ force: true });
  await expect(page.getByText(m.sign.approveUnseen)).toHaveCount(0);
  await expect(approval).not.toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('what a program filled in counts as such until all of it is typed over', async ({ page }) => {
  const main = page.getByRole('main');
  const entry = (how: keyof typeof m.assess.features.entries) =>
    main.getByText(m.assess.features.entries[how], { exact: true });
  await goTo(page, 'sign');
  await main.getByRole('textbox', { name: m.assess.recipient, exact: true }).fill(RECIPIENT);
  await main.getByRole('textbox', { name: m.assess.amount, exact: true }).fill('0.5');
  await press(page, m.sign.submit);
  await expect(entry('programmatic')).toHaveCount(2);
  await decline(page);
  await askForTransfer(page, { amount: '0.5' });
  await expect(entry('typed')).toHaveCount(2);
  await decline(page);
  await paste(page, main.getByRole('textbox', { name: m.assess.recipient, exact: true }), RECIPIENT);
  await press(page, m.sign.submit);
  await expect(entry('pasted')).toHaveCount(1);
  await expect(entry('typed')).toHaveCount(1);
});
