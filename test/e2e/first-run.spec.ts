// A new device gets its owner: every step as a person goes it, what each refuses, and a TEE that dies on the way.
import { ENROLMENT_SAMPLES, TYPING_PHRASE } from '../../tee-sim/protocol/factors.ts';
import { defaultPolicy } from '../../tee-sim/protocol/policy.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { violations } from './axe.ts';
import {
  enterCode,
  enterPerson,
  Keepsakes,
  NAME,
  PASSWORD,
  repeatWords,
  setUpDevice,
  writeDown,
} from './owner.ts';
import { expectVerified, type LanguageTag, languages, typeByHand } from './person.ts';
import { openSection } from './security-screen.ts';
import { teePid } from './tee-process.ts';

const { minPasswordCharacters } = defaultPolicy.userAuthentication;
const m = languages.en;

test.use({ device: 'new' });

const next = (page: Page) => page.getByRole('button', { name: m.registration.next, exact: true });
const step = (page: Page, name: keyof typeof m.registration.steps) =>
  page.getByRole('heading', { level: 2, name: m.registration.steps[name] });

async function expectOpen(page: Page, { account } = m): Promise<void> {
  await expect(page.getByRole('button', { name: account.lock, exact: true })).toBeVisible();
  await expect(page.locator('.shell')).not.toHaveAttribute('inert');
}

for (const tag of Object.keys(languages) as LanguageTag[]) {
  test.describe(`in ${tag}`, () => {
    test.use({ locale: tag });

    test('the device is set up in five steps, and then the app is open', async ({ page, watched }) => {
      const texts = languages[tag];
      const kept = new Keepsakes();
      const expectClean = async (name: keyof typeof texts.registration.steps): Promise<void> => {
        await expect(page.getByRole('heading', { name: texts.registration.steps[name] })).toBeVisible();
        expect(await violations(page), name).toEqual([]);
      };
      await expect(page.getByRole('heading', { level: 1, name: texts.welcome.title })).toBeVisible();
      await expect(page.getByRole('navigation')).toHaveCount(0);
      await expectClean('person');
      await enterPerson(page, texts);
      await expectClean('words');
      await writeDown(page, kept, texts);
      await expectClean('check');
      await repeatWords(page, kept, texts);
      await expectClean('typing');
      await page.getByRole('button', { name: texts.registration.typingSkip }).click();
      await expectClean('code');
      await enterCode(page, kept, texts);
      await expectOpen(page, texts);
      await expectVerified(page, texts);
      expect(watched.violations).toEqual([]);
      expect(watched.errors).toEqual([]);
    });
  });
}

test('each step refuses what cannot be right, says why, and keeps the rest', async ({ page }) => {
  const { errors } = m.account;
  const name = page.getByRole('textbox', { name: m.account.name });
  const password = page.getByLabel(m.account.password, { exact: true });
  const repeat = page.getByLabel(m.account.repeat);

  await test.step('a name that is none, a password that is short, or not the same twice', async () => {
    await next(page).click();
    await expect(page.getByText(errors.nameEmpty)).toBeVisible();
    await expect(name).toBeFocused();
    await name.fill('-');
    await password.fill('x'.repeat(minPasswordCharacters - 1));
    await next(page).click();
    await expect(page.getByText(errors.nameForm)).toBeVisible();
    await expect(page.getByText(errors.passwordShort(String(minPasswordCharacters)))).toBeVisible();
    await name.fill(NAME);
    await password.fill(PASSWORD);
    await repeat.fill(`${PASSWORD}!`);
    await next(page).click();
    await expect(page.getByText(errors.passwordsDiffer)).toBeVisible();
    await repeat.fill(PASSWORD);
    await page.keyboard.press('Enter');
  });

  const kept = new Keepsakes();
  await test.step('going on without having written anything down', async () => {
    await expect(page.getByRole('list', { name: m.registration.wordsLabel })).toBeVisible();
    await next(page).click();
    await expect(step(page, 'words')).toBeVisible();
    await expect(page.getByRole('checkbox', { name: m.registration.written })).toBeFocused();
    await writeDown(page, kept);
  });

  await test.step('words that are not the two', async () => {
    const fields = page.getByRole('textbox', { name: /^Word \d+$/ });
    await expect(fields).toHaveCount(2);
    await fields.first().fill('zoo');
    await next(page).click();
    await expect(page.getByText(m.registration.wordsWrong)).toBeVisible();
    await expect(page.getByText(errors.wordEmpty)).toBeVisible();
    await page.getByRole('button', { name: m.registration.back }).click();
    const again = page.getByRole('list', { name: m.registration.wordsLabel }).getByRole('listitem');
    expect(await again.allTextContents()).toEqual(kept.words);
    await next(page).click();
    await repeatWords(page, kept);
  });

  await test.step('a code that is none, and one that is not this app’s', async () => {
    await page.getByRole('button', { name: m.registration.typingSkip }).click();
    const code = page.getByRole('textbox', { name: m.account.code });
    const create = page.getByRole('button', { name: m.registration.create, exact: true });
    await code.fill('12345');
    await create.click();
    await expect(page.getByText(errors.codeForm)).toBeVisible();
    const other = new Keepsakes();
    other.secret = new Uint8Array(20);
    await code.fill(other.nextCode());
    await create.click();
    await expect(page.getByText(m.reasons['wrong-proof'].what)).toBeVisible();
    await expect(step(page, 'code')).toBeVisible();
    await enterCode(page, kept);
    await expectOpen(page);
  });
});

