// Pictures of what people and their rights look like: setting up, unlocking, proving, security, limits, traces; in
// both themes and languages, none wider than its window, nothing for axe to find in any.
import { defaultPolicy } from '../../tee-sim/protocol/policy.ts';
import { expect, test } from '../helpers/app-fixture.ts';
import {
  changePerson,
  enterCode,
  enterPerson,
  Keepsakes,
  lock,
  type Person,
  repeatWords,
  unlock,
  writeDown,
} from './owner.ts';
import { goTo, type LanguageTag, languages } from './person.ts';
import { close, openScene, type Scene } from './scene.ts';
import { addPerson, giveAccess, openSection, press } from './security-screen.ts';
import { approve, askForTransfer, expectSigned, signAnother } from './sign-screen.ts';
import { createWallet, openWallet } from './wallet-screen.ts';

const GRACE: Person = { name: 'Grace', password: 'a phrase of her own' };
const WALLET = 'Household';

async function firstRunStates({ page, m, shoot }: Scene): Promise<void> {
  const kept = new Keepsakes();
  const { registration } = m;
  await expect(page.getByRole('heading', { level: 1, name: m.welcome.title })).toBeVisible();
  await shoot('first-run-person', 'small');
  await press(page, registration.next);
  await expect(page.getByText(m.account.errors.nameEmpty)).toBeVisible();
  await shoot('first-run-person-errors');
  await enterPerson(page, m);
  await expect(page.getByRole('list', { name: registration.codesLabel })).toBeVisible();
  await shoot('first-run-words', 'small');
  await writeDown(page, kept, m);
  await press(page, registration.next);
  await expect(page.getByText(m.account.errors.wordEmpty).first()).toBeVisible();
  await shoot('first-run-check-errors', 'small');
  await repeatWords(page, kept, m);
  await expect(page.getByText(registration.typingLead)).toBeVisible();
  await shoot('first-run-typing', 'small');
  await press(page, registration.typingSkip);
  await expect(page.getByRole('img', { name: registration.qrLabel })).toBeVisible();
  await shoot('first-run-code', 'small');
  await enterCode(page, kept, m);
  await expect(page.getByRole('button', { name: m.account.lock, exact: true })).toBeVisible();
}

async function unlockStates({ page, m, shoot }: Scene): Promise<void> {
  await lock(page, m);
  await shoot('unlock', 'small');
  const { failuresBeforeLockout } = defaultPolicy.userAuthentication;
  for (let i = 0; i <= failuresBeforeLockout; i += 1) {
    await unlock(page, 'wrong', m);
    await expect(page.getByLabel(m.account.password, { exact: true })).toHaveValue('');
    await expect(page.getByRole('button', { name: m.unlock.submit, exact: true })).toBeEnabled();
    if (i === 0) await shoot('unlock-wrong', 'small');
  }
  await expect(page.getByText(m.reasons['locked-out'].what).first()).toBeVisible();
  await shoot('unlock-locked-out', 'small');
  await press(page, m.unlock.forgot);
  await expect(page.getByText(m.unlock.recoverLead)).toBeVisible();
  await press(page, m.unlock.recover);
  await expect(page.getByText(m.account.errors.wordsForm)).toBeVisible();
  await shoot('unlock-forgotten', 'small');
}

async function signInStates({ page, m, shoot }: Scene): Promise<void> {
  await openSection(page, 'signIn', m);
  await expect(page.getByText(m.security.signIn.about.password)).toBeVisible();
  await shoot('security-sign-in', 'small');
  await press(page, m.security.signIn.changePassword);
  await page.getByLabel(m.account.newPassword).fill('another good phrase');
  await page.getByLabel(m.account.repeat).fill('another good phrase');
  await shoot('security-password');
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog', { name: m.stepUp.titles.Maximum });
  await expect(question).toBeVisible();
  await shoot('step-up', 'small');
  await question.getByLabel(m.account.password, { exact: true }).fill('wrong');
  await question.getByRole('textbox', { name: m.account.code }).fill('000000');
  await question.getByRole('button', { name: m.stepUp.confirm, exact: true }).click();
  await expect(question.getByText(m.reasons['wrong-proof'].what)).toBeVisible();
  await shoot('step-up-wrong', 'small');
  await question.getByRole('button', { name: m.common.cancel, exact: true }).click();
  await expect(question).toHaveCount(0);
  await close(page, 'dialog');
  await press(page, m.security.signIn.replaceCode);
  await expect(page.getByRole('img', { name: m.registration.qrLabel })).toBeVisible();
  await shoot('security-code', 'small');
  await close(page, 'dialog');
  await openSection(page, 'sessions', m);
  await expect(page.getByText(m.security.sessions.current)).toBeVisible();
  await shoot('security-sessions');
}

