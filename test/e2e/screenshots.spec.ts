// A picture of every screen in its common states, in both themes and languages, into test-output/screenshots/; each
// state is made as a person makes it and asserted to be there; none may be wider than its window, and axe finds
// nothing in any.
import { expect, newMasterKeyFile, test } from '../helpers/app-fixture.ts';
import { changedApp } from './changed-app.ts';
import { PASSWORD, unlock, unlockDevice } from './owner.ts';
import { expectVerified, fillIn, goTo, type LanguageTag, languages } from './person.ts';
import { close, openScene, type Scene, scrollTo } from './scene.ts';
import { killUntilItIsWaitedFor, whileTeeHangs } from './tee-process.ts';

const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;
const OTHER_DEVICE = `04${'bb'.repeat(64)}`;

function submitButton({ page, m }: Scene) {
  return page.getByRole('button', { name: m.assess.submit, exact: true });
}

async function formStates(at: Scene): Promise<void> {
  const { page, m, shoot } = at;
  await goTo(page, 'assess', m);
  await expect(page.getByRole('heading', { name: m.assess.beforeTitle })).toBeVisible();
  await expect(page.getByRole('table')).toContainText(m.log.kinds.boot);
  await shoot('assess-empty', 'small');
  await page.getByRole('textbox', { name: m.assess.amount, exact: true }).fill('1,5');
  await submitButton(at).click();
  await expect(page.getByText(m.assess.errors.recipientEmpty)).toBeVisible();
  await expect(page.getByText(m.assess.errors.amountComma)).toBeVisible();
  await shoot('assess-errors');
  await page.reload();
  await unlock(page, PASSWORD, m);
  await expectVerified(page, m);
}

async function resultStates(at: Scene): Promise<void> {
  const { app, page, m, shoot } = at;
  await fillIn(page, { amount: '0.25', note: 'rent' }, m);
  await expect(page.getByText(m.assess.amountWei('250,000,000,000,000,000'))).toBeVisible();
  await shoot('assess-filled');
  await submitButton(at).click();
  await expect(page.getByText(m.assess.verified, { exact: true })).toBeVisible();
  await expect(page.getByText(m.assess.levels.Standard.name, { exact: true })).toBeVisible();
  await shoot('assess-low', 'small');
  for (const [name, title] of [
    ['assess-happened', m.assess.happenedTitle],
    ['assess-sent', m.assess.sentTitle],
  ] as const) {
    await scrollTo(page, title);
    await shoot(name);
  }
  await page.getByRole('heading', { level: 1 }).evaluate('(heading) => heading.scrollIntoView()');
  await page.getByRole('textbox', { name: m.assess.recipient, exact: true }).fill(ZERO_ADDRESS);
  await whileTeeHangs(app, async () => {
    await submitButton(at).click();
    await expect(page.getByRole('button', { name: m.assess.submitting })).toBeVisible();
    await shoot('assess-busy');
    await expect(page.getByText(m.assess.slowTitle, { exact: true }).first()).toBeVisible();
    await shoot('assess-slow');
  });
  const { Maximum, Denied } = m.assess.levels;
  await expect(page.getByText(new RegExp(`^(${Maximum.name}|${Denied.name})$`))).toBeVisible();
  await shoot('assess-risky');
}

async function activityStates({ app, page, m, shoot }: Scene): Promise<void> {
  await whileTeeHangs(app, async () => {
    await goTo(page, 'activity', m);
    await expect(page.getByText(m.common.loading)).toBeVisible();
    await shoot('activity-loading');
    await expect(page.getByText(m.activity.waitingText)).toBeVisible();
    await shoot('activity-slow');
  });
  const assessed = page.getByRole('row', { name: m.log.kinds.assessment });
  await expect(assessed).toHaveCount(2);
  await shoot('activity', 'small');
  await page.getByRole('button', { name: m.activity.verifyNow }).click();
  await expect(page.getByRole('main').getByText(m.activity.verified, { exact: true })).toBeVisible();
  await shoot('activity-verified');
  await assessed.last().click();
  await expect(page.getByText(m.activity.detailLead)).toBeVisible();
  await expect(page.getByRole('button', { name: m.activity.erase })).toBeVisible();
  await shoot('activity-entry', 'small');
  await page.getByRole('button', { name: m.activity.erase }).click();
  await expect(page.getByRole('alertdialog', { name: m.activity.eraseTitle })).toBeVisible();
  await shoot('activity-erase');
  await close(page, 'alertdialog');
  await page.getByRole('button', { name: m.activity.erase }).click();
  await page.getByRole('button', { name: m.activity.eraseConfirm }).click();
  await expect(page.getByText(m.activity.featuresErased)).toBeVisible();
  await expect(page.getByRole('row', { name: m.log.kinds.erasure })).toHaveCount(1);
  await shoot('activity-erased', 'small');
  await close(page, 'dialog');
  await page.getByRole('search').getByRole('button', { name: m.log.kind }).click();
  const option = page.getByRole('option', { name: m.log.kinds.assessment, exact: true });
  await expect(option).toBeVisible();
  await shoot('activity-kinds');
  await option.click();
  await expect(page.getByText(m.activity.search.found(2, '2'), { exact: true }).first()).toBeVisible();
  await shoot('activity-matches', 'small');
  await page.getByRole('button', { name: m.activity.search.clear }).click();
  await page.getByRole('button', { name: m.activity.export.open }).click();
  await expect(page.getByRole('dialog', { name: m.activity.export.title })).toBeVisible();
  await shoot('activity-export');
  await close(page, 'dialog');
  await page.getByLabel(m.activity.search.to, { exact: true }).fill('2001-01-01');
  await expect(page.getByRole('heading', { name: m.activity.search.emptyTitle })).toBeVisible();
  await shoot('activity-nothing-matches');
}

