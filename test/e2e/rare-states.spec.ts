// States that a person may never meet, pictured and asserted: a long log verified and not to its end, rows changed by
// somebody with the file, a TEE that is on its way, and an update that its owner confirms once.
import { cpSync } from 'node:fs';
import path from 'node:path';
import { test as base, expect, type Page } from '../helpers/app-fixture.ts';
import { changeRecord, changeTime, type LongLog, writeLongLog } from '../helpers/long-log.ts';
import { PASSWORD, unlock, unlockDevice } from './owner.ts';
import { expectVerified, goTo, type LanguageTag, languages } from './person.ts';
import { close, openScene, type Scene } from './scene.ts';
import { whileTeeHangs, whileTeeStarts } from './tee-process.ts';

/** Enough that a verification is seen under way; boot checks the last 64 only. */
const ROWS = 8_000;
const CHANGED_ROW = 4_000;
const CHANGED_RECORD = 3_998;
const OTHER_PROGRAM = 'bb'.repeat(32);
/** In the page, where no frame is missed. */
const UNTIL_IT_MOVES = `new Promise((done) => {
  const look = () => {
    const { ariaValueNow } = document.querySelector('[role=progressbar]') ?? {};
    if (Number(ariaValueNow) > 0) done();
    else requestAnimationFrame(look);
  };
  look();
})`;
const TAGS = Object.keys(languages) as LanguageTag[];

const test = base.extend<{ longLog: LongLog }, { longLogOnce: LongLog }>({
  longLogOnce: [
    async ({ ownedDevice }, use) => {
      const log = writeLongLog((await ownedDevice()).folder, ROWS);
      await use(log);
      log.remove();
    },
    { scope: 'worker' },
  ],
  /** A copy that a test may change. */
  longLog: async ({ longLogOnce, userData: folder }, use) => {
    const userData = path.join(folder, 'long');
    cpSync(longLogOnce.userData, userData, { recursive: true });
    await use({ ...longLogOnce, userData });
  },
});

test.skip(process.platform === 'win32', 'the TEE is stopped and killed by POSIX signals here');
test.setTimeout(180_000);

async function goToEntry({ page, m }: Scene, id: number): Promise<void> {
  await page.getByRole('textbox', { name: m.activity.goTo }).fill(String(id));
  await page.getByRole('button', { name: m.activity.go, exact: true }).click();
}

/** Under way, seen to move, held there to be looked at, and cancelled. */
async function verificationStates(at: Scene): Promise<void> {
  const { app, page, m, shoot } = at;
  await goTo(page, 'activity', m);
  const progress = page.getByRole('progressbar', { name: m.activity.progress });
  const cancelled = page.getByRole('main').getByText(m.activity.cancelled, { exact: true });
  const verify = page.getByRole('button', { name: m.activity.verifyNow });
  await verify.click();
  await page.evaluate(UNTIL_IT_MOVES);
  await whileTeeHangs(app, async () => {
    await expect(progress).toBeVisible();
    expect(Number(await progress.getAttribute('aria-valuenow'))).toBeLessThan(ROWS);
    await shoot('activity-verifying');
    await page.getByRole('button', { name: m.common.cancel, exact: true }).click();
  });
  await expect(cancelled).toBeVisible();
  await expect(progress).toHaveCount(0);
  await shoot('activity-verifying-cancelled');
  await verify.click();
  await expect(page.getByRole('main').getByText(m.activity.verified, { exact: true })).toBeVisible();
  await expect(cancelled).toHaveCount(0);
}

async function damageStates(at: Scene): Promise<void> {
  const { page, m, shoot } = at;
  await goTo(page, 'activity', m);
  await expect(page.getByText(m.log.damaged)).toHaveCount(0);
  await goToEntry(at, CHANGED_ROW);
  const changed = page.getByRole('row', { name: m.log.damagedRow('4,000') });
  await expect(changed.getByText(m.log.damaged)).toBeVisible();
  await expect(page.getByRole('row', { name: '3,999' }).getByText(m.log.kinds.session)).toBeVisible();
  await shoot('activity-damaged', 'small');
  await page.getByRole('row', { name: '3,998' }).click();
  const panel = page.getByRole('dialog');
  await expect(panel.getByText(m.reasons['damaged-record'].what)).toBeVisible();
  await expect(panel.getByText(m.activity.detailLead)).toHaveCount(0);
  await shoot('activity-damaged-entry');
  await close(page, 'dialog');
  await page.getByRole('button', { name: m.activity.verifyNow }).click();
  await expect(page.getByRole('main').getByText(m.activity.broken('3,998'), { exact: true })).toBeVisible();
  await expect(page.getByRole('main').getByText(m.activity.verified, { exact: true })).toHaveCount(0);
  await shoot('activity-broken', 'small');
}

