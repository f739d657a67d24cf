// What nobody types by accident: the largest amounts, texts without end, turned-around writing and HTML. All of it is
// text to the app, wherever it is shown, and none of it moves the window's frame.
import { en } from '../../renderer/i18n/en.ts';
import { MAX_NOTE } from '../../renderer/screens/assess/payment-form-rules.ts';
import { expect, type Page, test, type Watched } from '../helpers/app-fixture.ts';
import { expectVerified, goTo, RECIPIENT } from './person.ts';

const { activity, assess: texts, log } = en;

const LARGEST_WEI = (2n ** 256n - 1n).toString();
const LARGEST_ETH = `${LARGEST_WEI.slice(0, -18)}.${LARGEST_WEI.slice(-18)}`;
const ABOVE_LARGEST_ETH = LARGEST_ETH.replace(/5$/, '6');
const SHOWN_ETH = `${BigInt(LARGEST_WEI.slice(0, -18)).toLocaleString('en')}.${LARGEST_WEI.slice(-18)} ETH`;

const HTML = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
/** Right-to-left override, emoji of several code points, a mark on a letter, HTML. */
const NOTE = `\u202egnp.exe 👩‍👩‍👧‍👦🏴‍☠️ e\u0301 "quoted" & ${HTML}`;

/** In the page: the hint in wei line by line, as it is broken just now. */
const LINES = `(() => {
  const hints = [...document.querySelectorAll('.field-hint')];
  const element = hints.find(({ textContent }) => textContent.endsWith('wei'));
  const lines = new Map();
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    for (let i = 0; i < text.length; i += 1) {
      const range = document.createRange();
      range.setStart(text, i);
      range.setEnd(text, i + 1);
      const { top } = range.getBoundingClientRect();
      lines.set(top, (lines.get(top) ?? '') + text.data[i]);
    }
  }
  return [...lines.values()];
})()`;

/** As long as one may be, without a place to break the line. */
const LONGEST_NOTE = NOTE.padEnd(MAX_NOTE, 'x');

async function paste(page: Page, name: string, text: string): Promise<void> {
  await page.getByRole('form').getByRole('textbox', { name }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** Only text: no element of it, no rule broken, no error, and nothing wider than the window. */
async function expectHarmless(page: Page, { errors, violations }: Watched): Promise<void> {
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  await expect(page.locator('[onerror]')).toHaveCount(0);
  await expect(page.locator('script', { hasText: 'owned' })).toHaveCount(0);
  await expect(page).not.toHaveTitle(/owned/);
  const tooWide =
    await page.evaluate(`[document.scrollingElement, ...document.querySelectorAll('main, .modal, .dialog')]
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map(({ tagName, className, scrollWidth, clientWidth }) => [tagName, className, scrollWidth, clientWidth].join(' '))`);
  expect(tooWide).toEqual([]);
  expect(errors).toEqual([]);
  expect(violations).toEqual([]);
}

for (const viewport of [
  { width: 1180, height: 820 },
  { width: 590, height: 410 },
]) {
  test(`hostile texts are refused field by field, and stay as written, at ${viewport.width} px`, async ({
    page,
    watched,
  }) => {
    await expectVerified(page);
    await goTo(page, 'assess');
    await page.setViewportSize(viewport);
    const field = (name: string) => page.getByRole('form').getByRole('textbox', { name });
    const endless = 'x'.repeat(MAX_NOTE + 1);
    for (const [recipient, amount, amountError, note] of [
      [HTML, HTML, texts.errors.amountForm, endless],
      [endless, LARGEST_WEI, texts.errors.amountTooLarge, HTML.repeat(200)],
      [NOTE, ABOVE_LARGEST_ETH, texts.errors.amountTooLarge, NOTE.repeat(100)],
      [`${RECIPIENT}${HTML}`, `1${NOTE}`, texts.errors.amountForm, LONGEST_NOTE + HTML],
    ] as const) {
      await paste(page, texts.recipient, recipient);
      await paste(page, texts.amount, amount);
      await paste(page, texts.note, note);
      await page.getByRole('button', { name: texts.submit, exact: true }).click();
      await expect(page.getByText(texts.errors.recipientForm)).toBeVisible();
      await expect(page.getByText(amountError)).toBeVisible();
      await expect(page.getByText(texts.errors.noteTooLong)).toBeVisible();
      await expect(field(texts.recipient)).toHaveValue(recipient);
      await expect(field(texts.amount)).toHaveValue(amount);
      await expect(field(texts.note)).toHaveValue(note);
      await expectHarmless(page, watched);
    }
    await goTo(page, 'activity');
    await expect(page.getByRole('row', { name: log.kinds.boot }).first()).toBeVisible();
    await expect(page.getByRole('row', { name: log.kinds.assessment })).toHaveCount(0);
  });

  test(`the largest amount and the longest note are assessed, logged and found, at ${viewport.width} px`, async ({
    page,
    watched,
  }) => {
    await expectVerified(page);
    await goTo(page, 'assess');
    await page.setViewportSize(viewport);
    await paste(page, texts.recipient, RECIPIENT);
    await paste(page, texts.amount, LARGEST_ETH);
    await paste(page, texts.note, LONGEST_NOTE);
    const hint = page.getByText(texts.amountWei(BigInt(LARGEST_WEI).toLocaleString('en')));
    await expect(hint).toBeVisible();
    const lines = await page.evaluate<string[]>(LINES);
    expect(lines.length).toBeGreaterThan(1);
    // Every line but the last ends with a whole group.
    expect(lines.slice(0, -1).filter((line) => !/\d{3}[, ]$/.test(line))).toEqual([]);
    await page.getByRole('button', { name: texts.submit, exact: true }).click();
    await expect(page.getByText(texts.verified, { exact: true })).toBeVisible();
    for (const disclosure of await page.locator('main .disclosure-trigger').all()) await disclosure.click();
    await expectHarmless(page, watched);

    await goTo(page, 'activity');
    const panel = page.getByRole('dialog');
    const open = async (): Promise<void> => {
      await page.getByRole('row', { name: log.kinds.assessment }).first().click();
      await expect(page.getByText(activity.detailLead)).toBeVisible();
      await expect(panel.getByText(LONGEST_NOTE, { exact: true })).toBeVisible();
      await expect(panel.getByText(SHOWN_ETH, { exact: true })).toBeVisible();
      await expectHarmless(page, watched);
      await page.getByRole('button', { name: activity.rawRecord }).click();
      await expect(panel.getByText(LARGEST_WEI)).toBeVisible();
      await expect(panel.getByText('<script>').last()).toBeVisible();
      await expectHarmless(page, watched);
      await page.keyboard.press('Escape');
      await expect(panel).toHaveCount(0);
    };
    await open();

    const filter = page.getByRole('search', { name: activity.search.label });
    await filter.getByRole('button', { name: log.kind }).click();
    await page.getByRole('option', { name: log.kinds.assessment, exact: true }).click();
    await expect(page.getByRole('grid', { name: activity.search.listLabel })).toBeVisible();
    await expectHarmless(page, watched);
    await open();
  });
}
