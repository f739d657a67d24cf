// What the owner of a wallet allows somebody else, and that it holds: within the limit, above it, and why.
import { en as m } from '../../renderer/i18n/en.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { changePerson, type Person } from './owner.ts';
import { goTo, RECIPIENT, typeByHand } from './person.ts';
import { addPerson, createWallet, expectDone, giveAccess, openSection } from './security-screen.ts';

const GRACE: Person = { name: 'Grace', password: 'a phrase of her own' };
const WALLET = 'Household';
const LIMITS = { perTransaction: '1', perDay: '1.5' };

async function askFor(page: Page, amount: string): Promise<void> {
  await page.getByRole('textbox', { name: m.assess.amount, exact: true }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await typeByHand(page, amount);
  await page.getByRole('button', { name: m.assess.authorize, exact: true }).click();
}

/** The denial says which rule, what would satisfy it, and that nothing was taken; what was typed is still there. */
async function expectDenied(page: Page, reason: 'daily-limit' | 'transaction-limit', amount: string) {
  const main = page.getByRole('main');
  await expect(main.getByText(m.reasons[reason].what, { exact: true })).toBeVisible();
  await expect(main.getByText(m.reasons[reason].todo, { exact: true })).toBeVisible();
  await expect(main.getByText(m.assess.deniedText, { exact: true })).toBeVisible();
  await expect(page.getByRole('textbox', { name: m.assess.amount, exact: true })).toHaveValue(amount);
}

/** The third layer denied by `check`, with what would have passed; the fourth was not asked. */
async function expectTrace(
  scope: Pick<Page, 'getByRole'>,
  check: 'daily-limit' | 'transaction-limit',
  values: { readonly expected: string; readonly actual: string },
): Promise<void> {
  await scope.getByRole('button', { name: m.trace.open }).first().click();
  const layers = scope.getByRole('list', { name: m.trace.title }).first().locator('.trace-layer');
  await expect(layers).toHaveCount(4);
  for (const [place, outcome] of (['pass', 'pass', 'deny', 'not-reached'] as const).entries()) {
    await expect(layers.nth(place).locator('.trace-outcome')).toHaveText(m.trace.outcomes[outcome]);
  }
  const denied = layers.nth(2).getByRole('listitem').filter({ hasText: m.trace.checks[check] });
  await expect(denied).toContainText(m.trace.outcomes.deny);
  await expect(denied).toContainText(values.expected);
  await expect(denied).toContainText(values.actual);
}

test('a second person pays within what the owner gave, and is denied above it with the reason', async ({
  page,
  kept,
  watched,
}) => {
  test.setTimeout(180_000);

  await test.step('the owner adds a person, makes a wallet, and gives limited access', async () => {
    await addPerson(page, GRACE);
    await createWallet(page, WALLET);
    await giveAccess(page, WALLET, LIMITS, kept);
    const grace = page.getByRole('listitem').filter({ hasText: GRACE.name });
    await expect(grace).toContainText(m.security.wallets.perTransaction('1 ETH'));
    await expect(grace).toContainText(m.security.wallets.usedToday('0 ETH', '1.5 ETH'));
  });

  await changePerson(page, GRACE);
  await goTo(page, 'assess');
  await page.getByRole('button', { name: m.assess.wallet }).click();
  await page.getByRole('option', { name: WALLET, exact: true }).click();
  await page.getByRole('textbox', { name: m.assess.recipient, exact: true }).click();
  await typeByHand(page, RECIPIENT);

  await test.step('within the limit: allowed, and said what it left', async () => {
    await askFor(page, '0.9');
    await expect(page.getByText(m.assess.allowedTitle(WALLET), { exact: true })).toBeVisible();
    await expect(page.getByText(m.assess.conditions['within-limits'])).toBeVisible();
    await expect(page.getByText(m.security.wallets.usedToday('0.9 ETH', '1.5 ETH'))).toBeVisible();
  });

  await test.step('above what is left of the day: denied, with the rule and what would satisfy it', async () => {
    await askFor(page, '0.8');
    await expectDenied(page, 'daily-limit', '0.8');
    await expectTrace(page.getByRole('main'), 'daily-limit', { expected: '1.5 ETH', actual: '1.7 ETH' });
  });

  await test.step('above what one payment may be: denied by the other rule', async () => {
    await askFor(page, '1.2');
    await expectDenied(page, 'transaction-limit', '1.2');
    await expectTrace(page.getByRole('main'), 'transaction-limit', { expected: '1 ETH', actual: '1.2 ETH' });
  });

  await test.step('a denial took nothing: what was left can still be paid', async () => {
    await askFor(page, '0.6');
    await expect(page.getByText(m.security.wallets.usedToday('1.5 ETH', '1.5 ETH'))).toBeVisible();
  });

  await changePerson(page);
  await test.step('the owner sees it all: used up, the denials in the log, and the trace of each', async () => {
    await openSection(page, 'wallets');
    await expect(page.getByText(m.security.wallets.usedToday('1.5 ETH', '1.5 ETH'))).toBeVisible();
    await goTo(page, 'activity');
    await expect(page.getByRole('row', { name: m.log.kinds.authorization })).toHaveCount(2);
    const denials = page.getByRole('row', { name: m.log.kinds.denial });
    await expect(denials).toHaveCount(3);
    await denials.nth(1).click();
    const panel = page.getByRole('dialog');
    await expect(panel.getByText(m.reasons['daily-limit'].what)).toBeVisible();
    await expect(panel.getByText(GRACE.name, { exact: true })).toBeVisible();
    await expectTrace(panel, 'daily-limit', { expected: '1.5 ETH', actual: '1.7 ETH' });
  });
  expect(watched.errors).toEqual([]);
  expect(watched.violations).toEqual([]);
});

test('access is made tighter without two proofs, taken away, and then the wallet is as if it were not there', async ({
  page,
  kept,
}) => {
  test.setTimeout(180_000);
  const { wallets } = m.security;
  const grace = page.getByRole('main').getByRole('listitem').filter({ hasText: GRACE.name });
  await addPerson(page, GRACE);
  await createWallet(page, WALLET);
  await giveAccess(page, WALLET, LIMITS, kept);

  await grace.getByRole('button', { name: wallets.change, exact: true }).click();
  const form = page.getByRole('dialog', { name: wallets.changeTitle(GRACE.name) });
  await form.getByRole('textbox', { name: wallets.perTransactionField }).fill('0.5');
  await form.getByRole('button', { name: wallets.changeSubmit, exact: true }).click();
  await expect(form).toHaveCount(0);
  await expect(grace).toContainText(wallets.perTransaction('0.5 ETH'));

  await grace.getByRole('button', { name: wallets.revoke, exact: true }).click();
  const question = page.getByRole('alertdialog', { name: wallets.revokeTitle(GRACE.name, WALLET) });
  await question.getByRole('button', { name: wallets.revokeConfirm, exact: true }).click();
  await expectDone(page, m.security.done.REVOKE_BINDING);
  await expect(grace).toHaveCount(0);

  await changePerson(page, GRACE);
  await openSection(page, 'wallets');
  await expect(page.getByText(wallets.emptyTitle)).toBeVisible();
  await expect(page.getByText(WALLET)).toHaveCount(0);
  await goTo(page, 'assess');
  await expect(page.getByRole('button', { name: m.assess.submit, exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: m.assess.wallet })).toHaveCount(0);
});
