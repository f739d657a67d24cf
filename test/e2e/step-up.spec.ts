// What needs more than being logged in: the question says for what and why, takes only right proofs, and whoever
// cancels it has changed nothing.
import { en as m } from '../../renderer/i18n/en.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { lock, PASSWORD, proveTwice, unlock } from './owner.ts';
import { expectVerified, goTo, RECIPIENT } from './person.ts';
import { close } from './scene.ts';
import { expectDone, openSection, press } from './security-screen.ts';
import { approve, askForTransfer, decline, expectReview, expectSigned } from './sign-screen.ts';
import { teePid } from './tee-process.ts';
import { askToRemove, createWallet } from './wallet-screen.ts';

const WALLET = 'Household';
const NEW_PASSWORD = 'another good phrase';
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
  await askToRemove(page, WALLET);
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

/** As a program fills it in, with data for a contract that nobody knows. */
async function reviewRiskyCall(page: Page): Promise<void> {
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  await createWallet(page, WALLET);
  await goTo(page, 'sign');
  await field(m.assess.recipient).fill(RECIPIENT);
  await field(m.assess.amount).fill('0.5');
  await page.getByRole('textbox', { name: m.sign.data }).fill('0x12345678');
  await press(page, m.sign.submit);
  await expectReview(page, m.decoded.says.blindCall({ to: RECIPIENT }));
}

test('a risky signature says why two proofs are wanted, is not made without them, and is with them', async ({
  page,
  kept,
}) => {
  await reviewRiskyCall(page);
  await expect(page.getByText(m.sign.needed.Maximum, { exact: true })).toBeVisible();
  await approve(page);
  const why = question(page).getByRole('region', { name: m.stepUp.why });
  await expect(why).toContainText(m.assess.rules['machine-like-input']({ how: 'programmatic' }));
  await expect(why).toContainText(m.assess.rules['blind-signature']());
  await expect(
    question(page).getByText(m.stepUp.operation(m.stepUp.operations.SIGN_TRANSACTION)),
  ).toBeVisible();
  await question(page).getByRole('button', { name: m.trace.open }).click();
  await expect(
    question(page).getByRole('listitem').filter({ hasText: m.trace.checks['required-level'] }).last(),
  ).toContainText(m.trace.outcomes.deny);
  await close(page, 'dialog');
  await expect(page.getByText(m.sign.signedTitle, { exact: true })).toHaveCount(0);
  await approve(page);
  await proveTwice(page, kept);
  await expectSigned(page);
});

test('no proof helps where the risk is too high, so there is nothing to approve', async ({ page }) => {
  await createWallet(page, WALLET);
  await askForTransfer(page, { amount: '0.5', recipient: ZERO_ADDRESS });
  await expectReview(page, /0\.5 ETH/);
  await expect(page.getByText(m.decoded.flags['zero-address'])).toBeVisible();
  await expect(page.getByText(m.sign.needed.Denied, { exact: true })).toBeVisible();
  await expect(page.getByText(m.sign.deniedLevel)).toBeVisible();
  await expect(page.getByRole('button', { name: m.sign.approve })).toHaveCount(0);
  await decline(page);
  await expect(page.getByRole('textbox', { name: m.assess.amount, exact: true })).toHaveValue('0.5');
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
