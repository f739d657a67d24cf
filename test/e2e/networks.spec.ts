// Networks as a person meets them: none at first, a local chain added and checked, a wrong one refused, a node that
// goes away; everything in both languages and themes, with nothing for axe to find.

import { Anvil } from '../helpers/anvil.ts';
import { expect, test } from '../helpers/app-fixture.ts';
import { addLocal, nodeField } from './network-screen.ts';
import { goTo, type LanguageTag, languages, RECIPIENT } from './person.ts';
import { openScene, type Scene } from './scene.ts';
import { press } from './security-screen.ts';
import { askForPayment } from './send-screen.ts';
import { createWallet, importPhrase, openWallet } from './wallet-screen.ts';

const { en } = languages;

test.describe('a network', () => {
  let anvil: Anvil;
  test.beforeEach(async () => {
    anvil = await Anvil.start();
  });
  test.afterEach(() => anvil.stop());

  test('is added once its node answered, checked on demand, and removed', async ({ page }) => {
    await goTo(page, 'networks');
    await expect(page.getByRole('heading', { name: en.networks.emptyTitle })).toBeVisible();
    await addLocal(page, anvil.url);
    const list = page.getByRole('list', { name: en.networks.listLabel });
    await expect(list.getByRole('heading', { name: 'Anvil' })).toBeVisible();
    await expect(list.getByText(anvil.url, { exact: true })).toBeVisible();
    await list.getByRole('button', { name: en.networks.check, exact: true }).click();
    await expect(list.getByText(/as chain 31337; newest block 0/)).toBeVisible();
    const one = list.getByRole('button', { name: en.networks.form.testLabel(anvil.url), exact: true });
    await one.click();
    await expect(list.getByText(/^Answered in .*: chain 31337\.$/)).toBeVisible();
    await anvil.stop();
    await list.getByRole('button', { name: en.networks.check, exact: true }).click();
    await expect(list.getByText(en.networks.problems.unreachable.what)).toBeVisible();
    await press(page, en.networks.remove);
    await page.getByRole('alertdialog').getByRole('button', { name: en.networks.removeConfirm }).click();
    await expect(
      page.getByRole('main').getByText(en.networks.removed('Anvil'), { exact: true }),
    ).toBeVisible();
    await expect(page.getByRole('heading', { name: en.networks.emptyTitle })).toBeVisible();
  });

  test('of another chain than its node is not saved, and nothing typed is lost', async ({ page }) => {
    await goTo(page, 'networks');
    await press(page, en.networks.chooseOffered('Ethereum'));
    await nodeField(page, en).fill(anvil.url);
    await page.getByRole('button', { name: en.networks.form.test, exact: true }).click();
    await expect(
      page.getByRole('dialog').getByText(en.networks.form.otherChain({ chain: '31337', wanted: '1' })),
    ).toBeVisible();
    await press(page, en.networks.form.save);
    await expect(page.getByRole('dialog').getByText(en.networks.problems['wrong-chain'].what)).toBeVisible();
    await expect(
      page.getByText(en.networks.trouble.chains({ expected: '1', actual: '31337' })),
    ).toBeVisible();
    await expect(nodeField(page, en)).toHaveValue(anvil.url);
    await press(page, en.common.cancel);
    await expect(page.getByRole('heading', { name: en.networks.emptyTitle })).toBeVisible();
  });

  test('is asked for nothing until the person allowed its host', async ({ page }) => {
    const asked: string[] = [];
    page.removeAllListeners('dialog');
    page.on('dialog', (question) => {
      asked.push(question.message());
      void (asked.length === 1 ? question.dismiss() : question.accept());
    });
    await goTo(page, 'networks');
    await press(page, en.networks.addLocal);
    await nodeField(page, en).fill(anvil.url);
    await press(page, en.networks.form.save);
    await expect(page.getByRole('dialog').getByText(en.networks.problems['host-refused'].what)).toBeVisible();
    // Pressed again at once, nobody is asked; about another name of the same node the person is.
    await press(page, en.networks.form.save);
    await expect(page.getByRole('dialog').getByText(en.networks.problems['host-refused'].todo)).toBeVisible();
    const other = anvil.url.replace('127.0.0.1', 'localhost');
    await nodeField(page, en).fill(other);
    await press(page, en.networks.form.save);
    await expect(page.getByRole('main').getByText(en.networks.saved('Anvil'), { exact: true })).toBeVisible();
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain(anvil.url);
    expect(asked[1]).toContain(other);
  });

  test('is saved, refused and removed without losing the keyboard', async ({ page }) => {
    await goTo(page, 'networks');
    await press(page, en.networks.addLocal);
    const dialog = page.getByRole('dialog');
    await nodeField(page, en).fill('http://127.0.0.1:1');
    await dialog.getByRole('button', { name: en.networks.form.save, exact: true }).press('Enter');
    await expect(dialog.getByText(en.networks.problems.unreachable.what)).toBeVisible();
    await expect(dialog.locator(':focus')).toHaveCount(1);
    // What was said of one address is not left under another.
    await nodeField(page, en).fill(anvil.url);
    await expect(dialog.getByText(en.networks.problems.unreachable.what)).toHaveCount(0);
    await nodeField(page, en).fill('http://127.0.0.1:1');
    await dialog.getByRole('button', { name: en.networks.form.save, exact: true }).press('Enter');
    await expect(dialog.getByText(en.networks.problems.unreachable.what)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await addLocal(page, anvil.url);
    await expect(page.getByRole('main')).toBeFocused();
    await press(page, en.networks.remove);
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: en.networks.removeConfirm })
      .press('Enter');
    await expect(
      page.getByRole('main').getByText(en.networks.removed('Anvil'), { exact: true }),
    ).toBeVisible();
    await expect(page.getByRole('main')).toBeFocused();
  });

  test('with a slip is not asked about, and the slip is brought into view', async ({ page }) => {
    await page.setViewportSize({ width: 800, height: 600 });
    await goTo(page, 'networks');
    await press(page, en.networks.chooseOffered('Ethereum'));
    await page.getByRole('button', { name: en.networks.form.save, exact: true }).press('Enter');
    await expect(nodeField(page, en)).toBeFocused();
    await expect(page.getByText(en.networks.form.errors.urlEmpty)).toBeInViewport();
    await nodeField(page, en).fill(`${anvil.url}/#x`);
    await expect(page.getByText(en.networks.form.errors.urlFragment)).toBeVisible();
    await nodeField(page, en).fill('http://node.example');
    await expect(page.getByText(en.networks.form.errors.urlInsecure)).toBeVisible();
  });

  test('that is well known calls its coin itself, and its one node can be changed in place', async ({
    page,
  }) => {
    await goTo(page, 'networks');
    const local = page.getByRole('button', { name: en.networks.chooseOffered('Anvil'), exact: true });
    // It has a button of its own while there is none yet.
    await expect(local).toHaveCount(0);
    await addLocal(page, anvil.url);
    await press(page, en.networks.edit);
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(en.networks.form.symbolFixed)).toBeVisible();
    await expect(dialog.getByRole('textbox', { name: en.networks.form.symbol, exact: true })).toHaveCount(0);
    const change = dialog.getByRole('button', {
      name: en.networks.form.changeLabel(en.networks.form.url('1')),
      exact: true,
    });
    await change.press('Enter');
    await expect(nodeField(page, en)).toBeFocused();
    await expect(nodeField(page, en)).toHaveValue(anvil.url);
    await dialog.getByRole('button', { name: en.networks.form.keep, exact: true }).press('Enter');
    await expect(change).toBeFocused();
    await change.press('Enter');
    const other = anvil.url.replace('127.0.0.1', 'localhost');
    await nodeField(page, en).fill(other);
    await press(page, en.networks.form.save);
    await expect(page.getByRole('main').getByText(en.networks.saved('Anvil'), { exact: true })).toBeVisible();
    const list = page.getByRole('list', { name: en.networks.listLabel });
    await expect(list.getByText(other, { exact: true })).toBeVisible();
    await expect(list.getByText(anvil.url, { exact: true })).toHaveCount(0);
  });

  test('is the way from a wallet to sending; nothing that is no token is added there', async ({ page }) => {
    const { token } = en.balances;
    await createWallet(page, 'Household');
    await openWallet(page, 'Household');
    const send = page.getByRole('main').getByRole('link', { name: en.app.send, exact: true });
    await expect(page.getByRole('link', { name: en.wallets.detail.signTransaction })).toBeVisible();
    await expect(send).toHaveCount(0);
    await addLocal(page, anvil.url);
    await openWallet(page, 'Household');
    await press(page, en.balances.addToken);
    const dialog = page.getByRole('dialog', { name: token.title('Anvil') });
    await dialog.getByRole('textbox', { name: token.address }).fill(RECIPIENT);
    await dialog.getByRole('button', { name: token.lookUp, exact: true }).press('Enter');
    await expect(dialog.getByText(token.noToken)).toBeVisible();
    await expect(dialog.getByRole('button', { name: token.add, exact: true })).toHaveCount(0);
    await expect(dialog.getByRole('button', { name: token.lookUp, exact: true })).toBeFocused();
    await page.keyboard.press('Escape');
    await send.click();
    await expect(page.getByRole('heading', { level: 1, name: en.send.title })).toBeVisible();
    await expect(page.getByRole('form', { name: en.send.formTitle })).toContainText('Household');
  });

  test('that the TEE has no name for is called as the person calls it, beside its number', async ({
    page,
  }) => {
    const own = await Anvil.start(['--chain-id', '31338']);
    try {
      const { form } = en.networks;
      await goTo(page, 'networks');
      await press(page, en.networks.add);
      for (const [name, text] of [
        [form.url('1'), own.url],
        [form.name, 'Own chain'],
        [form.chainId, '31338'],
        [form.symbol, 'TCO'],
      ] as const) {
        await page.getByRole('textbox', { name, exact: true }).fill(text);
      }
      await press(page, form.save);
      await expect(page.getByRole('main').getByText(en.networks.saved('Own chain'))).toBeVisible();
      await importPhrase(page, 'Household');
      await askForPayment(page, { amount: '1.5' });
      const review = page.getByRole('region', { name: /network 31338/ });
      await expect(review.getByText(en.sign.networkUnknown({ id: '31338' }))).toBeVisible();
      await expect(review.getByText(en.sign.networkOwn({ name: 'Own chain', symbol: 'TCO' }))).toBeVisible();
      await expect(review.getByText('31,338')).toHaveCount(0);
    } finally {
      await own.stop();
    }
  });

  test('learns from its node what it is', async ({ page }) => {
    await goTo(page, 'networks');
    await press(page, en.networks.add);
    await nodeField(page, en).fill(anvil.url);
    await page.getByRole('button', { name: en.networks.form.test, exact: true }).click();
    await expect(page.getByRole('textbox', { name: en.networks.form.name, exact: true })).toHaveValue(
      'Anvil',
    );
    await expect(page.getByRole('textbox', { name: en.networks.form.chainId, exact: true })).toHaveValue(
      '31337',
    );
  });

  test('keeps a key in an address to itself', async ({ page }) => {
    await goTo(page, 'networks');
    const secret = 'a-key-that-nobody-sees';
    await addLocal(page, `${anvil.url}/?key=${secret}`);
    await expect(page.getByText(en.networks.credentials, { exact: true })).toBeVisible();
    await press(page, en.networks.edit);
    await expect(page.getByRole('dialog').getByText(`${anvil.url}/…`, { exact: true })).toBeVisible();
    expect(await page.content()).not.toContain(secret);
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(secret);
  });
});

