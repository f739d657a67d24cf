// Pictures of wallets and the address book in every state; in both themes and languages, none wider than its window,
// nothing for axe to find in any.
import { expect, test } from '../helpers/app-fixture.ts';
import { type Keepsakes, lock, proveTwice, unlock } from './owner.ts';
import { goTo, type LanguageTag, languages, RECIPIENT } from './person.ts';
import { close, openScene, type Scene } from './scene.ts';
import { press } from './security-screen.ts';
import {
  askToRemove,
  importPhrase,
  JUNK_ADDRESS,
  openWallet,
  typeWordsBack,
  writeWordsDown,
} from './wallet-screen.ts';

const WALLET = 'Household';
const OLD = 'Old phone';

async function createStates({ page, m, shoot }: Scene): Promise<void> {
  const { make } = m.wallets;
  await expect(page.getByText(m.wallets.emptyTitle)).toBeVisible();
  await shoot('wallets-empty', 'small');
  await press(page, m.wallets.create);
  await shoot('wallet-create-about', 'small');
  await page.getByText(make.withPassphrase, { exact: true }).click();
  await page.getByLabel(make.passphrase, { exact: true }).fill('one');
  await press(page, make.next);
  await expect(page.getByText(make.errors.repeat)).toBeVisible();
  await shoot('wallet-create-passphrase', 'small');
  await page.getByText(make.withPassphrase, { exact: true }).click();
  await page.getByRole('textbox', { name: make.name }).fill(WALLET);
  await page.getByText(make.lengths[24], { exact: true }).click();
  await press(page, make.next);
  await expect(page.getByText(m.wallets.showWhen)).toBeVisible();
  await shoot('wallet-create-covered', 'small');
  await press(page, m.wallets.show);
  await shoot('wallet-create-words', 'small');
  await press(page, m.wallets.hide);
  const words = await writeWordsDown(page, m);
  await press(page, make.create);
  await expect(page.getByText(make.errors.wordEmpty).first()).toBeVisible();
  await shoot('wallet-create-check-errors', 'small');
  await lock(page, m);
  await unlock(page, undefined, m);
  await expect(page.getByRole('heading', { level: 1, name: m.unlock.title })).toHaveCount(0);
  await expect(page.getByText(make.lostTitle, { exact: true })).toBeVisible();
  await shoot('wallet-create-lost', 'small');
  const others = await writeWordsDown(page, m);
  expect(others).not.toEqual(words);
  await typeWordsBack(page, others, m);
  await press(page, make.create);
  await expect(page.getByRole('heading', { name: make.doneTitle(WALLET) })).toBeVisible();
  await shoot('wallet-create-done', 'small');
}

async function importStates({ page, m, shoot }: Scene): Promise<void> {
  const { bring } = m.wallets;
  await goTo(page, 'wallets', m);
  await press(page, m.wallets.import);
  await page.getByRole('textbox', { name: bring.phrase }).fill('test test test');
  await press(page, bring.import);
  await shoot('wallet-import-phrase', 'small');
  await page.getByRole('textbox', { name: bring.phrase }).fill('test '.repeat(12));
  await page.getByRole('textbox', { name: m.wallets.make.name }).fill(OLD);
  await press(page, bring.import);
  await expect(page.getByText(m.reasons['wrong-checksum'].what).first()).toBeVisible();
  await shoot('wallet-import-checksum', 'small');
  await page.getByRole('tab', { name: bring.kinds.key }).click();
  await shoot('wallet-import-key', 'small');
  await page.getByRole('tab', { name: bring.kinds.keystore }).click();
  await press(page, bring.openFile);
  await expect(page.getByRole('main').getByText(bring.fileMissing)).toBeVisible();
  await shoot('wallet-import-file', 'small');
  await importPhrase(page, OLD, undefined, m);
  await expect(page.getByRole('code').filter({ hasText: JUNK_ADDRESS.slice(-4) })).toBeVisible();
}

async function detailStates({ page, m, shoot }: Scene, kept: Keepsakes): Promise<void> {
  const { detail } = m.wallets;
  await goTo(page, 'wallets', m);
  await expect(page.getByRole('link', { name: OLD })).toBeVisible();
  await shoot('wallets', 'small');
  await openWallet(page, OLD, m);
  await shoot('wallet', 'small');
  await press(page, detail.derive);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: detail.deriveCount }).fill('0');
  await shoot('wallet-derive');
  await dialog.getByRole('textbox', { name: detail.deriveCount }).fill('100');
  await dialog.getByRole('button', { name: detail.deriveSubmit, exact: true }).click();
  await expect(page.getByText(m.wallets.accounts(101, '101')).first()).toBeVisible();
  await shoot('wallet-accounts', 'small');
  await page.getByRole('list', { name: detail.accountsTitle }).getByRole('button').first().click();
  await expect(page.getByRole('img', { name: detail.qrLabel(JUNK_ADDRESS) })).toBeVisible();
  await shoot('wallet-account', 'small');
  await close(page, 'dialog');
  await press(page, detail.exportPhrase);
  await shoot('wallet-export-ask', 'small');
  await press(page, m.wallets.export.ask);
  await proveTwice(page, kept, m);
  await press(page, m.wallets.show);
  await shoot('wallet-export-words', 'small');
  await close(page, 'dialog');
  await press(page, detail.remove);
  await shoot('wallet-remove', 'small');
  await close(page, 'alertdialog');
  await askToRemove(page, OLD, m);
  await proveTwice(page, kept, m);
  await expect(page.getByRole('main').getByText(m.security.done.DELETE_WALLET)).toBeVisible();
  await shoot('wallet-removed');
}

async function contactStates({ page, m, shoot }: Scene): Promise<void> {
  const { contacts } = m;
  await goTo(page, 'contacts', m);
  await expect(page.getByText(contacts.emptyTitle)).toBeVisible();
  await shoot('contacts-empty', 'small');
  await press(page, contacts.add);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: contacts.address }).fill(`${RECIPIENT.slice(0, -1)}E`);
  await shoot('contact-wrong', 'small');
  await dialog.getByRole('textbox', { name: contacts.address }).fill(RECIPIENT);
  await dialog.getByRole('textbox', { name: contacts.name }).fill('Landlady');
  await dialog.getByRole('button', { name: contacts.addSubmit, exact: true }).click();
  await expect(page.getByText('Landlady', { exact: true })).toBeVisible();
  await shoot('contacts', 'small');
}

for (const tag of Object.keys(languages) as LanguageTag[]) {
  test.describe(tag, () => {
    test.use({ locale: tag });
    test.setTimeout(300_000);
    const m = languages[tag];

    test('wallets and the address book have their pictures', async ({ app, page, kept }) => {
      await expect(page.getByRole('button', { name: m.account.lock, exact: true })).toBeVisible();
      const at = await openScene(app, m, tag);
      await createStates(at);
      await importStates(at);
      await detailStates(at, kept);
      await contactStates(at);
    });
  });
}
