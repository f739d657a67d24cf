// A payment over a real chain, from the first look at an empty screen to the receipt and the row of the log; and the
// truth when somebody pulls the plug.
import { en as m } from '../../renderer/i18n/en.ts';
import { Anvil } from '../helpers/anvil.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { addLocal } from './network-screen.ts';
import { changePerson, type Keepsakes, type Person, proveTwice } from './owner.ts';
import { goTo, RECIPIENT } from './person.ts';
import { addPerson, expectDone, giveAccess, openSection } from './security-screen.ts';
import { askForPayment } from './send-screen.ts';
import { approve, changeDenied, expectFinal, expectReview } from './sign-screen.ts';
import { importPhrase, JUNK_ADDRESS } from './wallet-screen.ts';

const GRACE: Person = { name: 'Grace', password: 'a phrase of her own' };
const WALLET = 'Household';
const LIMITS = { perTransaction: '2', perDay: '3', network: 'Anvil' };
const TEN_COINS = '0x8ac7230489e80000';
const { phases } = m.transactions;

let anvil: Anvil;
test.beforeEach(async () => {
  anvil = await Anvil.start();
  await anvil.request('anvil_setBalance', [JUNK_ADDRESS, TEN_COINS]);
});
test.afterEach(() => anvil.stop());

const main = (page: Page) => page.getByRole('main');
const press = (page: Page, name: string) => main(page).getByRole('button', { name, exact: true }).click();

/** Wei that the chain says it has. */
async function received(): Promise<bigint> {
  return BigInt(await anvil.request<string>('eth_getBalance', [RECIPIENT, 'latest']));
}

/** What looks like a program needs two proofs from now on; one is what having unlocked just now stands for. */
async function wantTwoProofsSooner(page: Page, kept: Keepsakes): Promise<void> {
  const { policy, done } = m.security;
  await openSection(page, 'policy');
  await press(page, policy.edit);
  await page.getByRole('textbox', { name: policy.leaves['operationAuthorization.maximumFrom'] }).fill('40');
  await press(page, policy.preview);
  await page.getByRole('button', { name: policy.perform, exact: true }).click();
  await proveTwice(page, kept);
  await expectDone(page, done.CHANGE_POLICY);
}

