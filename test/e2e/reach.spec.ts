// In a small window, and in one at 200 %, everything is still there: every control can be scrolled to, lies whole in
// the window, and is covered by nothing.
import { en } from '../../renderer/i18n/en.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { lock } from './owner.ts';
import { assess, expectVerified, goTo } from './person.ts';
import { close } from './scene.ts';
import { openSection, press } from './security-screen.ts';
import { approve, askForTransfer, decline, expectReview, expectSigned } from './sign-screen.ts';
import { askToRemove, createWallet, typeWordsBack, writeWordsDown } from './wallet-screen.ts';

/** 1,280 × 800 at 200 % is to a layout what half of both is at 100 %. */
const WINDOWS = [
  { name: 'at 800 × 600', width: 800, height: 600 },
  { name: 'at 200 % of 1,280 × 800', width: 640, height: 400 },
];

/** In the page: the controls within `scope` that cannot be seen whole, or not pressed, wherever one scrolls. */
const OUT_OF_REACH = `(scope) => {
  const controls = 'a[href], button, input, textarea, select, summary, [tabindex="0"]';
  const describe = (el) => [el.tagName, el.id, el.className, el.ariaLabel ?? el.textContent?.slice(0, 40)].join(' ');
  const wrong = [];
  let seen = 0;
  for (const control of document.querySelector(scope).querySelectorAll(controls)) {
    // What is seen of a checkbox or a radio is its label; rows of the list are scrolled in their own box.
    const shown = control.matches('[type=checkbox], [type=radio]') ? control.closest('label') : control;
    if (!shown.checkVisibility({ visibilityProperty: true }) || control.closest('[aria-hidden=true]')) continue;
    seen += 1;
    control.focus({ preventScroll: true });
    shown.scrollIntoView({ block: 'center', inline: 'nearest' });
    const { top, left, bottom, right, width, height } = shown.getBoundingClientRect();
    const isInside = top >= -1 && left >= -1 && bottom <= innerHeight + 1 && right <= innerWidth + 1;
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    const isFree = hit !== null && (shown.contains(hit) || hit.contains(shown));
    if (!isInside || !isFree) wrong.push([describe(control), isInside ? 'covered by ' + (hit && describe(hit)) : 'cut']);
  }
  return { seen, wrong };
}`;

/** In the page: boxes that hide a part of their text and do not scroll. */
const CUT_TEXT = `() => [...document.querySelectorAll('body *')]
  .filter((el) => {
    const { overflowY, textOverflow } = getComputedStyle(el);
    const hides = (overflowY === 'hidden' || overflowY === 'clip') && textOverflow !== 'ellipsis';
    return hides && !el.matches('.visually-hidden, [role=progressbar] *') && !el.closest('svg, .visually-hidden')
      && el.clientHeight > 1 && el.scrollHeight > el.clientHeight + 1;
  })
  .map((el) => [el.tagName, el.className, el.scrollHeight, el.clientHeight].join(' '))`;

async function outOfReach(page: Page, scope: string): Promise<{ seen: number; wrong: unknown[] }> {
  return page.evaluate(`(${OUT_OF_REACH})(${JSON.stringify(scope)})`);
}

async function expectAllInReach(page: Page, where: string, scope: string, atLeast: number): Promise<void> {
  // What fades in is not in reach before it is there.
  await expect.poll(async () => (await outOfReach(page, scope)).wrong, { message: where }).toEqual([]);
  const { seen } = await outOfReach(page, scope);
  expect(seen, where).toBeGreaterThanOrEqual(atLeast);
  expect(await page.evaluate(`(${CUT_TEXT})()`), where).toEqual([]);
}

