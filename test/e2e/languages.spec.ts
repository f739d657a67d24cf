// Both languages, complete, chosen by a person and kept.
import { expect, test } from '../helpers/app-fixture.ts';
import { expectVerified, goTo, languages, SCREENS } from './person.ts';

test.describe('on a Chinese system', () => {
  test.use({ locale: 'zh-CN' });

  test('the app speaks Chinese from the start', async ({ page }) => {
    const m = languages['zh-CN'];
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expectVerified(page, m);
    for (const screen of SCREENS) await goTo(page, screen, m);
  });
});

test('a language that is chosen is kept over a reload', async ({ page }) => {
  const { en, 'zh-CN': zh } = languages;
  await expectVerified(page);
  await page.getByRole('button', { name: en.app.language }).click();
  await page.getByRole('option', { name: '简体中文' }).click();
  await expect(page.getByRole('heading', { level: 1, name: zh.wallets.title })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: zh.wallets.title })).toBeVisible();
  await expectVerified(page, zh);
});

test('a theme that is chosen changes the colours and is kept over a reload', async ({ page }) => {
  const { en } = languages;
  const background = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
  await page.getByRole('radio', { name: en.app.themeLight }).click({ force: true });
  const light = await background();
  await page.getByRole('radio', { name: en.app.themeDark }).click({ force: true });
  await expect.poll(background).not.toBe(light);
  await page.reload();
  await expect(page.getByRole('radio', { name: en.app.themeDark })).toBeChecked();
});
