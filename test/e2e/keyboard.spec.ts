// A person without a pointer: everything is reached by Tab, done by Enter, Space, arrows and Escape, and it is always
// visible where the keyboard is. Nothing here clicks, focuses or fills by program.
import { en } from '../../renderer/i18n/en.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import {
  button,
  expectFocusSeen,
  expectOpen,
  FOCUS_RING,
  hasFocus,
  MAX_STOPS,
  press,
  tabTo,
  travel,
} from './by-keyboard.ts';
import { expectVerified, RECIPIENT, typeByHand } from './person.ts';

async function assessByKeys(page: Page): Promise<void> {
  await expectVerified(page);
  await travel(page, 'assess');
  for (const [name, text] of [
    [en.assess.recipient, RECIPIENT],
    [en.assess.amount, '0.5'],
    [en.assess.note, 'rent'],
  ] as const) {
    await tabTo(page, page.getByRole('form').getByRole('textbox', { name }));
    await typeByHand(page, text);
  }
  await press(page, en.assess.submit);
  await expect(page.getByText(en.assess.verified, { exact: true })).toBeVisible();
  await expect(page.getByRole('meter', { name: en.assess.scoreLabel })).toBeVisible();
}

test('a payment is assessed, and a field gone by is reached backwards', async ({ page }) => {
  await assessByKeys(page);
  await expectFocusSeen(page, button(page, en.assess.submit));
  const note = page.getByRole('textbox', { name: en.assess.note });
  await tabTo(page, note, 'Shift+Tab');
  await tabTo(page, page.getByRole('textbox', { name: en.assess.amount, exact: true }), 'Shift+Tab');
});

test('would notice a place of the keyboard that is not to be seen', async ({ page }) => {
  await expectVerified(page);
  await travel(page, 'assess');
  await tabTo(page, page.getByRole('textbox', { name: en.assess.recipient, exact: true }));
  expect(await page.evaluate(FOCUS_RING)).toBe(true);
  await page.evaluate("document.activeElement.style.outline = 'none'");
  expect(await page.evaluate(FOCUS_RING)).toBe(false);
});

test('the log is verified, filtered, opened, kept and exported', async ({ page }) => {
  const { activity, log } = en;
  const row = page.getByRole('row', { name: log.kinds.assessment }).first();
  await assessByKeys(page);
  await travel(page, 'activity');

  await test.step('verify', async () => {
    await press(page, activity.verifyNow);
    await expect(page.getByRole('main').getByText(activity.verified, { exact: true })).toBeVisible();
    await expectFocusSeen(page, button(page, activity.verifyNow));
  });

  await test.step('filter by kind, and clear', async () => {
    const filter = page.getByRole('search', { name: activity.search.label });
    const kind = filter.getByRole('button', { name: log.kind });
    await tabTo(page, kind);
    await page.keyboard.press('Space');
    const option = page.getByRole('option', { name: log.kinds.assessment, exact: true });
    await expect(option).toBeVisible();
    for (let steps = 0; !(await hasFocus(page, option)); steps += 1) {
      expect(steps).toBeLessThan(MAX_STOPS);
      await page.keyboard.press('ArrowDown');
    }
    await expectFocusSeen(page, option);
    await page.keyboard.press('Enter');
    await expect(page.getByText(activity.search.found(1, '1'), { exact: true }).first()).toBeVisible();
    await expectFocusSeen(page, kind);
    await press(page, activity.search.clear, 'Space');
    await expect(page.getByRole('grid', { name: activity.listLabel })).toBeVisible();
    await expect(kind).toContainText(activity.search.anyKind);
  });

  await test.step('open an entry, and come back to its row', async () => {
    // The list is one stop; arrows find the entry in it.
    await tabTo(page, page.getByRole('grid').locator('[role=row][tabindex="0"]'));
    await page.keyboard.press('Home');
    for (let steps = 0; !(await hasFocus(page, row)); steps += 1) {
      expect(steps).toBeLessThan(MAX_STOPS);
      await page.keyboard.press('ArrowDown');
    }
    await expectFocusSeen(page, row);
    await page.keyboard.press('Enter');
    await expect(page.getByText(activity.detailLead)).toBeVisible();
    await expectOpen(page, page.getByRole('dialog'));
    await expect(page.getByRole('dialog').getByText(RECIPIENT, { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expectFocusSeen(page, row);
  });

  await test.step('ask for the erasure, and cancel', async () => {
    await page.keyboard.press('Space');
    await expectOpen(page, page.getByRole('dialog'));
    await press(page, activity.erase);
    const question = page.getByRole('alertdialog', { name: activity.eraseTitle });
    await expectOpen(page, question);
    await tabTo(page, question.getByRole('button', { name: en.common.cancel, exact: true }));
    await page.keyboard.press('Enter');
    await expect(question).toHaveCount(0);
    await expectFocusSeen(page, button(page, activity.erase));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expectFocusSeen(page, row);
    await expect(page.getByRole('row', { name: log.kinds.erasure })).toHaveCount(0);
  });

  await test.step('ask for the export, and cancel', async () => {
    const open = button(page, activity.export.open);
    await tabTo(page, open, 'Shift+Tab');
    const dialog = page.getByRole('dialog', { name: activity.export.title });
    for (const leave of ['Escape', 'button'] as const) {
      await page.keyboard.press('Enter');
      await expectOpen(page, dialog);
      if (leave === 'Escape') await page.keyboard.press('Escape');
      else await press(page, en.common.close);
      await expect(dialog).toHaveCount(0);
      await expectFocusSeen(page, open);
    }
  });
});

test('the TEE is verified again, and what the app says of itself is opened and closed', async ({ page }) => {
  await expectVerified(page);
  await travel(page, 'trusted');
  await press(page, en.trusted.verifyAgain, 'Space');
  await expect(page.getByText(en.trusted.verifiedText)).toBeVisible();
  await expectVerified(page);
  await expectFocusSeen(page, button(page, en.trusted.verifyAgain));
  for (const [name, text] of [
    [en.app.about, en.app.aboutText],
    [en.app.shortcuts, en.app.shortcutMove],
  ] as const) {
    await tabTo(page, button(page, name), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name }).getByText(text)).toBeVisible();
    await expectOpen(page, page.getByRole('dialog', { name }));
    await press(page, en.common.close, 'Space');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expectFocusSeen(page, button(page, name));
    await page.keyboard.press('Space');
    await expectOpen(page, page.getByRole('dialog', { name }));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expectFocusSeen(page, button(page, name));
  }
});
