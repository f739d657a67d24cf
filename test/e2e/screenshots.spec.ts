// A picture of every screen in its common states, in both themes and languages, into test-output/screenshots/; each
// state is made as a person makes it and asserted to be there; none may be wider than its window, and axe finds
// nothing in any.
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Messages } from '../../renderer/i18n/messages.ts';
import { expect, newMasterKeyFile, type Page, test } from '../helpers/app-fixture.ts';
import { ROOT, type RunningApp } from '../helpers/running-app.ts';
import { violations } from './axe.ts';
import { expectVerified, fillIn, goTo, type LanguageTag, languages } from './person.ts';

const FOLDER = path.join(ROOT, 'test-output/screenshots');
const USUAL = { width: 1_280, height: 800 };
const SMALL = { width: 800, height: 600 };
const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;
const OTHER_DEVICE = `04${'bb'.repeat(64)}`;

/** What sticks out of the window, or of the part of it that scrolls, in CSS px. */
const OVERFLOW = `[document.scrollingElement, ...document.querySelectorAll('main, [role=dialog], [role=alertdialog]')]
  .map((box) => Math.max(0, box.scrollWidth - box.clientWidth))`;

interface Scene {
  readonly app: RunningApp;
  readonly page: Page;
  readonly m: Messages;
  /** Pictures what is there now; small: at 800 × 600 too. */
  shoot(name: string, small?: 'small'): Promise<void>;
}

function scene(app: RunningApp, m: Messages, prefix: string): Scene {
  const { page } = app;
  const picture = async (name: string): Promise<void> => {
    await page.evaluate('document.fonts.ready');
    expect(Math.max(...(await page.evaluate<number[]>(OVERFLOW))), name).toBe(0);
    await page.screenshot({ path: path.join(FOLDER, `${prefix}-${name}.png`), animations: 'disabled' });
  };
  const shoot = async (name: string, small?: 'small'): Promise<void> => {
    await picture(name);
    expect(await violations(page), name).toEqual([]);
    if (small === undefined) return;
    await page.setViewportSize(SMALL);
    await picture(`${name}-800x600`);
    await page.setViewportSize(USUAL);
  };
  return { app, page, m, shoot };
}

function submitButton({ page, m }: Scene) {
  return page.getByRole('button', { name: m.assess.submit, exact: true });
}

async function close(page: Page, role: 'dialog' | 'alertdialog'): Promise<void> {
  // While another dialog is still fading out, Escape is its.
  await expect(async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole(role)).toHaveCount(0, { timeout: 2_000 });
  }).toPass();
}

async function formStates(at: Scene): Promise<void> {
  const { page, m, shoot } = at;
  await expect(page.getByRole('heading', { name: m.assess.beforeTitle })).toBeVisible();
  await expect(page.getByRole('table')).toContainText(m.log.kinds.boot);
  await shoot('assess-empty', 'small');
  await page.getByRole('textbox', { name: m.assess.amount, exact: true }).fill('1,5');
  await submitButton(at).click();
  await expect(page.getByText(m.assess.errors.recipientEmpty)).toBeVisible();
  await expect(page.getByText(m.assess.errors.amountComma)).toBeVisible();
  await shoot('assess-errors');
  await page.reload();
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
    await page.getByRole('heading', { name: title }).evaluate((heading) => heading.scrollIntoView());
    await shoot(name);
  }
  await page.getByRole('heading', { level: 1 }).evaluate((heading) => heading.scrollIntoView());
  await page.getByRole('textbox', { name: m.assess.recipient, exact: true }).fill(ZERO_ADDRESS);
  const [tee] = await app.utilityPids();
  if (tee === undefined) throw new Error('no TEE process');
  process.kill(tee, 'SIGSTOP');
  await submitButton(at).click();
  await expect(page.getByRole('button', { name: m.assess.submitting })).toBeVisible();
  await shoot('assess-busy');
  await expect(page.getByText(m.assess.slowTitle, { exact: true }).first()).toBeVisible();
  await shoot('assess-slow');
  process.kill(tee, 'SIGCONT');
  const { Maximum, Denied } = m.assess.levels;
  await expect(page.getByText(new RegExp(`^(${Maximum.name}|${Denied.name})$`))).toBeVisible();
  await shoot('assess-risky');
}

async function activityStates({ page, m, shoot }: Scene): Promise<void> {
  await goTo(page, 'activity', m);
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
  await close(page, 'dialog');
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
  await page
    .getByRole('heading', { name: m.trusted.mismatchTitle })
    .evaluate((heading) => heading.scrollIntoView());
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
  const [tee] = await app.utilityPids();
  if (tee === undefined) throw new Error('no TEE process');
  process.kill(tee, 'SIGKILL');
  await expect(page.getByText(m.connection.restartingTitle).last()).toBeInViewport();
  await shoot('restarting');
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

/** The built app with one byte more in its TEE program. */
function changedApp(folder: string): string {
  const appDir = path.join(folder, 'changed');
  cpSync(path.join(ROOT, 'out'), path.join(appDir, 'out'), { recursive: true });
  cpSync(path.join(ROOT, 'package.json'), path.join(appDir, 'package.json'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(appDir, 'node_modules'), 'junction');
  writeFileSync(path.join(appDir, 'out/tee/tee.cjs'), '\n', { flag: 'a' });
  return appDir;
}

for (const tag of Object.keys(languages) as LanguageTag[]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${tag}, ${colorScheme}`, () => {
      test.use({ locale: tag, colorScheme });
      test.skip(process.platform === 'win32', 'the TEE is stopped and killed by POSIX signals here');

      // Some thirty states of three apps.
      test.setTimeout(240_000);

      test('every state has its picture, axe finds nothing in it, and none is cut off sideways', async ({
        launch,
        userData,
      }) => {
        mkdirSync(FOLDER, { recursive: true });
        const m = languages[tag];
        const open = async (options?: Parameters<typeof launch>[0]): Promise<Scene> => {
          const app = await launch(options);
          await app.page.setViewportSize(USUAL);
          // Nothing fades while it is looked at, and the style for people who want no motion is the one looked at.
          await app.page.emulateMedia({ reducedMotion: 'reduce' });
          return scene(app, m, `${tag}-${colorScheme}`);
        };
        const well = await open();
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
}
