// What a person does in the app, by what they can see: names of fields, buttons and links, in one language.

import { en } from '../../renderer/i18n/en.ts';
import type { Messages } from '../../renderer/i18n/messages.ts';
import { zhCn } from '../../renderer/i18n/zh-cn.ts';
import { toChecksumAddress } from '../../tee-sim/protocol/payment.ts';
import { expect, type Page } from '../helpers/app-fixture.ts';

export const languages = { en, 'zh-CN': zhCn } as const satisfies Record<string, Messages>;
export type LanguageTag = keyof typeof languages;

export const RECIPIENT = toChecksumAddress(`0x${'c0ffee'.repeat(6)}c0de`);

/** What the navigation and the page itself are named after. */
export type Screen = keyof Messages & keyof Messages['app'];
export const SCREENS: readonly Screen[] = [
  'wallets',
  'send',
  'sign',
  'history',
  'contacts',
  'assess',
  'activity',
  'trusted',
  'security',
  'networks',
];

export async function expectVerified(page: Page, m: Messages = en): Promise<void> {
  const badge = page.getByRole('link', { name: m.connection.badgeLabel });
  await expect(badge).toContainText(m.connection.connected);
}

/** Key by key, at an uneven pace, as hands do. */
export async function typeByHand(page: Page, text: string): Promise<void> {
  for (const [index, key] of [...text].entries()) {
    await page.keyboard.press(key === ' ' ? 'Space' : key, { delay: 8 + ((index * 7) % 11) });
  }
}

export interface Payment {
  readonly recipient?: string;
  readonly amount: string;
  readonly note?: string;
}

export async function fillIn(page: Page, payment: Payment, m: Messages = en): Promise<void> {
  const { recipient = RECIPIENT, amount, note } = payment;
  await goTo(page, 'assess', m);
  await page.getByRole('textbox', { name: m.assess.recipient, exact: true }).click();
  await typeByHand(page, recipient);
  await page.getByRole('textbox', { name: m.assess.amount, exact: true }).click();
  await typeByHand(page, amount);
  if (note === undefined) return;
  await page.getByRole('textbox', { name: m.assess.note }).click();
  await typeByHand(page, note);
}

export async function assess(page: Page, payment: Payment, m: Messages = en): Promise<void> {
  await fillIn(page, payment, m);
  await page.getByRole('button', { name: m.assess.submit, exact: true }).click();
  await expect(page.getByText(m.assess.verified, { exact: true })).toBeVisible();
}

export async function goTo(page: Page, screen: Screen, m: Messages = en): Promise<void> {
  const navigation = page.getByRole('navigation', { name: m.app.navigation });
  await navigation.getByRole('link', { name: m.app[screen], exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: m[screen].title })).toBeVisible();
}
