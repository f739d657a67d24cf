// Wallets for real: made with a proof of the backup, brought from elsewhere, seen again only for two proofs; and what
// must not stay on the page does not.
import { encryptKeystoreJsonSync } from 'ethers';
import { en as m } from '../../renderer/i18n/en.ts';
import { expect, hostName, type Page, test } from '../helpers/app-fixture.ts';
import { lock, PASSWORD, proveTwice, unlock } from './owner.ts';
import { goTo, RECIPIENT } from './person.ts';
import { close } from './scene.ts';
import { press } from './security-screen.ts';
import {
  beginImport,
  createWallet,
  importPhrase,
  JUNK,
  JUNK_ADDRESS,
  openWallet,
  writeWordsDown,
} from './wallet-screen.ts';

const { wallets, contacts } = m;
const WALLET = 'Household';
const JUNK_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

/** What a person would paste. */
async function pasted(page: Page): Promise<string> {
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement('textarea'), { id: 'paste' }))`,
  );
  await page.locator('#paste').focus();
  await page.keyboard.press('ControlOrMeta+v');
  const text = await page.locator('#paste').inputValue();
  await page.evaluate("document.querySelector('#paste').remove()");
  return text;
}

const pageText = (page: Page): Promise<string> => page.evaluate('document.body.innerHTML');

test('a wallet is made only once three of its words were written down, and is there after a restart', async ({
  app,
  page,
  launch,
}) => {
  const words = await createWallet(page, WALLET);
  expect(words).toHaveLength(12);
  await press(page, wallets.make.open);
  await expect(page.getByRole('heading', { level: 1, name: WALLET })).toBeVisible();
  const address = await page.getByRole('main').getByRole('code').first().innerText();
  await app.stop();
  const again = await launch();
  await again.page.getByRole('textbox', { name: m.account.name }).fill('Ada');
  await unlock(again.page, PASSWORD);
  await expect(again.page.getByRole('main').getByRole('code').first()).toHaveText(address);
});

test('words are on the page only while they are shown, and gone with a lock', async ({ page }) => {
  await press(page, wallets.create);
  await page.getByRole('textbox', { name: wallets.make.name }).fill(WALLET);
  await press(page, wallets.make.next);
  await expect(page.getByText(wallets.showWhen)).toBeVisible();
  await press(page, wallets.show);
  const list = page.getByRole('list', { name: wallets.wordsLabel });
  const words = await list.getByRole('listitem').allTextContents();
  const inOrder = words.map((word) => `<li>${word}</li>`).join('');
  expect(await pageText(page)).toContain(inOrder);
  await press(page, wallets.hide);
  await expect(list).toHaveCount(0);
  await press(page, wallets.show);
  await lock(page);
  const left = await pageText(page);
  expect(words.filter((word) => left.includes(`>${word}<`))).toEqual([]);
  await unlock(page);
  await expect(page.getByText(wallets.make.lostTitle, { exact: true })).toBeVisible();
  const others = await writeWordsDown(page);
  expect(others).not.toEqual(words);
  await press(page, m.common.cancel);
  await expect(page.getByText(wallets.emptyTitle)).toBeVisible();
});

test('a phrase is refused with what is wrong in it, and the right one has its well-known address', async ({
  page,
}) => {
  await beginImport(page);
  await page.getByRole('textbox', { name: wallets.make.name }).fill(WALLET);
  for (const [words, reason] of [
    [`${JUNK.slice(0, -4)}jank`, 'unknown-word'],
    [JUNK.replace('junk', 'test'), 'wrong-checksum'],
  ] as const) {
    await page.getByRole('textbox', { name: wallets.bring.phrase }).fill(words);
    await press(page, wallets.bring.import);
    await expect(page.getByRole('main').getByText(m.reasons[reason].what)).toBeVisible();
  }
  await importPhrase(page, WALLET, JUNK.toUpperCase().replaceAll(' ', '\n\t'));
  await page.getByRole('button', { name: wallets.copy }).click();
  expect(await pasted(page)).toBe(JUNK_ADDRESS);
  await goTo(page, 'wallets');
  await beginImport(page);
  await page.getByRole('tab', { name: wallets.bring.kinds.key }).click();
  await page.getByRole('textbox', { name: wallets.bring.key, exact: true }).fill(JUNK_KEY);
  await page.getByRole('textbox', { name: wallets.make.name }).fill('The same');
  await press(page, wallets.bring.import);
  await expect(page.getByRole('main').getByText(m.reasons['wallet-exists'].what)).toBeVisible();
});

test('a keystore file is opened with its progress, can be cancelled, and is imported', async ({ page }) => {
  const { bring } = wallets;
  const account = { address: JUNK_ADDRESS, privateKey: JUNK_KEY };
  const text = encryptKeystoreJsonSync(account, 'of the file', { scrypt: { N: 2 ** 17, r: 8, p: 1 } });
  await beginImport(page);
  await page.getByRole('tab', { name: bring.kinds.keystore }).click();
  const choose = async (content: string): Promise<void> => {
    const file = { name: 'UTC--key.json', mimeType: 'application/json', buffer: Buffer.from(content) };
    await page.locator('input[type=file]').setInputFiles(file);
  };
  const open = async (password: string): Promise<void> => {
    await choose(text);
    await expect(page.getByText('UTC--key.json')).toBeVisible();
    await page.getByLabel(bring.password, { exact: true }).fill(password);
    await press(page, bring.openFile);
  };
  await choose('{}');
  await press(page, bring.openFile);
  await expect(page.getByRole('main').getByText(m.reasons['keystore-format'].what)).toBeVisible();
  await open('of the file');
  await expect(page.getByRole('progressbar', { name: bring.opening })).toBeVisible();
  await press(page, m.common.cancel);
  await expect(page.getByRole('button', { name: bring.openFile })).toBeVisible();
  await open('of another');
  await expect(page.getByRole('main').getByText(bring.failed['wrong-password'].what)).toBeVisible();
  await open('of the file');
  await expect(page.getByRole('main').getByText(bring.opened)).toBeVisible();
  await expect(page.getByRole('main').getByRole('code')).toHaveText(JUNK_ADDRESS);
  await page.getByRole('textbox', { name: wallets.make.name }).fill('From a file');
  await press(page, bring.import);
  await expect(page.getByRole('heading', { name: wallets.make.doneTitle('From a file') })).toBeVisible();
});

test('a wallet is renamed; hundreds of its accounts are listed, a few in the page, and reached by key', async ({
  page,
}) => {
  await importPhrase(page, 'Old phone');
  await press(page, wallets.make.open);
  await press(page, wallets.detail.rename);
  const renaming = page.getByRole('dialog', { name: wallets.detail.renameTitle });
  await renaming.getByRole('textbox').fill(WALLET);
  await renaming.getByRole('button', { name: wallets.detail.save, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: WALLET })).toBeVisible();
  for (const total of [101, 201, 301]) {
    await press(page, wallets.detail.derive);
    const dialog = page.getByRole('dialog', { name: wallets.detail.deriveTitle });
    await dialog.getByRole('textbox', { name: wallets.detail.deriveCount }).fill('100');
    await dialog.getByRole('button', { name: wallets.detail.deriveSubmit, exact: true }).click();
    await expect(page.getByText(wallets.accounts(total, String(total))).first()).toBeVisible();
  }
  const rows = page.getByRole('list', { name: wallets.detail.accountsTitle }).getByRole('button');
  expect(await rows.count()).toBeLessThan(40);
  await rows.first().focus();
  await page.keyboard.press('End');
  const last = rows.filter({ hasText: wallets.account('301') });
  await expect(last).toBeFocused();
  await expect(last).toBeInViewport();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: wallets.account('301') });
  await panel.getByRole('button', { name: wallets.detail.nameAccount, exact: true }).click();
  const naming = page.getByRole('dialog', { name: wallets.detail.renameAccountTitle });
  await naming.getByRole('textbox').fill('Rent');
  await naming.getByRole('button', { name: wallets.detail.save, exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Rent' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows.filter({ hasText: 'Rent' })).toBeFocused();
});

test('words and keys are shown for two proofs, to nobody after that', async ({ page, kept }) => {
  await importPhrase(page, WALLET);
  await openWallet(page, WALLET);
  await press(page, wallets.detail.exportPhrase);
  await press(page, wallets.export.ask);
  await proveTwice(page, kept);
  const dialog = page.getByRole('dialog', { name: wallets.export.phraseTitle(WALLET) });
  await dialog.getByRole('button', { name: wallets.show, exact: true }).click();
  await expect(dialog.getByRole('listitem').last()).toHaveText('junk');
  await close(page, 'dialog');
  expect(await pageText(page)).not.toContain('>junk<');

  await page.getByRole('list', { name: wallets.detail.accountsTitle }).getByRole('button').first().click();
  await press(page, wallets.detail.exportKey);
  await press(page, wallets.export.ask);
  await proveTwice(page, kept);
  await press(page, wallets.show);
  const key = page.getByRole('region', { name: wallets.export.keyLabel });
  expect((await key.innerText()).replaceAll(' ', '')).toBe(JUNK_KEY.slice(2));
  // The button lies below the dialogs; the menu's key does not, and Electron's menus hear no key of Playwright's.
  if (hostName === 'electron') return;
  await page.keyboard.press('ControlOrMeta+l');
  await expect(page.getByRole('heading', { level: 1, name: m.unlock.title })).toBeVisible();
  await expect(key).toHaveCount(0);
  expect(await pageText(page)).not.toContain(JUNK_KEY.slice(2, 10));
});

test('the address book takes an address as it was pasted, and leads to paying it', async ({ page }) => {
  await goTo(page, 'contacts');
  await press(page, contacts.add);
  const dialog = page.getByRole('dialog', { name: contacts.addTitle });
  const address = dialog.getByRole('textbox', { name: contacts.address });
  await address.fill(`ethereum:${RECIPIENT.slice(0, 20)}\n ${RECIPIENT.slice(20)}`);
  await expect(address).toHaveValue(RECIPIENT);
  await expect(dialog.getByText(contacts.addressChecked)).toBeVisible();
  await dialog.getByRole('textbox', { name: contacts.name }).fill('Landlady');
  await dialog.getByRole('button', { name: contacts.addSubmit, exact: true }).click();
  await press(page, contacts.rename);
  const renaming = page.getByRole('dialog', { name: contacts.renameTitle('Landlady') });
  await renaming.getByRole('textbox').fill('House');
  await renaming.getByRole('button', { name: contacts.save, exact: true }).click();
  await expect(page.getByRole('list', { name: contacts.listLabel })).toContainText('House');
  await page.getByRole('link', { name: contacts.payName('House') }).click();
  await expect(page.getByRole('heading', { level: 1, name: m.sign.title })).toBeVisible();
  await goTo(page, 'contacts');
  await press(page, contacts.remove);
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: contacts.removeConfirm, exact: true })
    .click();
  await expect(page.getByText(contacts.emptyTitle)).toBeVisible();
});