async function trustedStates({ page, m, shoot }: Scene): Promise<void> {
  await goTo(page, 'trusted', m);
  await expect(page.getByText(m.trusted.verifiedText)).toBeVisible();
  await shoot('trusted', 'small');
  await scrollTo(page, m.trusted.mismatchTitle);
  await shoot('trusted-end');
  for (const [name, title] of [
    ['shortcuts', m.app.shortcuts],
    ['about', m.app.about],
  ] as const) {
    await page.getByRole('button', { name: title }).click();
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    await shoot(name);
    await close(page, 'dialog');
  }
}

async function troubleStates({ app, page, m, shoot }: Scene): Promise<void> {
  await goTo(page, 'assess', m);
  await killUntilItIsWaitedFor(app);
  await expect(page.getByText(m.connection.restartingTitle).last()).toBeInViewport();
  await shoot('restarting');
  await unlock(page, PASSWORD, m);
  await expectVerified(page, m);
  await page.evaluate(`localStorage.setItem('airaccount.pin', JSON.stringify(
    { ...JSON.parse(localStorage.getItem('airaccount.pin')), deviceIdentity: '${OTHER_DEVICE}' }))`);
  await page.reload();
  await goTo(page, 'trusted', m);
  await expect(page.getByRole('heading', { name: m.connection.refusedTitle })).toBeVisible();
  await shoot('trusted-other-device');
  await page.getByRole('button', { name: m.trusted.forget }).click();
  await expect(page.getByRole('alertdialog', { name: m.trusted.forgetTitle })).toBeVisible();
  await shoot('trusted-other-device-question', 'small');
}

async function unattestedStates({ page, m, shoot }: Scene): Promise<void> {
  await expect(page.getByText(m.connection.unattestedTitle)).toBeVisible();
  await shoot('unattested-assess');
  await goTo(page, 'activity', m);
  await expect(page.getByText(m.activity.offlineText)).toBeVisible();
  await shoot('unattested-activity');
  await goTo(page, 'trusted', m);
  await expect(page.getByText(m.reasons['wrong-master-key'].todo)).toBeVisible();
  await shoot('unattested-trusted', 'small');
}

for (const tag of Object.keys(languages) as LanguageTag[]) {
  test.describe(tag, () => {
    test.use({ locale: tag });
    test.skip(process.platform === 'win32', 'the TEE is stopped and killed by POSIX signals here');

    // Some thirty states of three apps.
    test.setTimeout(240_000);

    test('every state has its picture, axe finds nothing in it, and none is cut off sideways', async ({
      launch,
      userData,
    }) => {
      const m = languages[tag];
      const open = async (options?: Parameters<typeof launch>[0]): Promise<Scene> => {
        return openScene(await launch(options), m, tag);
      };
      const well = await open();
      await unlockDevice(well.page, m);
      await expectVerified(well.page, m);
      await formStates(well);
      await resultStates(well);
      await activityStates(well);
      await trustedStates(well);
      await troubleStates(well);
      await well.app.stop();

      const wrongKey = await open({ masterKeyFile: newMasterKeyFile(userData, 'other.key') });
      await unattestedStates(wrongKey);
      await wrongKey.app.stop();

      const changed = await open({ appDir: changedApp(userData) });
      await expect(changed.page.getByText(m.connection.stoppedTitle)).toBeVisible();
      await expect(changed.page.getByText(m.reasons['attestation-measurement'].what)).toBeVisible();
      await changed.shoot('stopped');
    });
  });
}