for (const { name, ...viewport } of WINDOWS) {
  test(`${name} every control of every screen and dialog is in reach`, async ({ page }) => {
    await expectVerified(page);
    await page.setViewportSize(viewport);
    await expectAllInReach(page, 'wallets', 'body', 12);
    await goTo(page, 'assess');
    await expectAllInReach(page, 'form', 'body', 12);
    await assess(page, { amount: '1.5', note: 'rent' });
    for (const disclosure of await page.locator('main .disclosure-trigger').all()) await disclosure.click();
    await expectAllInReach(page, 'result', 'body', 15);
    await goTo(page, 'trusted');
    await expect(page.getByText(en.trusted.verifiedText)).toBeVisible();
    await expectAllInReach(page, 'trusted', 'body', 9);
    await goTo(page, 'activity');
    await expect(page.getByRole('row', { name: en.log.kinds.assessment })).toBeVisible();
    await expectAllInReach(page, 'activity', 'body', 16);

    await page.getByRole('row', { name: en.log.kinds.assessment }).click();
    await expect(page.getByText(en.activity.detailLead)).toBeVisible();
    for (const disclosure of await page.locator('[role=dialog] .disclosure-trigger').all()) {
      await disclosure.click();
    }
    await expectAllInReach(page, 'entry', '[role=dialog]', 4);
    await page.getByRole('button', { name: en.activity.erase }).click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
    await expectAllInReach(page, 'erasure', '[role=alertdialog]', 2);
    await close(page, 'alertdialog');
    await close(page, 'dialog');
    for (const [button, controls] of [
      [en.activity.export.open, 4],
      [en.app.shortcuts, 1],
      [en.app.about, 1],
    ] as const) {
      await page.getByRole('button', { name: button }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAllInReach(page, button, '[role=dialog]', controls);
      await close(page, 'dialog');
    }
  });
}

for (const { name, ...viewport } of WINDOWS) {
  test(`${name} every control of security, its forms, the proof and the unlocking is in reach`, async ({
    page,
  }) => {
    const { security } = en;
    await page.setViewportSize(viewport);
    await createWallet(page, 'Household');
    for (const section of ['signIn', 'sessions', 'people', 'clients', 'wallets', 'policy'] as const) {
      await openSection(page, section);
      await expect(page.getByRole('main').getByText(en.common.loading)).toHaveCount(0);
      await expectAllInReach(page, section, 'body', 15);
    }
    await press(page, security.policy.edit);
    await expectAllInReach(page, 'policy form', 'body', 40);
    for (const [section, open, controls] of [
      ['clients', security.clients.register, 6],
      ['signIn', security.signIn.replaceCode, 2],
    ] as const) {
      await openSection(page, section);
      await press(page, open);
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAllInReach(page, open, '[role=dialog]', controls);
      await close(page, 'dialog');
    }
    await askToRemove(page, 'Household');
    await expect(page.getByRole('dialog', { name: en.stepUp.titles.Maximum })).toBeVisible();
    await expectAllInReach(page, 'proof', '[role=dialog]', 6);
    await close(page, 'dialog');
    await lock(page);
    await expectAllInReach(page, 'unlock', '[role=dialog]', 9);
    await press(page, en.unlock.forgot);
    await expectAllInReach(page, 'recovery', '[role=dialog]', 12);
  });
}

for (const { name, ...viewport } of WINDOWS) {
  test(`${name} every control of making, opening and using a wallet is in reach`, async ({ page }) => {
    const { contacts, sign, wallets } = en;
    await page.setViewportSize(viewport);
    await press(page, wallets.create);
    await expectAllInReach(page, 'create', 'body', 14);
    await page.getByRole('textbox', { name: wallets.make.name }).fill('Household');
    await press(page, wallets.make.next);
    await press(page, wallets.show);
    await expectAllInReach(page, 'words', 'body', 12);
    await press(page, wallets.hide);
    await typeWordsBack(page, await writeWordsDown(page));
    await expectAllInReach(page, 'check', 'body', 14);
    await press(page, wallets.make.create);
    await press(page, wallets.make.open);
    await expect(page.getByRole('heading', { level: 1, name: 'Household' })).toBeVisible();
    await expectAllInReach(page, 'wallet', 'body', 16);
    await page.getByRole('list', { name: wallets.detail.accountsTitle }).getByRole('button').first().click();
    await expectAllInReach(page, 'account', '[role=dialog]', 4);
    await close(page, 'dialog');
    await press(page, wallets.detail.exportPhrase);
    await expectAllInReach(page, 'export', '[role=dialog]', 2);
    await close(page, 'dialog');
    await goTo(page, 'wallets');
    await press(page, wallets.import);
    for (const kind of ['phrase', 'key', 'keystore'] as const) {
      await page.getByRole('tab', { name: wallets.bring.kinds[kind] }).click();
      await expectAllInReach(page, `import ${kind}`, 'body', 13);
    }
    await goTo(page, 'contacts');
    await press(page, contacts.add);
    await expectAllInReach(page, 'contact', '[role=dialog]', 3);
    await close(page, 'dialog');

    await askForTransfer(page, { amount: '0.5' });
    await expectReview(page, /0\.5 ETH/);
    await press(page, sign.details);
    await expectAllInReach(page, 'review', 'body', 15);
    await decline(page);
    await expectAllInReach(page, 'sign', 'body', 18);
    await press(page, sign.submit);
    await approve(page);
    await expectSigned(page);
    await press(page, sign.qr);
    await expectAllInReach(page, 'signed', 'body', 18);
    await goTo(page, 'history');
    await expectAllInReach(page, 'history', 'body', 12);
    await page.getByRole('list', { name: en.history.listLabel }).getByRole('button').click();
    await expect(page.getByRole('dialog').getByRole('region', { name: sign.raw, exact: true })).toBeVisible();
    await expectAllInReach(page, 'signature', '[role=dialog]', 5);
  });
}

test('would notice a control that is covered, one that is cut, and a text that is', async ({ page }) => {
  await expectVerified(page);
  await goTo(page, 'assess');
  await page.setViewportSize({ width: 800, height: 600 });
  expect((await outOfReach(page, 'main')).wrong).toEqual([]);
  await page.evaluate(`document.body.append(Object.assign(document.createElement('div'), { id: 'cover' }))`);
  await page.evaluate(`Object.assign(document.querySelector('#cover').style,
    { position: 'fixed', inset: 0, zIndex: 99 })`);
  expect(JSON.stringify((await outOfReach(page, 'main')).wrong)).toContain('covered by DIV cover');
  await page.evaluate("document.querySelector('#cover').remove()");
  await page.evaluate("document.querySelector('main textarea').style.height = '900px'");
  expect(JSON.stringify((await outOfReach(page, 'main')).wrong)).toContain('cut');
  await page.evaluate(
    `Object.assign(document.querySelector('form').style, { height: '60px', overflow: 'hidden' })`,
  );
  expect(await page.evaluate(`(${CUT_TEXT})()`)).not.toEqual([]);
});
