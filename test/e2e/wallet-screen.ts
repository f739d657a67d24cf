// What a person does on the Wallets screen: make a wallet and prove the backup, import one, open it.
import { expect, type Page } from '@playwright/test';
import { en } from '../../renderer/i18n/en.ts';
import type { Messages } from '../../renderer/i18n/messages.ts';
import { goTo } from './person.ts';

/** The phrase that every developer's tool knows, and its first address. */
export const JUNK = 'test test test test test test test test test test test junk';
export const JUNK_ADDRESS = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name, exact: true }).click();
}

/** Reads the words as they are shown, and says so. */
export async function writeWordsDown(page: Page, m: Messages = en): Promise<string[]> {
  const { make, show, wordsLabel } = m.wallets;
  await press(page, show);
  const words = page.getByRole('list', { name: wordsLabel }).getByRole('listitem');
  await expect(words.first()).toBeVisible();
  const written = await words.allTextContents();
  await page.getByRole('checkbox', { name: make.written }).check({ force: true });
  await press(page, make.next);
  return written;
}

export async function typeWordsBack(page: Page, written: readonly string[], m: Messages = en): Promise<void> {
  const { make } = m.wallets;
  await expect(page.getByText(make.checkLead)).toBeVisible();
  for (const [place, word] of written.entries()) {
    const field = page.getByRole('textbox', { name: make.word(String(place + 1)), exact: true });
    if ((await field.count()) > 0) await field.fill(word);
  }
}

/** Every step; its words. Ends where the new wallet is shown. */
export async function createWallet(page: Page, name: string, m: Messages = en): Promise<string[]> {
  const { make, create } = m.wallets;
  await goTo(page, 'wallets', m);
  await press(page, create);
  await page.getByRole('textbox', { name: make.name }).fill(name);
  await press(page, make.next);
  const written = await writeWordsDown(page, m);
  await typeWordsBack(page, written, m);
  await press(page, make.create);
  await expect(page.getByRole('heading', { name: make.doneTitle(name) })).toBeVisible();
  return written;
}

/** Where a view has just come, it may move under the pointer once more: then the button is pressed again. */
export async function beginImport(page: Page, m: Messages = en): Promise<void> {
  const form = page.getByRole('tab', { name: m.wallets.bring.kinds.key });
  await expect(async () => {
    if (!(await form.isVisible())) await press(page, m.wallets.import);
    await expect(form).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 20_000 });
}

export async function importPhrase(page: Page, name: string, words = JUNK, m: Messages = en): Promise<void> {
  const { bring, make } = m.wallets;
  await goTo(page, 'wallets', m);
  await beginImport(page, m);
  await page.getByRole('textbox', { name: bring.phrase }).fill(words);
  await page.getByRole('textbox', { name: make.name }).fill(name);
  await press(page, bring.import);
  await expect(page.getByRole('heading', { name: make.doneTitle(name) })).toBeVisible();
}

export async function openWallet(page: Page, name: string, m: Messages = en): Promise<void> {
  await goTo(page, 'wallets', m);
  await page
    .getByRole('list', { name: m.wallets.listLabel })
    .getByRole('link', { name, exact: true })
    .click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** As the owner, up to where two proofs are asked for. */
export async function askToRemove(page: Page, name: string, m: Messages = en): Promise<void> {
  await openWallet(page, name, m);
  await press(page, m.wallets.detail.remove);
  const question = page.getByRole('alertdialog', { name: m.wallets.removal.title(name) });
  await question.getByRole('textbox', { name: m.wallets.removal.typeName(name) }).fill(name);
  await question.getByRole('button', { name: m.wallets.removal.confirm, exact: true }).click();
}
