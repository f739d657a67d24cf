// A locked device: what opens it, what does not, how long too many wrong tries cost, and what is kept meanwhile.
import { en as m } from '../../renderer/i18n/en.ts';
import { defaultPolicy } from '../../tee-sim/protocol/policy.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { lock, NAME, PASSWORD, unlock } from './owner.ts';
import { expectVerified, fillIn, goTo, RECIPIENT } from './person.ts';
import { teePid } from './tee-process.ts';

const { failuresBeforeLockout, firstLockoutMs } = defaultPolicy.userAuthentication;
const { idleMs } = defaultPolicy.sessionSecurity;

const title = (page: Page) => page.getByRole('heading', { level: 1, name: m.unlock.title });

async function expectOpen(page: Page): Promise<void> {
  await expect(title(page)).toHaveCount(0);
  await expect(page.locator('.shell')).not.toHaveAttribute('inert');
}

/** What is covered can be seen by no one, nor reached by keyboard. */
async function expectCovered(page: Page): Promise<void> {
  await expect(title(page)).toBeVisible();
  await expect(page.locator('.shell')).toHaveAttribute('inert');
  for (let stops = 0; stops < 12; stops += 1) {
    await page.keyboard.press('Tab');
    await expect(page.locator('.shell :focus')).toHaveCount(0);
  }
}

async function expectKept(page: Page): Promise<void> {
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  await expect(field(m.assess.recipient)).toHaveValue(RECIPIENT);
  await expect(field(m.assess.amount)).toHaveValue('3.25');
}

/** Each answered before the next: only then does it count. */
async function unlockWrongly(page: Page, times: number): Promise<void> {
  const submit = page.getByRole('button', { name: m.unlock.submit, exact: true });
  for (let i = 0; i < times; i += 1) {
    await unlock(page, `wrong ${i}`);
    await expect(page.getByLabel(m.account.password, { exact: true })).toHaveValue('');
    await expect(submit).toBeEnabled();
  }
}

/** Within the first lock-out, and no more than it. */
async function expectLockedOut(page: Page): Promise<void> {
  await expect(page.getByText(m.reasons['locked-out'].what).first()).toBeVisible();
  const [before, after] = m.account.lockedOutFor('|').split('|');
  const left = page.getByText(new RegExp(`^${before}[0-9]+ (s|sec|seconds?)\\${after}$`));
  await expect(left).toBeVisible();
  const said = await left.innerText();
  const seconds = Number(/\d+/.exec(said)?.[0]);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(firstLockoutMs / 1_000);
  // Counted down.
  await expect(left).not.toHaveText(said);
}

test('what was typed is covered, kept, and there again after unlocking', async ({ page }) => {
  await fillIn(page, { amount: '3.25' });
  await lock(page);
  await expect(page.getByText(m.unlock.kept)).toBeVisible();
  await expect(page.getByText(NAME, { exact: true })).toBeVisible();
  await expectCovered(page);
  await page.keyboard.press('Escape');
  await expectCovered(page);
  await unlock(page, 'not the password');
  await expect(page.getByText(m.reasons['wrong-proof'].what).first()).toBeVisible();
  await expect(page.getByLabel(m.account.password, { exact: true })).toBeFocused();
  await unlock(page);
  await expectOpen(page);
  await expectKept(page);
});

test('an unknown name is answered as a wrong password is', async ({ page }) => {
  await lock(page);
  await page.getByRole('button', { name: m.unlock.someoneElse }).click();
  await page.getByRole('button', { name: m.unlock.submit, exact: true }).click();
  await expect(page.getByText(m.account.errors.nameEmpty)).toBeVisible();
  await page.getByRole('textbox', { name: m.account.name }).fill('Nobody');
  await unlock(page, PASSWORD);
  await expect(page.getByText(m.reasons['wrong-proof'].what).first()).toBeVisible();
  await expect(page.getByText(m.reasons['unknown-user'].what)).toHaveCount(0);
});

test('after too many wrong tries not even the right password is taken, for a time that is said', async ({
  app,
  page,
}) => {
  await lock(page);
  await unlockWrongly(page, failuresBeforeLockout);
  await unlock(page);
  await expectLockedOut(page);
  await expect(title(page)).toBeVisible();
  // Who starts the TEE anew has won nothing.
  process.kill(await teePid(app), 'SIGKILL');
  await expect(page.getByText(m.connection.restartingTitle).first()).toBeVisible();
  await expectVerified(page);
  await unlock(page);
  await expectLockedOut(page);
});

test('a session that nobody used is over: covered, and what was typed is kept', async ({ page }) => {
  await fillIn(page, { amount: '3.25' });
  // To the window, all that time goes by at once.
  await page.evaluate(`(() => {
    const real = performance.now.bind(performance);
    performance.now = () => real() + ${idleMs + 1_000};
    window.isAgain = () => (performance.now = real);
  })()`);
  await expectCovered(page);
  await page.evaluate('isAgain()');
  await unlock(page);
  await expectOpen(page);
  await expectKept(page);
});

test('the screen behind is the one that was open, and the next unlock needs no name', async ({ page }) => {
  await goTo(page, 'security');
  await lock(page);
  await expect(page.getByRole('textbox', { name: m.account.name })).toHaveCount(0);
  await unlock(page);
  await expect(page.getByRole('heading', { level: 1, name: m.security.title })).toBeVisible();
  await page.reload();
  await expect(title(page)).toBeVisible();
  await expect(page.getByRole('textbox', { name: m.account.name })).toHaveCount(0);
  await unlock(page);
  await expectOpen(page);
  await expect(page.getByRole('main')).toBeFocused();
});

test('words that are not the recovery words set no password', async ({ page, kept }) => {
  await lock(page);
  await page.getByRole('button', { name: m.unlock.forgot }).click();
  const words = page.getByLabel(m.unlock.words);
  await page.getByLabel(m.account.newPassword).fill('another good phrase');
  await page.getByLabel(m.account.repeat).fill('another good phrase');
  const recover = page.getByRole('button', { name: m.unlock.recover, exact: true });
  await words.fill('twelve words that are on no list at all');
  await recover.click();
  await expect(page.getByText(m.account.errors.wordsForm)).toBeVisible();
  await words.fill(Array(12).fill('zoo').join(' '));
  await recover.click();
  await expect(
    page.getByText(m.account.errors.wordsForm).or(page.getByText(m.reasons['wrong-proof'].what).first()),
  ).toBeVisible();
  const [first = '', second = '', ...others] = kept.words;
  await words.fill([second, first, ...others].join(' '));
  await recover.click();
  await expect(page.getByText(m.unlock.recovered)).toHaveCount(0);
  await page.getByRole('button', { name: m.unlock.backToUnlock, exact: true }).click();
  await unlock(page);
  await expectOpen(page);
});

test('a forgotten password is replaced with the recovery words', async ({ page, kept }) => {
  const another = 'another good phrase';
  await lock(page);
  await page.getByRole('button', { name: m.unlock.forgot }).click();
  await page.getByLabel(m.unlock.words).fill(`  ${kept.words.join('\n').toUpperCase()} `);
  await page.getByLabel(m.account.newPassword).fill(another);
  await page.getByLabel(m.account.repeat).fill(another);
  await page.getByRole('button', { name: m.unlock.recover, exact: true }).click();
  await expect(page.getByText(m.unlock.recovered)).toBeVisible();
  await unlock(page, PASSWORD);
  await expect(page.getByText(m.reasons['wrong-proof'].what).first()).toBeVisible();
  await unlock(page, another);
  await expectOpen(page);
});
