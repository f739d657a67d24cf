// That axe sees what it should, the form by keyboard alone, and a window at 200 %. axe itself looks at every state in
// screenshots.spec.ts and rare-states.spec.ts.
import { expect, test } from '../helpers/app-fixture.ts';
import { violations } from './axe.ts';
import { tabTo, travel } from './by-keyboard.ts';
import { expectVerified, fillIn, goTo, languages, RECIPIENT, SCREENS, typeByHand } from './person.ts';
import { askFor, askForTransfer } from './sign-screen.ts';
import { importPhrase } from './wallet-screen.ts';

test('axe would notice: an image without a name is found', async ({ page }) => {
  await expectVerified(page);
  await page.evaluate("document.querySelector('main').append(document.createElement('img'))");
  expect(JSON.stringify(await violations(page))).toContain('image-alt');
});

test('a payment can be assessed without a pointer', async ({ page }) => {
  const m = languages.en;
  await expectVerified(page);
  await travel(page, 'assess');
  await tabTo(page, page.getByText(m.app.skipToContent), 'Shift+Tab');
  await page.keyboard.press('Enter');
  for (const [field, text] of [
    [m.assess.recipient, RECIPIENT],
    [m.assess.amount, '0.5'],
  ] as const) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('textbox', { name: field, exact: true })).toBeFocused();
    await typeByHand(page, text);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByText(m.assess.verified, { exact: true })).toBeVisible();
});

test.describe('at 200 %', () => {
  test('nothing is cut off sideways', async ({ page }) => {
    await expectVerified(page);
    // Half the width at the same text size is what 200 % zoom is to a layout.
    await page.setViewportSize({ width: 590, height: 410 });
    for (const screen of SCREENS) {
      await goTo(page, screen);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow, screen).toBe(0);
    }
  });

  test('the answer comes into view, though it stands below the form', async ({ page }) => {
    await expectVerified(page);
    await page.setViewportSize({ width: 590, height: 410 });
    await fillIn(page, { amount: '0.5' });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: languages.en.assess.resultTitle })).toBeInViewport();
  });

  test('a review comes into view, and so does a refusal of one', async ({ page }) => {
    const { reasons, sign } = languages.en;
    await expectVerified(page);
    await importPhrase(page, 'Household');
    await page.setViewportSize({ width: 590, height: 410 });
    // An unsigned transaction of before EIP-155: nonce, gas price, gas limit, recipient, value, data.
    await askFor(page, 'paste', `0xdc800182520894${'11'.repeat(20)}8080`);
    await expect(page.getByText(reasons['chain-id-missing'].what, { exact: true })).toBeInViewport();
    await askForTransfer(page, { amount: '0.5' });
    await expect(page.getByRole('heading', { name: /^Send 0\.5 ETH/ })).toBeInViewport();
    await expect(page.getByRole('button', { name: sign.decline, exact: true })).toBeEnabled();
  });
});
