// What a person does on the Security screen: open a section, add somebody, make a wallet, give access to it.
import { expect, type Page } from '@playwright/test';
import { en } from '../../renderer/i18n/en.ts';
import type { Messages } from '../../renderer/i18n/messages.ts';
import { type Keepsakes, type Person, proveTwice, register } from './owner.ts';
import { goTo } from './person.ts';

export type SectionName = keyof Messages['security']['sections'];

export async function openSection(page: Page, name: SectionName, m: Messages = en): Promise<void> {
  await goTo(page, 'security', m);
  const tab = page.getByRole('tab', { name: m.security.sections[name], exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
}

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

/** What the section says became of a change. */
export async function expectDone(page: Page, sentence: string): Promise<void> {
  await expect(page.getByRole('main').getByText(sentence, { exact: true })).toBeVisible();
}

export async function addPerson(page: Page, person: Person, m: Messages = en): Promise<Keepsakes> {
  await openSection(page, 'people', m);
  await press(page, m.security.people.register);
  const kept = await register(page, m, person);
  await expectDone(page, m.security.people.registered);
  return kept;
}

export interface Limits {
  readonly perTransaction: string;
  readonly perDay: string;
  /** Its name; the one that is suggested when absent. */
  readonly network?: string;
}

/** To the one person who has no access yet. */
export async function giveAccess(
  page: Page,
  wallet: string,
  { perTransaction, perDay, network }: Limits,
  kept: Keepsakes,
  m: Messages = en,
): Promise<void> {
  const { wallets, done } = m.security;
  await openSection(page, 'wallets', m);
  await press(page, wallets.grant);
  const dialog = page.getByRole('dialog', { name: wallets.grantTitle(wallet) });
  if (network !== undefined) {
    await dialog.locator('.limit-row .select-button').click();
    await page.getByRole('option', { name: network, exact: true }).click();
  }
  await dialog.getByRole('textbox', { name: wallets.perTransactionField }).fill(perTransaction);
  await dialog.getByRole('textbox', { name: wallets.perDayField }).fill(perDay);
  await dialog.getByRole('button', { name: wallets.grantSubmit, exact: true }).click();
  await proveTwice(page, kept, m);
  await expectDone(page, done.PUT_BINDING);
}
