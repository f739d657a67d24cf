// What needs more than being logged in: the question says for what and why, takes only right proofs, and whoever
// cancels it has changed nothing.
import { en as m } from '../../renderer/i18n/en.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { lock, PASSWORD, proveTwice, unlock } from './owner.ts';
import { expectVerified, fillIn, goTo, RECIPIENT } from './person.ts';
import { close } from './scene.ts';
import { createWallet, expectDone, openSection, press } from './security-screen.ts';
import { teePid } from './tee-process.ts';

const WALLET = 'Household';
const NEW_PASSWORD = 'another good phrase';
/** More than are usual within a minute. */
const BURST = 6;
const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;

const question = (page: Page) => page.getByRole('dialog', { name: m.stepUp.titles.Maximum });

async function openPasswordForm(page: Page): Promise<void> {
  await openSection(page, 'signIn');
  await press(page, m.security.signIn.changePassword);
  await page.getByLabel(m.account.newPassword).fill(NEW_PASSWORD);
  await page.getByLabel(m.account.repeat).fill(NEW_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(question(page)).toBeVisible();
}

test('denied, asked for two proofs, wrong, right, done', async ({ page, kept }) => {
  await openPasswordForm(page);
  const dialog = question(page);
  const password = dialog.getByLabel(m.account.password, { exact: true });
  const code = dialog.getByRole('textbox', { name: m.account.code });
  const confirm = dialog.getByRole('button', { name: m.stepUp.confirm, exact: true });
  await expect(dialog.getByText(m.stepUp.operation(m.stepUp.operations.CHANGE_PASSWORD))).toBeVisible();
  await expect(dialog.getByText(m.stepUp.lead.Maximum)).toBeVisible();
  await expect(password).toBeFocused();

  await confirm.click();
  await expect(dialog.getByText(m.account.errors.passwordEmpty)).toBeVisible();
  await expect(dialog.getByText(m.account.errors.codeForm)).toBeVisible();

  await password.fill(PASSWORD);
  await code.fill('000000');
  await confirm.click();
  await expect(dialog.getByText(m.reasons['wrong-proof'].what)).toBeVisible();
  await expect(dialog.getByText(m.reasons['wrong-proof'].todo)).toBeVisible();
  await expect(password).toHaveValue('');
  await expect(code).toHaveValue('');
  await expect(password).toBeFocused();

  await password.fill(PASSWORD);
  await code.fill(kept.nextCode());
  await confirm.click();
  await expect(dialog).toHaveCount(0);
  await expectDone(page, m.security.done.CHANGE_PASSWORD);

  await lock(page);
  await unlock(page, PASSWORD);
  await expect(page.getByText(m.reasons['wrong-proof'].what).first()).toBeVisible();
  await unlock(page, NEW_PASSWORD);
  await expect(page.getByRole('button', { name: m.account.lock, exact: true })).toBeVisible();
});

for (const leave of ['Escape', 'button'] as const) {
  test(`cancelled by ${leave}: nothing was changed, and what was typed is still there`, async ({ page }) => {
    await openPasswordForm(page);
    const cancel = question(page).getByRole('button', { name: m.common.cancel, exact: true });
    await expect(question(page).and(page.locator(':focus-within'))).toHaveCount(1);
    if (leave === 'Escape') await page.keyboard.press('Escape');
    else await cancel.click();
    await expect(question(page)).toHaveCount(0);
    await expect(page.getByLabel(m.account.newPassword)).toHaveValue(NEW_PASSWORD);
    await expect(page.getByText(m.security.done.CHANGE_PASSWORD)).toHaveCount(0);
    await close(page, 'dialog');
    await lock(page);
    await unlock(page, PASSWORD);
    await expect(page.getByRole('button', { name: m.account.lock, exact: true })).toBeVisible();
  });
}

test('a one-time code works once: the same one is not taken again', async ({ page, kept }) => {
  const code = kept.nextCode();
  await createWallet(page, WALLET);
  await press(page, m.security.wallets.remove);
  await press(page, m.security.wallets.removeConfirm);
  const answer = async (): Promise<void> => {
    await question(page).getByLabel(m.account.password, { exact: true }).fill(PASSWORD);
    await question(page).getByRole('textbox', { name: m.account.code }).fill(code);
    await question(page).getByRole('button', { name: m.stepUp.confirm, exact: true }).click();
  };
  await answer();
  await expectDone(page, m.security.done.DELETE_WALLET);
  await openPasswordForm(page);
  await answer();
  await expect(question(page).getByText(m.reasons['wrong-proof'].what)).toBeVisible();
});

/** As a program fills it in, and asks again and again: both count. */
async function assessLikeAMachine(page: Page, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    await fillAmount(page);
    await press(page, m.assess.submit);
    await expect(page.getByRole('button', { name: m.assess.submit, exact: true })).toBeEnabled();
  }
  await expect(page.getByText(m.assess.levels.Maximum.name, { exact: true })).toBeVisible();
}

async function fillAmount(page: Page): Promise<void> {
  const amount = page.getByRole('textbox', { name: m.assess.amount, exact: true });
  await amount.fill('');
  await amount.fill('0.5');
}

test('a risky payment says why two proofs are wanted, and is authorized with them', async ({
  page,
  kept,
}) => {
  await createWallet(page, WALLET);
  await goTo(page, 'assess');
  await page.getByRole('textbox', { name: m.assess.recipient, exact: true }).fill(RECIPIENT);
  await assessLikeAMachine(page, BURST);
  await page.getByRole('button', { name: m.assess.wallet }).click();
  await page.getByRole('option', { name: WALLET, exact: true }).click();
  await fillAmount(page);
  await press(page, m.assess.authorize);
  const why = question(page).getByRole('region', { name: m.stepUp.why });
  await expect(why).toContainText(m.assess.rules['machine-like-input']({ how: 'programmatic' }));
  await expect(
    question(page).getByText(m.stepUp.operation(m.stepUp.operations.AUTHORIZE_PAYMENT)),
  ).toBeVisible();
  await question(page).getByRole('button', { name: m.trace.open }).click();
  await expect(
    question(page).getByRole('listitem').filter({ hasText: m.trace.checks['required-level'] }).last(),
  ).toContainText(m.trace.outcomes.deny);
  await proveTwice(page, kept);
  await expect(page.getByText(m.assess.allowedTitle(WALLET), { exact: true })).toBeVisible();
  await expect(page.getByText(m.assess.conditions['two-factors-shown'])).toBeVisible();
});

test('no proof helps where the risk is too high, so none is asked for', async ({ page }) => {
  await createWallet(page, WALLET);
  await goTo(page, 'assess');
  await page.getByRole('button', { name: m.assess.wallet }).click();
  await page.getByRole('option', { name: WALLET, exact: true }).click();
  await fillIn(page, { amount: '0.5', recipient: ZERO_ADDRESS });
  await press(page, m.assess.authorize);
  await expect(page.getByText(m.reasons['risk-too-high'].what, { exact: true })).toBeVisible();
  await expect(question(page)).toHaveCount(0);
});

test('a TEE that dies under the question: unlock again, and the question and its form are still there', async ({
  app,
  page,
  kept,
}) => {
  await openPasswordForm(page);
  process.kill(await teePid(app), 'SIGKILL');
  await expect(page.getByRole('heading', { level: 1, name: m.unlock.title })).toBeVisible();
  await expectVerified(page);
  await unlock(page);
  await proveTwice(page, kept);
  await expectDone(page, m.security.done.CHANGE_PASSWORD);
});