async function networkStates({ page, m, shoot }: Scene, anvil: Anvil): Promise<void> {
  await goTo(page, 'networks', m);
  await expect(page.getByRole('heading', { name: m.networks.emptyTitle })).toBeVisible();
  await shoot('networks-none', 'small');
  await press(page, m.networks.add);
  await press(page, m.networks.form.save);
  await expect(page.getByText(m.networks.form.errors.urlEmpty)).toBeVisible();
  await shoot('networks-form-errors', 'small');
  await press(page, m.common.cancel);
  await press(page, m.networks.chooseOffered('Ethereum'));
  await nodeField(page, m).fill(anvil.url);
  await page.getByRole('button', { name: m.networks.form.test, exact: true }).click();
  await expect(
    page.getByRole('dialog').getByText(m.networks.form.otherChain({ chain: '31337', wanted: '1' })),
  ).toBeVisible();
  await press(page, m.networks.form.save);
  await expect(page.getByRole('dialog').getByText(m.networks.problems['wrong-chain'].what)).toBeVisible();
  await page.getByRole('dialog').getByText(m.networks.problems['wrong-chain'].what).scrollIntoViewIfNeeded();
  await shoot('networks-form-wrong', 'small');
  await press(page, m.common.cancel);
  await addLocal(page, `${anvil.url}/?key=x`, m);
  await press(page, m.networks.check);
  await expect(
    page
      .getByRole('main')
      .getByText(/31337.*0/)
      .last(),
  ).toBeVisible();
  await shoot('networks-one', 'small');
  await anvil.stop();
  await press(page, m.networks.check);
  await expect(page.getByRole('main').getByText(m.networks.problems.unreachable.what)).toBeVisible();
  await shoot('networks-gone', 'small');
  await press(page, m.networks.edit);
  await expect(page.getByRole('dialog')).toBeVisible();
  await shoot('networks-edit', 'small');
}

for (const tag of Object.keys(languages) as LanguageTag[]) {
  test.describe(tag, () => {
    test.use({ locale: tag });
    test.setTimeout(240_000);

    test('networks have their pictures', async ({ app, page }) => {
      const m = languages[tag];
      const anvil = await Anvil.start();
      try {
        await expect(page.getByRole('button', { name: m.account.lock, exact: true })).toBeVisible();
        await networkStates(await openScene(app, m, tag), anvil);
      } finally {
        await anvil.stop();
      }
    });
  });
}
