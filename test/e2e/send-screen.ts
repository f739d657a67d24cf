// What a person does on the Send screen: fill in, and ask for the review.
import type { Page } from '@playwright/test';
import { en } from '../../renderer/i18n/en.ts';
import type { Messages } from '../../renderer/i18n/messages.ts';
import { goTo, RECIPIENT, typeByHand } from './person.ts';

export interface Wish {
  readonly recipient?: string;
  readonly amount: string;
}

/** Fills the form in, and waits for what the network says. */
export async function fillPayment(
  page: Page,
  { recipient = RECIPIENT, amount }: Wish,
  m: Messages = en,
): Promise<void> {
  await goTo(page, 'send', m);
  for (const [name, text] of [
    [m.assess.recipient, recipient],
    [m.assess.amount, amount],
  ] as const) {
    await page.getByRole('main').getByRole('textbox', { name, exact: true }).click();
    await page.keyboard.press('ControlOrMeta+a');
    await typeByHand(page, text);
  }
}

export async function askForPayment(page: Page, wish: Wish, m: Messages = en): Promise<void> {
  await fillPayment(page, wish, m);
  await page.getByRole('main').getByRole('button', { name: m.sign.submit, exact: true }).click();
}
