// What the owner of a device does in the app: set it up, unlock it, confirm with two proofs.
import { expect, type Page } from '@playwright/test';
import { en } from '../../renderer/i18n/en.ts';
import type { Messages } from '../../renderer/i18n/messages.ts';
import { oneTimeCode, oneTimeStep } from '../../tee-sim/authorization/one-time-code.ts';
import { fromBase32 } from '../helpers/test-user.ts';

export const NAME = 'Ada';
export const PASSWORD = 'correct horse battery';

export interface Person {
  readonly name: string;
  readonly password: string;
}

const OWNER: Person = { name: NAME, password: PASSWORD };

/** What the owner keeps: on paper, and in their authenticator app. */
export class Keepsakes {
  words: readonly string[] = [];
  codes: readonly string[] = [];
  secret: Uint8Array = new Uint8Array();
  #lastStep = -1;

  #usedCodes = 0;

  /** A code that was not used yet; the TEE takes the next one before its time too. */
  nextCode(): string {
    this.#lastStep = Math.max(oneTimeStep(Date.now()), this.#lastStep + 1);
    return oneTimeCode(this.secret, this.#lastStep);
  }

  /** One from the paper, where a fresh one-time code would have to be waited for. */
  nextRecoveryCode(): string {
    const code = this.codes[this.#usedCodes];
    this.#usedCodes += 1;
    if (code === undefined) throw new Error('no recovery code left');
    return code;
  }

  /** For a copy of the device, in which nothing that comes was used yet. */
  copy(): Keepsakes {
    const copy = new Keepsakes();
    copy.words = this.words;
    copy.codes = this.codes;
    copy.secret = this.secret;
    copy.#lastStep = this.#lastStep;
    copy.#usedCodes = this.#usedCodes;
    return copy;
  }
}

function button(page: Page, name: string) {
  return page.getByRole('button', { name, exact: true });
}

export async function enterPerson(
  page: Page,
  m: Messages = en,
  { name, password }: Person = OWNER,
): Promise<void> {
  await page.getByRole('textbox', { name: m.account.name }).fill(name);
  await page.getByLabel(m.account.password, { exact: true }).fill(password);
  await page.getByLabel(m.account.repeat).fill(password);
  await button(page, m.registration.next).click();
}

/** Reads them, as they are shown, and says so. */
export async function writeDown(page: Page, kept: Keepsakes, m: Messages = en): Promise<void> {
  const words = page.getByRole('list', { name: m.registration.wordsLabel }).getByRole('listitem');
  await expect(words).toHaveCount(12);
  kept.words = await words.allTextContents();
  kept.codes = await page
    .getByRole('list', { name: m.registration.codesLabel })
    .getByRole('listitem')
    .allTextContents();
  await page.getByRole('checkbox', { name: m.registration.written }).check({ force: true });
  await button(page, m.registration.next).click();
}

/** Types the two words that are asked for. */
export async function repeatWords(page: Page, kept: Keepsakes, m: Messages = en): Promise<void> {
  await expect(page.getByText(m.registration.checkLead)).toBeVisible();
  for (const [place, word] of kept.words.entries()) {
    const field = page.getByRole('textbox', { name: m.registration.word(String(place + 1)), exact: true });
    if ((await field.count()) > 0) await field.fill(word);
  }
  await button(page, m.registration.next).click();
}

export async function enterCode(page: Page, kept: Keepsakes, m: Messages = en): Promise<void> {
  const shown = page.getByText(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  kept.secret = fromBase32((await shown.innerText()).replaceAll(' ', ''));
  await page.getByRole('textbox', { name: m.account.code }).fill(kept.nextCode());
  await button(page, m.registration.create).click();
}

/** Every step, without recognition by typing. */
export async function register(page: Page, m: Messages = en, person: Person = OWNER): Promise<Keepsakes> {
  const kept = new Keepsakes();
  await enterPerson(page, m, person);
  await writeDown(page, kept, m);
  await repeatWords(page, kept, m);
  await button(page, m.registration.typingSkip).click();
  await enterCode(page, kept, m);
  return kept;
}

/** The first person becomes the owner. */
export async function setUpDevice(page: Page, m: Messages = en): Promise<Keepsakes> {
  const kept = await register(page, m);
  await expect(button(page, m.account.lock)).toBeVisible();
  return kept;
}

export async function lock(page: Page, m: Messages = en): Promise<void> {
  await button(page, m.account.lock).click();
  await expect(page.getByRole('heading', { level: 1, name: m.unlock.title })).toBeVisible();
}

export async function unlock(page: Page, password = PASSWORD, m: Messages = en): Promise<void> {
  await page.getByLabel(m.account.password, { exact: true }).fill(password);
  await button(page, m.unlock.submit).click();
}

/** In a window that does not know yet who it is. */
export async function unlockDevice(page: Page, m: Messages = en): Promise<void> {
  await page.getByRole('textbox', { name: m.account.name }).fill(NAME);
  await unlock(page, PASSWORD, m);
  await expect(button(page, m.account.lock)).toBeVisible();
}

/** Locks, and unlocks as another person of this device. */
export async function changePerson(
  page: Page,
  { name, password }: Person = OWNER,
  m: Messages = en,
): Promise<void> {
  await lock(page, m);
  await button(page, m.unlock.someoneElse).click();
  await page.getByRole('textbox', { name: m.account.name }).fill(name);
  await unlock(page, password, m);
  await expect(page.getByText(m.account.loggedInAs(name))).toBeAttached();
}

/** Answers the question for two proofs with the password and a recovery code, chosen from what would do. */
export async function proveTwice(
  page: Page,
  kept: Keepsakes,
  m: Messages = en,
  password = PASSWORD,
): Promise<void> {
  const dialog = page.getByRole('dialog', { name: m.stepUp.titles.Maximum });
  await dialog.getByLabel(m.account.password, { exact: true }).fill(password);
  await dialog.getByRole('button', { name: m.stepUp.second }).click();
  await page.getByRole('option', { name: m.account.factors['recovery-code'], exact: true }).click();
  await dialog.getByRole('textbox', { name: m.account.recoveryCode }).fill(kept.nextRecoveryCode());
  await button(page, m.stepUp.confirm).click();
  await expect(dialog).toHaveCount(0);
}

/** Answers the step-up dialog. */
export async function confirm(
  page: Page,
  proofs: { readonly password: string; readonly code: string },
  m: Messages = en,
): Promise<void> {
  const dialog = page.getByRole('dialog', { name: m.stepUp.titles.Maximum });
  await dialog.getByLabel(m.account.password, { exact: true }).fill(proofs.password);
  await dialog.getByRole('textbox', { name: m.account.code }).fill(proofs.code);
  await dialog.getByRole('button', { name: m.stepUp.confirm, exact: true }).click();
}