test('from no network at all to a receipt: within a limit, denied above it, with two proofs, and in the log', async ({
  page,
  kept,
  watched,
}) => {
  test.setTimeout(180_000);
  await importPhrase(page, WALLET);
  await goTo(page, 'send');
  await expect(page.getByRole('heading', { name: m.send.noNetworkTitle })).toBeVisible();
  await addLocal(page, anvil.url);
  const hers = await addPerson(page, GRACE);
  await giveAccess(page, WALLET, LIMITS, kept);
  await wantTwoProofsSooner(page, kept);
  await changePerson(page, GRACE);

  await test.step('within the limit: signed, sent, in a block', async () => {
    await askForPayment(page, { amount: '1.5' });
    await expectReview(page, /1\.5 ETH/);
    await expect(page.getByText(m.send.wouldPass)).toBeVisible();
    await expect(page.getByText(m.sign.firstPayment)).toBeVisible();
    await approve(page);
    await expect(main(page).getByText(phases.confirmed.name, { exact: true })).toBeVisible();
    expect(await received()).toBe(15n * 10n ** 17n);
    await press(page, m.send.another);
  });

  await test.step('filled in by a program: two proofs are asked for, and it is sent', async () => {
    for (const [name, text] of [
      [m.assess.recipient, RECIPIENT],
      [m.assess.amount, '0.5'],
    ] as const) {
      await main(page).getByRole('textbox', { name, exact: true }).fill(text);
    }
    await press(page, m.sign.submit);
    await expectReview(page, /0\.5 ETH/);
    await approve(page);
    await proveTwice(page, hers, m, GRACE.password);
    await expect(main(page).getByText(phases.confirmed.name, { exact: true })).toBeVisible();
    expect(await received()).toBe(2n * 10n ** 18n);
    await press(page, m.send.another);
  });

  await test.step('above the limit of one payment: denied, nothing sent, and the nonce is free again', async () => {
    await askForPayment(page, { amount: '2.5' });
    await expectReview(page, /2\.5 ETH/);
    await approve(page);
    await expect(main(page).getByText(m.reasons['transaction-limit'].what, { exact: true })).toBeVisible();
    await expect(main(page).getByText(m.sign.deniedText, { exact: true })).toBeVisible();
    await expectFinal(page, 'payment');
    await changeDenied(page, 'payment');
    await expect(page.getByRole('textbox', { name: m.assess.amount, exact: true })).toHaveValue('2.5');
  });

  await test.step('a last one, within the limit: no number is missing, so it is in a block at once', async () => {
    await askForPayment(page, { amount: '0.25' });
    await expectReview(page, /0\.25 ETH/);
    await approve(page);
    await expect(main(page).getByText(phases.confirmed.name, { exact: true })).toBeVisible();
    expect(await anvil.request('eth_getTransactionCount', [JUNK_ADDRESS, 'latest'])).toBe('0x3');
    await main(page).getByRole('link', { name: m.send.openHistory }).click();
    const panel = page.getByRole('dialog', { name: m.history.detailTitle({ number: '3' }) });
    await expect(panel.getByText(phases.confirmed.name, { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await changePerson(page, undefined);
  await goTo(page, 'activity');
  await expect(page.getByRole('row', { name: m.log.kinds.signature })).toHaveCount(3);
  await expect(page.getByRole('row', { name: m.log.kinds.denial })).not.toHaveCount(0);
  expect(watched.errors).toEqual([]);
  expect(watched.violations).toEqual([]);
});

test('the plug pulled before the review, between signing and sending, and after sending: the truth is told', async ({
  page,
  watched,
}) => {
  test.setTimeout(180_000);
  const { port } = anvil;
  await importPhrase(page, WALLET);
  await addLocal(page, anvil.url);

  await test.step('before anything is signed', async () => {
    await goTo(page, 'send');
    await expect(page.getByRole('region', { name: m.send.balance })).toContainText('10 ETH');
    await anvil.stop();
    await askForPayment(page, { amount: '1' });
    await expect(main(page).getByText(m.send.troubledTitle)).toBeVisible();
    await expect(main(page).getByText(m.send.troubledText)).toBeVisible();
    await expect(page.getByRole('textbox', { name: m.assess.amount, exact: true })).toHaveValue('1');
  });

  await test.step('between the review and sending: signed once, and not sent', async () => {
    anvil = await Anvil.start([], port);
    await anvil.request('anvil_setBalance', [JUNK_ADDRESS, TEN_COINS]);
    await press(page, m.sign.submit);
    await expectReview(page, /1 ETH/);
    await anvil.stop();
    await approve(page);
    await expect(main(page).getByText(phases.prepared.text)).toBeVisible();
  });

  await test.step('sent now: the very same, in a block', async () => {
    anvil = await Anvil.start([], port);
    await anvil.request('anvil_setBalance', [JUNK_ADDRESS, TEN_COINS]);
    await press(page, m.transactions.sendNow);
    await expect(main(page).getByText(phases.confirmed.name, { exact: true })).toBeVisible();
    expect(await received()).toBe(10n ** 18n);
    await press(page, m.send.another);
  });

  await test.step('after sending, while it waits: it is said to wait, and that nobody answers', async () => {
    await anvil.request('evm_setAutomine', [false]);
    await askForPayment(page, { amount: '2' });
    await expectReview(page, /2 ETH/);
    await approve(page);
    await expect(main(page).getByText(phases.pending.text)).toBeVisible();
    await anvil.stop();
    await press(page, m.transactions.refresh);
    await expect(main(page).getByText(m.networks.problems.unreachable.what)).toBeVisible();
    await expect(main(page).getByText(phases.confirmed.name, { exact: true })).toHaveCount(0);
  });
  await goTo(page, 'history');
  const list = page.getByRole('list', { name: m.history.listLabel });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  expect(watched.errors).toEqual([]);
});