async function clientStates({ page, m, shoot }: Scene): Promise<void> {
  const { clients } = m.security;
  await openSection(page, 'clients', m);
  await expect(page.getByText(clients.current)).toBeVisible();
  await shoot('security-clients', 'small');
  await press(page, clients.register);
  await page.getByRole('textbox', { name: clients.clientId }).fill('x');
  await expect(page.getByText(clients.digestForm)).toBeVisible();
  await shoot('security-client-form', 'small');
  await close(page, 'dialog');
}

async function peopleStates({ page, m, shoot }: Scene, kept: Keepsakes): Promise<void> {
  const { people, wallets } = m.security;
  await openSection(page, 'people', m);
  await press(page, people.register);
  await expect(page.getByRole('textbox', { name: m.account.name })).toBeVisible();
  await shoot('security-people-form', 'small');
  await press(page, m.common.cancel);
  await addPerson(page, GRACE, m);
  await shoot('security-people', 'small');
  await openSection(page, 'wallets', m);
  await expect(page.getByText(wallets.emptyText)).toBeVisible();
  await shoot('security-wallets-none', 'small');
  await createWallet(page, WALLET, m);
  await openSection(page, 'wallets', m);
  await press(page, wallets.grant);
  await page.getByRole('textbox', { name: wallets.perTransactionField }).fill('2');
  await page.getByRole('textbox', { name: wallets.perDayField }).fill('1');
  await expect(page.getByText(wallets.belowTransaction)).toBeVisible();
  await shoot('security-access-form', 'small');
  await close(page, 'dialog');
  await giveAccess(page, WALLET, { perTransaction: '1', perDay: '1.5' }, kept, m);
  await shoot('security-wallets', 'small');
}

async function policyStates({ page, m, shoot }: Scene): Promise<void> {
  const { policy } = m.security;
  await openSection(page, 'policy', m);
  await expect(page.getByRole('heading', { name: policy.sections.userAuthentication })).toBeVisible();
  await shoot('security-policy', 'small');
  await press(page, policy.edit);
  await page.getByRole('textbox', { name: policy.leaves['sessionSecurity.idleMs'] }).fill('10');
  await page
    .getByRole('textbox', { name: policy.leaves['userAuthentication.minPasswordCharacters'] })
    .fill('8');
  await shoot('security-policy-form', 'small');
  await press(page, policy.preview);
  await expect(page.getByText(policy.loosensText)).toBeVisible();
  await shoot('security-policy-preview', 'small');
  await press(page, m.common.cancel);
}

async function paymentStates({ page, m, shoot }: Scene): Promise<void> {
  await changePerson(page, GRACE, m);
  await openSection(page, 'people', m);
  await expect(page.getByText(m.security.people.ownerOnly)).toBeVisible();
  await shoot('security-people-of-another');
  await goTo(page, 'activity', m);
  await shoot('activity-of-another', 'small');
  await openWallet(page, WALLET, m);
  await shoot('wallet-of-another', 'small');
  await askForTransfer(page, { amount: '0.9' }, m);
  await approve(page, m);
  await expectSigned(page, m);
  await signAnother(page, m);
  await askForTransfer(page, { amount: '0.8' }, m);
  await expect(page.getByText(m.sign.limitTitle, { exact: true })).toBeVisible();
  await shoot('review-limit', 'small');
  await approve(page, m);
  await expect(page.getByText(m.reasons['daily-limit'].what, { exact: true })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: m.trace.open }).last().click();
  await shoot('sign-denied', 'small');
}

async function denialStates({ page, m, shoot }: Scene): Promise<void> {
  await changePerson(page, undefined, m);
  await goTo(page, 'activity', m);
  const denials = page.getByRole('row', { name: m.log.kinds.denial });
  await denials.first().click();
  const panel = page.getByRole('dialog');
  await panel.getByRole('button', { name: m.trace.open }).click();
  await expect(panel.getByText(m.trace.checks['daily-limit'])).toBeVisible();
  await shoot('activity-denial', 'small');
  await close(page, 'dialog');
}

for (const tag of Object.keys(languages) as LanguageTag[]) {
  test.describe(tag, () => {
    test.use({ locale: tag });
    test.setTimeout(300_000);
    const m = languages[tag];

    test.describe('a new device', () => {
      test.use({ device: 'new' });

      test('every step of setting up has its picture', async ({ app }) => {
        await firstRunStates(await openScene(app, m, tag));
      });
    });

    test('what people may do, and what they may not, has its picture', async ({ app, page, kept }) => {
      await expect(page.getByRole('button', { name: m.account.lock, exact: true })).toBeVisible();
      const at = await openScene(app, m, tag);
      await signInStates(at);
      await clientStates(at);
      await peopleStates(at, kept);
      await policyStates(at);
      await paymentStates(at);
      await denialStates(at);
      await unlockStates(at);
    });
  });
}
