// A payment without a pointer, from the empty form to its receipt and its place in the history. Wallet and network are
// set up before; from then on nothing here clicks, focuses or fills by program.
import { en as m } from '../../renderer/i18n/en.ts';
import { Anvil } from '../helpers/anvil.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { arrowTo, button, expectFocusSeen, expectOpen, press, tabTo, travel } from './by-keyboard.ts';
import { addLocal } from './network-screen.ts';
import { RECIPIENT, typeByHand } from './person.ts';
import { importPhrase } from './wallet-screen.ts';

test.setTimeout(180_000);

let anvil: Anvil;
test.beforeEach(async ({ page }) => {
  anvil = await Anvil.start();
  await importPhrase(page, 'Household');
  await addLocal(page, anvil.url);
});
test.afterEach(() => anvil.stop());

const main = (page: Page) => page.getByRole('main');
const field = (page: Page, name: string) => main(page).getByRole('textbox', { name, exact: true });
const what = (page: Page) => page.getByRole('heading', { name: /^Send 0\.5 ETH/ });

async function fillIn(page: Page): Promise<void> {
  await tabTo(page, field(page, m.assess.recipient));
  await typeByHand(page, RECIPIENT);
  await tabTo(page, field(page, m.assess.amount));
  await typeByHand(page, '0.5');
  const fee = (name: string) => page.getByRole('radio', { name: new RegExp(`^${name}: `) });
  await expect(fee(m.send.tiers.normal)).toBeChecked();
  await tabTo(page, fee(m.send.tiers.slow));
  await arrowTo(page, 'ArrowRight', fee(m.send.tiers.fast));
  await page.keyboard.press('Space');
  await expect(fee(m.send.tiers.fast)).toBeChecked();
  await tabTo(page, page.getByRole('textbox', { name: m.assess.note }));
  await typeByHand(page, 'rent');
}

async function approve(page: Page): Promise<void> {
  await expect(what(page)).toBeFocused();
  await tabTo(page, button(page, m.sign.decline));
  await page.keyboard.press('Tab');
  const approval = button(page, m.sign.approve);
  await expectFocusSeen(page, approval);
  await expect(approval).not.toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
}

test('is entered, reviewed, declined, approved, sent, and found in the history', async ({
  page,
  watched,
}) => {
  await travel(page, 'send');
  await fillIn(page);

  await test.step('declined: what was entered is still there', async () => {
    await press(page, m.sign.submit);
    await expect(what(page)).toBeFocused();
    await press(page, m.sign.decline, 'Space');
    await expect(field(page, m.assess.amount)).toHaveValue('0.5');
  });

  await test.step('approved: who listens begins at what was signed, and it is in a block', async () => {
    await press(page, m.sign.submit);
    await approve(page);
    await expect(what(page)).toBeFocused();
    const { confirmed } = m.transactions.phases;
    await expect(main(page).getByText(confirmed.name, { exact: true })).toBeVisible();
    const balance = await anvil.request<string>('eth_getBalance', [RECIPIENT, 'latest']);
    expect(BigInt(balance)).toBe(5n * 10n ** 17n);
  });

  await test.step('its link opens it in the history, and closing it leads to its row', async () => {
    await tabTo(page, main(page).getByRole('link', { name: m.send.openHistory, exact: true }));
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: m.history.detailTitle({ number: '1' }) });
    await expectOpen(page, panel);
    await expect(panel.getByText('rent', { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
    const row = page.getByRole('list', { name: m.history.listLabel }).getByRole('button').first();
    await expectFocusSeen(page, row);
    await expect(row).toHaveAttribute('aria-current', 'true');
    expect(new URL(page.url()).hash).not.toContain('number');
    await page.keyboard.press('Enter');
    await expectOpen(page, panel);
  });
  expect(watched.errors).toEqual([]);
});
