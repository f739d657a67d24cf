// That axe sees what it should, the form by keyboard alone, and a window at 200 %. axe itself looks at every state in
// screenshots.spec.ts and rare-states.spec.ts.
import { expect, test } from '../helpers/app-fixture.ts';
import { violations } from './axe.ts';
import { expectVerified, fillIn, goTo, languages, RECIPIENT, typeByHand } from './person.ts';
import { createWallet } from './security-screen.ts';

test('axe would notice: an image without a name is found', async ({ page }) => {
  await expectVerified(page);
  await page.evaluate("document.querySelector('main').append(document.createElement('img'))");
  expect(JSON.stringify(await violations(page))).toContain('image-alt');
});

test('a payment can be assessed without a pointer', async ({ page }) => {
  const m = languages.en;
  await expectVerified(page);
  await page.keyboard.press('Tab');
  await expect(page.getByText(m.app.skipToContent)).toBeFocused();
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
    for (const screen of ['assess', 'activity', 'trusted', 'security'] as const) {
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

  test('a denial comes into view, too', async ({ page }) => {
    const { assess, reasons } = languages.en;
    await expectVerified(page);
    await createWallet(page, 'Household');
    await goTo(page, 'assess');
    await page.setViewportSize({ width: 590, height: 410 });
    await page.getByRole('button', { name: assess.wallet }).click();
    await page.getByRole('option', { name: 'Household', exact: true }).click();
    await fillIn(page, { amount: '0.5', recipient: `0x${'0'.repeat(40)}` });
    await page.keyboard.press('Enter');
    await expect(page.getByText(reasons['risk-too-high'].what, { exact: true })).toBeInViewport();
  });
});
