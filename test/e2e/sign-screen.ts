// What a person does on the Sign screen: say what is to be signed, read the review, approve or decline it.
import { expect, type Page } from '@playwright/test';
import { en } from '../../renderer/i18n/en.ts';
import type { Messages } from '../../renderer/i18n/messages.ts';
import type { ContentChoice } from '../../renderer/screens/sign/sign-store.ts';
import type { ReviewSubject } from '../../renderer/signing/prepare.ts';
import { goTo, RECIPIENT, typeByHand } from './person.ts';

const button = (page: Page, name: string) =>
  page.getByRole('main').getByRole('button', { name, exact: true });
const field = (page: Page, name: string) =>
  page.getByRole('main').getByRole('textbox', { name, exact: true });

export async function choose(page: Page, choice: ContentChoice, m: Messages = en): Promise<void> {
  await page.getByRole('radio', { name: m.sign.choices[choice], exact: true }).click();
}

export interface Transfer {
  readonly recipient?: string;
  readonly amount: string;
  /** Instead of what the form suggests. */
  readonly gasLimit?: string;
}

/** By hand, as far as the risk looks at it; asks for the review. */
export async function askForTransfer(
  page: Page,
  { recipient = RECIPIENT, amount, gasLimit }: Transfer,
  m: Messages = en,
): Promise<void> {
  await goTo(page, 'sign', m);
  await choose(page, 'transfer', m);
  await refill(page, m.assess.recipient, recipient);
  await refill(page, m.assess.amount, amount);
  if (gasLimit !== undefined) await refill(page, m.sign.gasLimit, gasLimit);
  await button(page, m.sign.submit).click();
}

async function refill(page: Page, name: string, text: string): Promise<void> {
  await field(page, name).click();
  await page.keyboard.press('ControlOrMeta+a');
  await typeByHand(page, text);
}

/** Copied elsewhere and pasted here, as a person does: for the risk it is not the same as filled in by a program. */
export async function paste(page: Page, into: ReturnType<Page['locator']>, text: string): Promise<void> {
  await page.evaluate(`(() => {
    const elsewhere = document.createElement('textarea');
    document.body.append(elsewhere);
    elsewhere.value = ${JSON.stringify(text)};
    elsewhere.select();
    document.execCommand('copy');
    elsewhere.remove();
  })()`);
  await into.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+v');
  await expect(into).toHaveValue(text);
}

/** Text that is not typed: pasted bytes, JSON, a message. */
export async function askFor(
  page: Page,
  choice: Exclude<ContentChoice, 'transfer'>,
  text: string,
  m: Messages = en,
): Promise<void> {
  const labels = { paste: m.sign.pasted, message: m.sign.message, 'typed-data': m.sign.typedData };
  await goTo(page, 'sign', m);
  await choose(page, choice, m);
  await paste(page, field(page, labels[choice]), text);
  await button(page, m.sign.submit).click();
}

/** The review stands there, and says what would happen. */
export async function expectReview(page: Page, what: string | RegExp, m: Messages = en): Promise<void> {
  await expect(page.getByRole('region', { name: what })).toBeVisible();
  await expect(button(page, m.sign.decline)).toBeEnabled();
}

/** Once all of it was seen, and there was time to read. */
export async function approve(page: Page, m: Messages = en): Promise<void> {
  const approval = button(page, m.sign.approve);
  // As by Tab: what was not seen yet comes into view. A screen that was just shown takes the focus to its own top.
  await expect(async () => {
    await approval.focus();
    await expect(page.getByText(m.sign.approveUnseen)).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
  await expect(approval).not.toHaveAttribute('aria-disabled', 'true');
  await approval.click();
}

export async function decline(page: Page, m: Messages = en): Promise<void> {
  await button(page, m.sign.decline).click();
  await expect(button(page, m.sign.submit)).toBeVisible();
}

/** After a denial that nothing gets past: what had the focus would change it now, and asks for nothing again. */
export async function expectFinal(page: Page, subject: ReviewSubject, m: Messages = en): Promise<void> {
  await expect(button(page, m.sign.change[subject])).toBeFocused();
  await expect(button(page, m.sign.approve)).toHaveCount(0);
}

export async function changeDenied(page: Page, subject: ReviewSubject, m: Messages = en): Promise<void> {
  await button(page, m.sign.change[subject]).press('Enter');
  await expect(button(page, m.sign.submit)).toBeVisible();
}

export async function expectSigned(page: Page, m: Messages = en): Promise<void> {
  await expect(page.getByText(m.sign.signedTitle, { exact: true })).toBeVisible();
}

/** The whole signed transaction, or signature, as the text that is handed on. */
export async function signedText(page: Page, label: string = en.sign.raw): Promise<`0x${string}`> {
  const text = await page.getByRole('region', { name: label, exact: true }).innerText();
  return text.trim() as `0x${string}`;
}

/** Back to an empty form. */
export async function signAnother(page: Page, m: Messages = en): Promise<void> {
  await button(page, m.sign.another).click();
  await expect(button(page, m.sign.submit)).toBeVisible();
}
