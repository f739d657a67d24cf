// After an update the window is another program than the one that the TEE knows: until the owner has confirmed it with
// two proofs, it can do nothing.
import { en as m } from '../../renderer/i18n/en.ts';
import { expect, test } from '../helpers/app-fixture.ts';
import { violations } from './axe.ts';
import { updatedApp } from './changed-app.ts';
import { changePerson, lock, NAME, type Person, proveTwice, unlock, unlockDevice } from './owner.ts';
import { assess, expectVerified } from './person.ts';
import { addPerson, press } from './security-screen.ts';

const GRACE: Person = { name: 'Grace', password: 'a phrase of her own' };

test('the owner confirms the new program once, nobody else can, and nothing works before', async ({
  launch,
  userData,
  kept,
}) => {
  test.setTimeout(180_000);
  const before = await launch();
  await unlockDevice(before.page);
  await addPerson(before.page, GRACE);
  await before.stop();

  const { page } = await launch({ appDir: await updatedApp(userData) });
  const title = page.getByRole('heading', { level: 1, name: m.program.title });
  await page.getByRole('textbox', { name: m.account.name }).fill(GRACE.name);
  await unlock(page, GRACE.password);
  await expect(title).toBeVisible();
  await expect(page.getByText(m.program.ownerOnly)).toBeVisible();
  await expect(page.getByRole('button', { name: m.program.confirm })).toHaveCount(0);
  await expect(page.locator('.shell')).toHaveAttribute('inert');
  await page.getByRole('dialog').getByRole('button', { name: m.account.lock, exact: true }).click();
  await page.getByRole('button', { name: m.unlock.someoneElse }).click();
  await page.getByRole('textbox', { name: m.account.name }).fill(NAME);
  await unlock(page);
  await expect(title).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await press(page, m.program.confirm);
  await page
    .getByRole('dialog', { name: m.stepUp.titles.Maximum })
    .getByRole('button', { name: m.common.cancel })
    .click();
  await expect(title).toBeVisible();
  await press(page, m.program.confirm);
  await proveTwice(page, kept);
  await expect(title).toHaveCount(0);
  await expectVerified(page);
  await assess(page, { amount: '1' });

  await lock(page);
  await unlock(page);
  await expect(page.getByText(m.account.loggedInAs(NAME))).toBeAttached();
  await expect(title).toHaveCount(0);
  await changePerson(page, GRACE);
  await expect(title).toHaveCount(0);
  await expect(page.locator('.shell')).not.toHaveAttribute('inert');
});
