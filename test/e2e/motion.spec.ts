// A person whose system asks for less motion sees none: nothing fades, slides or turns.
import { en } from '../../renderer/i18n/en.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { assess, expectVerified, fillIn, goTo } from './person.ts';
import { close } from './scene.ts';
import { whileTeeHangs } from './tee-process.ts';

test.skip(process.platform === 'win32', 'the TEE is stopped by POSIX signals here');

/** In the page: keeps, of every animation and transition that begins, what it is and for how long it runs, ms. */
const WATCH = `(() => {
  window.moved = new Map();
  const look = () => {
    for (const animation of document.getAnimations()) {
      const { duration, iterations } = animation.effect.getComputedTiming();
      const { className, tagName } = animation.effect.target;
      const name = animation.animationName ?? animation.transitionProperty;
      const key = [name, String(className.baseVal ?? className), tagName].join(' ');
      window.moved.set(key, Number(duration) * iterations);
    }
  };
  const options = { capture: true, passive: true };
  for (const type of ['transitionrun', 'animationstart']) addEventListener(type, look, options);
  const everyFrame = () => {
    look();
    requestAnimationFrame(everyFrame);
  };
  everyFrame();
})()`;

/** More than a frame, less than anybody sees. */
const UNSEEN_MS = 1;

async function longMotions(page: Page): Promise<string[]> {
  const moved = await page.evaluate<[string, number | null][]>('[...window.moved]');
  // What never ends comes as null.
  return moved.filter(([, ms]) => ms === null || ms > UNSEEN_MS).map(([name]) => name);
}

/** Once past everything that could move: links, buttons, a score, lists, a spinner, dialogs, progress. */
async function goEverywhere({ page, app }: { page: Page; app: Parameters<typeof whileTeeHangs>[0] }) {
  await expectVerified(page);
  await page.evaluate(WATCH);
  await page.getByRole('link', { name: en.app.activity, exact: true }).hover();
  await page.getByRole('radio', { name: en.app.themeDark }).click({ force: true });
  await fillIn(page, { amount: '0.5' });
  await whileTeeHangs(app, async () => {
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: en.assess.submitting })).toBeVisible();
    await expect(page.locator('.spinner').first()).toBeVisible();
  });
  await expect(page.getByText(en.assess.verified, { exact: true })).toBeVisible();
  await page.locator('main .disclosure-trigger').first().click();
  await assess(page, { amount: '900', recipient: `0x${'0'.repeat(40)}` });
  await goTo(page, 'activity');
  await page.getByRole('button', { name: en.activity.verifyNow }).click();
  await expect(page.getByRole('main').getByText(en.activity.verified, { exact: true })).toBeVisible();
  await page.getByRole('row', { name: en.log.kinds.assessment }).first().click();
  await expect(page.getByText(en.activity.detailLead)).toBeVisible();
  await page.getByRole('button', { name: en.activity.erase }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await close(page, 'alertdialog');
  await close(page, 'dialog');
  await page.getByRole('button', { name: en.app.about }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await close(page, 'dialog');
}

test('nothing moves where less motion is asked for', async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await goEverywhere({ app, page });
  expect(await longMotions(page)).toEqual([]);
});

test('would notice: where it is not asked for, things fade, slide and turn', async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await goEverywhere({ app, page });
  const moved = await longMotions(page);
  for (const name of ['turn', 'appear', 'slide-in', 'background-color']) {
    expect(
      moved.some((motion) => motion.startsWith(name)),
      name,
    ).toBe(true);
  }
});
