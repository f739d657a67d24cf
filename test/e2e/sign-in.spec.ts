// A person's own factors on the Security screen: each is replaced or removed with two proofs, and the old ones are worth
// nothing afterwards.
import { en as m } from '../../renderer/i18n/en.ts';
import { ENROLMENT_SAMPLES, TYPING_PHRASE } from '../../tee-sim/protocol/factors.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { fromBase32 } from '../helpers/test-user.ts';
import { confirm, Keepsakes, PASSWORD, proveTwice } from './owner.ts';
import { typeByHand } from './person.ts';
import { close } from './scene.ts';
import { expectDone, openSection, press } from './security-screen.ts';

const { signIn, done } = m.security;

const item = (page: Page, about: string) =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: about });

test('authenticator app and recovery codes are replaced, and the old ones are void', async ({
  page,
  kept,
}) => {
  await openSection(page, 'signIn');
  await expect(item(page, signIn.about['recovery-code'])).toContainText(signIn.codesLeft(8, '8'));
  await press(page, signIn.replaceCode);
  const form = page.getByRole('dialog', { name: signIn.codeTitle });
  const shown = form.getByText(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  const fresh = new Keepsakes();
  fresh.secret = fromBase32((await shown.innerText()).replaceAll(' ', ''));
  fresh.codes = await form
    .getByRole('list', { name: m.registration.codesLabel })
    .getByRole('listitem')
    .allTextContents();
  expect(fresh.codes).toHaveLength(8);
  expect(fresh.codes.filter((code) => kept.codes.includes(code))).toEqual([]);
  const submit = form.getByRole('button', { name: signIn.codeSubmit, exact: true });
  await form.getByRole('textbox', { name: m.account.code }).fill(fresh.nextCode());
  await expect(submit).toBeDisabled();
  await form.getByText(m.registration.written).click();
  await submit.click();
  await proveTwice(page, kept);
  await expectDone(page, done.REPLACE_ONE_TIME_CODE);
  await expect(item(page, signIn.about['recovery-code'])).toContainText(signIn.codesLeft(8, '8'));

  await press(page, signIn.changePassword);
  await page.getByLabel(m.account.newPassword).fill('another good phrase');
  await page.getByLabel(m.account.repeat).fill('another good phrase');
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog', { name: m.stepUp.titles.Maximum });
  await confirm(page, { password: PASSWORD, code: kept.nextCode() });
  await expect(question.getByText(m.reasons['wrong-proof'].what)).toBeVisible();
  await confirm(page, { password: PASSWORD, code: fresh.nextCode() });
  await expectDone(page, done.CHANGE_PASSWORD);
});

test('a wrong code of the new app replaces nothing', async ({ page, kept }) => {
  await openSection(page, 'signIn');
  await press(page, signIn.replaceCode);
  const form = page.getByRole('dialog', { name: signIn.codeTitle });
  await form.getByText(m.registration.written).click();
  const submit = form.getByRole('button', { name: signIn.codeSubmit, exact: true });
  await submit.click();
  await expect(form.getByText(m.account.errors.codeForm)).toBeVisible();
  await form.getByRole('textbox', { name: m.account.code }).fill(kept.nextCode());
  await submit.click();
  await proveTwice(page, kept);
  await expect(form.getByText(m.reasons['wrong-proof'].what)).toBeVisible();
  await close(page, 'dialog');
  await expect(page.getByText(done.REPLACE_ONE_TIME_CODE)).toHaveCount(0);
});

test('recognition by typing is set up by typing alone, and removed', async ({ page, kept }) => {
  await openSection(page, 'signIn');
  await press(page, signIn.enrolTyping);
  const form = page.getByRole('dialog', { name: signIn.typingTitle });
  await expect(form.getByRole('textbox', { name: m.typing.phrase })).toBeFocused();
  for (let heard = 0; heard < ENROLMENT_SAMPLES; heard += 1) {
    await expect(form.getByText(m.typing.heard(String(heard), String(ENROLMENT_SAMPLES)))).toBeVisible();
    await typeByHand(page, TYPING_PHRASE);
  }
  await form.getByRole('button', { name: signIn.typingSubmit, exact: true }).click();
  await proveTwice(page, kept);
  await expectDone(page, done.ENROL_TYPING);
  const typing = item(page, signIn.about.typing);
  await typing.getByRole('button', { name: signIn.remove, exact: true }).click();
  await press(page, signIn.removeConfirm);
  await proveTwice(page, kept);
  await expectDone(page, done.REMOVE_FACTOR);
  await expect(typing).toContainText(signIn.notEnrolled);
});
