// What becomes of a payment when its window is loaded anew, locked or gone in the middle of it: signed once, sent once,
// found again, and told as it is.
import { en as m } from '../../renderer/i18n/en.ts';
import { Anvil } from '../helpers/anvil.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { HoldingNode } from '../helpers/holding-node.ts';
import { addLocal } from './network-screen.ts';
import { changePerson, lock, type Person, unlock, unlockDevice } from './owner.ts';
import { goTo, RECIPIENT } from './person.ts';
import { addPerson } from './security-screen.ts';
import { askForPayment } from './send-screen.ts';
import { approve, expectReview } from './sign-screen.ts';
import { importPhrase, JUNK_ADDRESS } from './wallet-screen.ts';

const GRACE: Person = { name: 'Grace', password: 'a phrase of her own' };
const { phases, unsettled } = m.transactions;

test.setTimeout(180_000);

let anvil: Anvil;
let node: HoldingNode;
test.beforeEach(async ({ page }) => {
  anvil = await Anvil.start();
  node = await HoldingNode.start(anvil.url);
  await importPhrase(page, 'Household');
  await addLocal(page, node.url);
});
test.afterEach(async () => {
  await node.stop();
  await anvil.stop();
});

const main = (page: Page) => page.getByRole('main');
const notice = (page: Page) => page.getByRole('region', { name: unsettled.label });
const press = (page: Page, name: string) => main(page).getByRole('button', { name, exact: true }).click();

async function review(page: Page): Promise<void> {
  await askForPayment(page, { amount: '1' });
  await expectReview(page, /1 ETH/);
}

/** Approved; the node has the bytes in its hands and passes them on to nobody yet. */
async function sendInto(page: Page): Promise<void> {
  await review(page);
  node.hold();
  await approve(page);
  await expect.poll(() => node.sendings).toBe(1);
}

/** One signature in the history, one payment on the chain, and no number used besides. */
async function expectOnce(page: Page): Promise<void> {
  await goTo(page, 'history');
  const list = page.getByRole('list', { name: m.history.listLabel });
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expect(list.getByRole('listitem')).toContainText(phases.confirmed.name);
  await expect(notice(page)).toHaveCount(0);
  expect(BigInt(await anvil.request<string>('eth_getBalance', [RECIPIENT, 'latest']))).toBe(10n ** 18n);
  expect(await anvil.request('eth_getTransactionCount', [JUNK_ADDRESS, 'latest'])).toBe('0x1');
}

test('loaded anew while the TEE signs: found signed, told on every screen, sent once', async ({
  app,
  page,
}) => {
  test.skip(process.platform === 'win32', 'processes are stopped by POSIX signals here');
  await review(page);
  const approval = main(page).getByRole('button', { name: m.sign.approve, exact: true });
  await approval.focus();
  await expect(approval).not.toHaveAttribute('aria-disabled', 'true');
  const [pid] = await app.utilityPids();
  if (pid === undefined) throw new Error('no TEE process');
  process.kill(pid, 'SIGSTOP');
  await approval.click();
  await expect(page.getByRole('button', { name: m.sign.approving })).toBeVisible();
  await page.reload();
  process.kill(pid, 'SIGCONT');
  await unlock(page);
  await expect(main(page).getByText(m.send.notSentTitle, { exact: true })).toBeVisible();
  await expect(main(page).getByText(m.send.found, { exact: true })).toBeVisible();
  await expect(notice(page)).toHaveCount(0);
  await page.reload();
  await unlock(page);
  await expect(main(page).getByText(m.send.notSentTitle, { exact: true })).toBeVisible();
  await goTo(page, 'wallets');
  await page.reload();
  await unlock(page);
  await expect(notice(page)).toContainText(/^Signed, but not sent: Send 1 ETH to 0xC0FFEE/i);
  expect(node.sendings).toBe(0);
  await notice(page).getByRole('link', { name: unsettled.openSend }).click();
  await press(page, m.send.sendNow);
  await expect(main(page).getByText(phases.confirmed.name, { exact: true })).toBeVisible();
  await expectOnce(page);
  expect(node.sendings).toBe(1);
});

test('loaded anew while the network is handed it: followed, not signed and not sent anew', async ({
  page,
}) => {
  await sendInto(page);
  await page.reload();
  await unlock(page);
  // On a slow machine main has given up waiting for the answer meanwhile.
  const { broadcasting, unknown } = phases;
  const said = [broadcasting.text, unknown.text].map((text) => main(page).getByText(text, { exact: true }));
  await expect(said.reduce((one, other) => one.or(other))).toBeVisible();
  node.letGo();
  await expect(main(page).getByText(phases.confirmed.name, { exact: true })).toBeVisible();
  await expectOnce(page);
  expect(node.sendings).toBe(1);
});

test('locked while the network is handed it: goes on, and is there when it is unlocked', async ({ page }) => {
  await sendInto(page);
  await lock(page);
  await expect(notice(page)).toHaveCount(0);
  node.letGo();
  await unlock(page);
  await expect(main(page).getByText(phases.confirmed.name, { exact: true })).toBeVisible();
  await expectOnce(page);
  expect(node.sendings).toBe(1);
});

test('gone while the network is handed it: nobody knows, its owner is told, and nobody else', async ({
  app,
  page,
  launch,
}) => {
  await addPerson(page, GRACE);
  await sendInto(page);
  process.kill(app.pid, 'SIGKILL');
  await app.exited;
  const again = (await launch()).page;
  await unlockDevice(again);
  await expect(notice(again)).toContainText(/not known whether it was sent: Send 1 ETH/);
  await changePerson(again, GRACE);
  await expect(again.getByRole('heading', { level: 1, name: m.wallets.title })).toBeVisible();
  await goTo(again, 'history');
  await expect(again.getByText(m.history.noWalletTitle)).toBeVisible();
  await expect(notice(again)).toHaveCount(0);
  await changePerson(again);
  await notice(again).getByRole('button', { name: unsettled.putAway }).click();
  await expect(notice(again)).toHaveCount(0);
  await expect(main(again)).toBeFocused();
  await lock(again);
  await unlock(again);
  await goTo(again, 'wallets');
  await expect(notice(again)).toHaveCount(0);
  await again.reload();
  await unlock(again);
  await notice(again).getByRole('link', { name: unsettled.openHistory }).click();
  const panel = again.getByRole('dialog', { name: m.history.detailTitle({ number: '1' }) });
  await expect(panel.getByText(phases.unknown.text, { exact: true })).toBeVisible();
  await expect(notice(again)).toHaveCount(0);
  await panel.getByRole('button', { name: m.transactions.sendAgain, exact: true }).click();
  node.letGo();
  await expect(panel.getByText(phases.confirmed.name, { exact: true })).toBeVisible();
  await again.keyboard.press('Escape');
  await expectOnce(again);
});
