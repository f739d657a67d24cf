// The step's promise: a payment typed by hand is sealed, assessed, stored, answered and verified.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../helpers/app-fixture.ts';
import { assess, expectVerified, fillIn, goTo, type LanguageTag, languages, RECIPIENT } from './person.ts';

const NOTE = 'for the blue bicycle';

for (const tag of Object.keys(languages) as LanguageTag[]) {
  const m = languages[tag];

  test.describe(`in ${tag}`, () => {
    test.use({ locale: tag });

    test('an assessment typed by hand is answered, verified, logged, and decrypted on demand', async ({
      page,
    }) => {
      await expectVerified(page, m);
      await assess(page, { amount: '1.5', note: NOTE }, m);

      await expect(page.getByRole('meter', { name: m.assess.scoreLabel })).toBeVisible();
      await expect(page.getByText(m.assess.rules['first-payment-to-address']())).toBeVisible();
      // What was sent, and through which steps.
      await expect(page.getByRole('heading', { name: m.assess.sentTitle })).toBeVisible();
      await expect(page.getByRole('heading', { name: m.assess.happenedTitle })).toBeVisible();

      await goTo(page, 'activity', m);
      const row = page.getByRole('row', { name: m.log.kinds.assessment }).first();
      await expect(row).toBeVisible();
      await expect(page.getByRole('main')).not.toContainText(NOTE);
      await row.focus();
      await page.keyboard.press('Enter');
      const panel = page.getByRole('dialog').or(page.getByRole('complementary')).or(page.getByRole('region'));
      await expect(panel.filter({ hasText: m.activity.detailLead }).first()).toContainText(NOTE);
    });
  });
}

test('what lies on disk holds nothing of the payment in the clear', async ({ page, userData }) => {
  await expectVerified(page);
  await assess(page, { amount: '1.5', note: NOTE });
  const folder = path.join(userData, 'app');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.map(({ name }) => name)).toContain('airaccount.db');
  for (const { parentPath, name } of files) {
    const text = readFileSync(path.join(parentPath, name)).toString('latin1');
    for (const secret of [NOTE, RECIPIENT, RECIPIENT.toLowerCase().slice(2)])
      expect(text, name).not.toContain(secret);
  }
});

test('a form that cannot be right is explained field by field and sends nothing', async ({ page }) => {
  const m = languages.en;
  await expectVerified(page);
  const oneLetterOff = RECIPIENT.replace(/[a-f]/, (letter) => letter.toUpperCase());
  await fillIn(page, { recipient: oneLetterOff, amount: '1,5' });
  await page.keyboard.press('Enter');
  await expect(page.getByText(m.assess.errors.recipientChecksum)).toBeVisible();
  await expect(page.getByText(m.assess.errors.amountComma)).toBeVisible();
  await expect(page.getByRole('textbox', { name: m.assess.recipient, exact: true })).toBeFocused();
  await goTo(page, 'activity');
  await expect(page.getByRole('row', { name: m.log.kinds.boot }).first()).toBeVisible();
  await expect(page.getByRole('row', { name: m.log.kinds.assessment })).toHaveCount(0);
});
