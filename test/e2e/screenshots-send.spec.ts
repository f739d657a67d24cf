// Pictures of sending a payment, in both languages and themes: each fits its window, and axe finds nothing.
import { Anvil } from '../helpers/anvil.ts';
import { expect, test } from '../helpers/app-fixture.ts';
import { addLocal } from './network-screen.ts';
import { goTo, type LanguageTag, languages } from './person.ts';
import { openScene, type Scene } from './scene.ts';
import { press } from './security-screen.ts';
import { askForPayment, fillPayment } from './send-screen.ts';
import { approve, expectReview } from './sign-screen.ts';
import { importPhrase, JUNK } from './wallet-screen.ts';

/** Runtime code that reverts with Error("closed"), whatever it is sent. */
const CLOSED = `0x${[
  '7f08c379a000000000000000000000000000000000000000000000000000000000600052',
  '6020600452600660245265636c6f73656460d01b60445260646000fd',
].join('')}`;
const CLOSED_AT = '0x00000000000000000000000000000000000C105D';

async function sendStates({ page, m, shoot }: Scene, anvil: Anvil): Promise<void> {
  await goTo(page, 'send', m);
  await expect(page.getByText(m.sign.noWalletTitle)).toBeVisible();
  await importPhrase(page, 'Household', JUNK, m);
  await goTo(page, 'send', m);
  await expect(page.getByRole('heading', { name: m.send.noNetworkTitle })).toBeVisible();
  await shoot('send-no-network', 'small');
  await addLocal(page, anvil.url, m);
  await fillPayment(page, { amount: '20000' }, m);
  await expect(page.getByText(m.send.refusals['not-enough'])).toBeVisible();
  await shoot('send-not-enough', 'small');
  await press(page, m.send.everythingLabel);
  await expect(page.getByRole('radio', { name: m.send.tiers.fast })).toContainText('ETH');
  await shoot('send-everything', 'small');
  await anvil.request('anvil_setCode', [CLOSED_AT, CLOSED]);
  await askForPayment(page, { recipient: CLOSED_AT.toLowerCase(), amount: '1' }, m);
  await expect(page.getByText(m.send.wouldFailTitle, { exact: true })).toBeVisible();
  await shoot('send-would-fail', 'small');
  await askForPayment(page, { amount: '1.5' }, m);
  await expectReview(page, /1\.5 ETH/, m);
  await shoot('send-review', 'small');
  await anvil.request('evm_setAutomine', [false]);
  await approve(page, m);
  await expect(page.getByRole('main').getByText(m.transactions.phases.pending.text)).toBeVisible();
  await shoot('send-waiting', 'small');
  await anvil.request('evm_mine');
  await expect(
    page.getByRole('main').getByText(m.transactions.phases.confirmed.name, { exact: true }),
  ).toBeVisible();
  await shoot('send-confirmed', 'small');
  await press(page, m.send.another);
  await anvil.stop();
  await askForPayment(page, { amount: '1.5' }, m);
  await expect(page.getByText(m.send.troubledTitle, { exact: true })).toBeVisible();
  await shoot('send-no-answer', 'small');
}

for (const tag of Object.keys(languages) as LanguageTag[]) {
  test.describe(tag, () => {
    test.use({ locale: tag });
    test.setTimeout(240_000);

    test('sending has its pictures', async ({ app, page }) => {
      const m = languages[tag];
      const anvil = await Anvil.start();
      try {
        await expect(page.getByRole('button', { name: m.account.lock, exact: true })).toBeVisible();
        await sendStates(await openScene(app, m, tag), anvil);
      } finally {
        await anvil.stop();
      }
    });
  });
}