test('recognition by typing is set up on the way, by typing only', async ({ page }) => {
  const kept = new Keepsakes();
  await enterPerson(page);
  await writeDown(page, kept);
  await repeatWords(page, kept);
  const phrase = page.getByRole('textbox', { name: m.typing.phrase });
  await phrase.click();
  await typeByHand(page, 'mx');
  await expect(page.getByText(m.typing.again).first()).toBeVisible();
  for (let done = 0; done < ENROLMENT_SAMPLES; done += 1) {
    const heard = m.typing.heard(String(done), String(ENROLMENT_SAMPLES));
    await expect(page.getByText(`${heard} · ${m.typing.note}`)).toBeVisible();
    await typeByHand(page, TYPING_PHRASE);
  }
  await expect(page.getByText(m.typing.done)).toBeVisible();
  await next(page).click();
  await enterCode(page, kept);
  await expectOpen(page);
  await openSection(page, 'signIn');
  const typing = page.getByRole('listitem').filter({ hasText: m.security.signIn.about.typing });
  await expect(typing.getByRole('button', { name: m.security.signIn.remove })).toBeVisible();
});

test('words that the TEE forgot are drawn anew, and what was typed stays', async ({ app, page }) => {
  const kept = new Keepsakes();
  await enterPerson(page);
  await writeDown(page, kept);
  const before = kept.words;
  process.kill(await teePid(app), 'SIGKILL');
  await expect(page.getByText(m.registration.lostTitle, { exact: true }).first()).toBeVisible();
  await writeDown(page, kept);
  expect(kept.words).not.toEqual(before);
  await repeatWords(page, kept);
  await page.getByRole('button', { name: m.registration.typingSkip }).click();
  await enterCode(page, kept);
  await expectOpen(page);
});

test('killed at its last step, too: the code of the old words is worth nothing, the new ones are', async ({
  app,
  page,
}) => {
  const kept = new Keepsakes();
  await enterPerson(page);
  await writeDown(page, kept);
  await repeatWords(page, kept);
  await page.getByRole('button', { name: m.registration.typingSkip }).click();
  await expect(step(page, 'code')).toBeVisible();
  process.kill(await teePid(app), 'SIGKILL');
  await expect(page.getByText(m.registration.lostTitle, { exact: true }).first()).toBeVisible();
  const before = kept.words;
  await writeDown(page, kept);
  expect(kept.words).not.toEqual(before);
  await repeatWords(page, kept);
  await page.getByRole('button', { name: m.registration.typingSkip }).click();
  await enterCode(page, kept);
  await expectOpen(page);
});

test('a device that has its owner is not set up again', async ({ page, launch, app }) => {
  await setUpDevice(page);
  await app.stop();
  const again = await launch();
  await expect(again.page.getByRole('heading', { level: 1, name: m.unlock.title })).toBeVisible();
  await expect(again.page.getByRole('heading', { name: m.welcome.title })).toHaveCount(0);
});