async function startStates({ app, page, m, shoot }: Scene): Promise<void> {
  await goTo(page, 'activity', m);
  await expect(page.getByRole('row', { name: m.log.kinds.boot }).first()).toBeVisible();
  await whileTeeStarts(app, async () => {
    const badge = page.getByRole('link', { name: m.connection.badgeLabel });
    await expect(badge).toContainText(m.connection.starting);
    await expect(page.getByText(m.activity.notVerifiedText)).toBeVisible();
    await expect(page.getByRole('button', { name: m.common.refresh })).toBeDisabled();
    await shoot('starting-activity');
    await goTo(page, 'assess', m);
    await expect(page.getByRole('button', { name: m.assess.waiting })).toBeDisabled();
    await shoot('starting');
    await goTo(page, 'trusted', m);
    await expect(page.getByText(m.connection.startingText)).toBeVisible();
    await shoot('trusted-starting');
  });
  await unlock(page, PASSWORD, m);
  await expectVerified(page, m);
  await whileTeeHangs(app, async () => {
    await page.reload();
    await expect(page.getByText(m.connection.connectingText)).toBeVisible();
    await expect(page.getByText(m.trusted.verifiedText)).toHaveCount(0);
    await shoot('trusted-connecting');
  });
  await unlock(page, PASSWORD, m);
  await expectVerified(page, m);
}

const PIN = "JSON.parse(localStorage.getItem('airaccount.pin'))";

function pinned(page: Page): Promise<Record<string, string>> {
  return page.evaluate<Record<string, string>>(PIN);
}

/** As after an update: the same device, and the programs that belong to this version, but not those of before. */
async function updateStates({ page, m, shoot }: Scene): Promise<void> {
  const now = await pinned(page);
  await page.evaluate(`localStorage.setItem('airaccount.pin', JSON.stringify(
    { ...${PIN}, tee: '${OTHER_PROGRAM}', client: '${OTHER_PROGRAM}' }))`);
  await goTo(page, 'assess', m);
  await page.reload();
  await expect(page.getByText(m.connection.updatedTitle)).toBeVisible();
  await expect(page.getByRole('button', { name: m.assess.submit, exact: true })).toBeDisabled();
  await shoot('updated');
  await page.getByRole('link', { name: m.connection.seeWhy }).click();
  await expect(page.getByText(m.trusted.updateText)).toBeVisible();
  expect(await pinned(page)).toMatchObject({ tee: OTHER_PROGRAM, client: OTHER_PROGRAM });
  await shoot('trusted-updated', 'small');
  await page.getByRole('button', { name: m.trusted.updateConfirm }).click();
  await unlock(page, PASSWORD, m);
  await expectVerified(page, m);
  expect(await pinned(page)).toEqual(now);
  // Confirmed once: nobody is asked again.
  await page.reload();
  await unlock(page, PASSWORD, m);
  await expectVerified(page, m);
  await expect(page.getByText(m.trusted.updateText)).toHaveCount(0);
}

for (const tag of TAGS) {
  test.describe(tag, () => {
    test.use({ locale: tag });
    const m = languages[tag];

    test('a long log is verified, cancelled on the way, and names the row that was changed in it', async ({
      launch,
      longLog,
    }) => {
      const where = {
        masterKeyFile: longLog.masterKeyFile,
        env: { AIRACCOUNT_USER_DATA: longLog.userData },
      };
      const whole = await openScene(await launch(where), m, tag);
      await unlockDevice(whole.page, m);
      await expectVerified(whole.page, m);
      await verificationStates(whole);
      await whole.app.stop();

      changeTime(longLog.userData, CHANGED_ROW);
      changeRecord(longLog.userData, CHANGED_RECORD);
      const damaged = await openScene(await launch(where), m, tag);
      await unlockDevice(damaged.page, m);
      await expectVerified(damaged.page, m);
      await damageStates(damaged);
    });

    test('a TEE on its way says so, and an update is confirmed once', async ({ app }) => {
      const at = await openScene(app, m, tag);
      await unlockDevice(at.page, m);
      await expectVerified(at.page, m);
      await startStates(at);
      await updateStates(at);
    });
  });
}
