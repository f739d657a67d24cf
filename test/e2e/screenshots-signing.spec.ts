// Pictures of signing in every state, of the history, and of what the log says of both; in both themes and languages,
// none wider than its window, nothing for axe to find in any.
import { expect, test } from '../helpers/app-fixture.ts';
import { type Keepsakes, proveTwice } from './owner.ts';
import { goTo, type LanguageTag, languages, RECIPIENT } from './person.ts';
import { close, openScene, type Scene } from './scene.ts';
import {
  approve,
  askFor,
  askForTransfer,
  choose,
  decline,
  expectReview,
  expectSigned,
  paste,
  signAnother,
} from './sign-screen.ts';
import { importPhrase } from './wallet-screen.ts';

const WALLET = 'Household';
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const ROUTER = '0x3fC91A3afd70395Cd496C647d5a6CC9D4B2b7FAD';
const MAX = 'f'.repeat(64);

const word = (hex: string): string => hex.replace('0x', '').toLowerCase().padStart(64, '0');

function call(data: string, to: string, nonce: number): string {
  const fees = { maxFeePerGas: '30000000000', maxPriorityFeePerGas: '1000000000' };
  return JSON.stringify({ chainId: 1, nonce, gas: 90_000, to, value: '0', data, ...fees });
}

const APPROVE_ALL = call(`0x095ea7b3${word(ROUTER)}${MAX}`, USDC, 7);
const BLIND = call('0x12345678', ROUTER, 8);

const ORDER = JSON.stringify({
  types: {
    EIP712Domain: [
      { name: 'name', type: 'string' },
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
    ],
    Order: [
      { name: 'maker', type: 'address' },
      { name: 'items', type: 'Item[]' },
    ],
    Item: [
      { name: 'token', type: 'address' },
      { name: 'amount', type: 'uint256' },
    ],
  },
  primaryType: 'Order',
  domain: { name: 'Bazaar', chainId: 1, verifyingContract: ROUTER },
  message: { maker: RECIPIENT, items: [{ token: USDC, amount: '1000000' }] },
});

async function formStates({ page, m, shoot }: Scene): Promise<void> {
  await goTo(page, 'sign', m);
  await expect(page.getByText(m.sign.noWalletTitle)).toBeVisible();
  await shoot('sign-no-wallet', 'small');
  await importPhrase(page, WALLET, undefined, m);
  await goTo(page, 'history', m);
  await expect(page.getByText(m.history.emptyTitle)).toBeVisible();
  await shoot('history-empty', 'small');
  await goTo(page, 'sign', m);
  await shoot('sign-form', 'small');
  await page.getByRole('button', { name: m.sign.submit, exact: true }).click();
  await shoot('sign-form-errors', 'small');
  await page.getByRole('button', { name: m.sign.bookLabel }).click();
  await shoot('sign-book');
  await close(page, 'menu' as 'dialog');
  await choose(page, 'paste', m);
  await paste(page, page.getByRole('textbox', { name: m.sign.pasted, exact: true }), '0xabc');
  await shoot('sign-paste', 'small');
  await choose(page, 'message', m);
  await shoot('sign-message', 'small');
  await choose(page, 'typed-data', m);
  await shoot('sign-typed-data', 'small');
}

async function reviewStates({ page, m, shoot }: Scene, kept: Keepsakes): Promise<void> {
  await askForTransfer(page, { amount: '1.5' }, m);
  await expectReview(page, /1\.5 ETH/, m);
  await expect(page.getByText(m.sign.approveWait)).toHaveCount(0);
  await shoot('review-payment', 'small');
  await page.getByRole('button', { name: m.sign.details }).click();
  await page.getByRole('button', { name: m.sign.details }).scrollIntoViewIfNeeded();
  await shoot('review-details', 'small');
  await approve(page, m);
  await expectSigned(page, m);
  await shoot('signed-payment', 'small');
  await page.getByRole('button', { name: m.sign.qr, exact: true }).click();
  await page.getByRole('button', { name: m.sign.qr, exact: true }).scrollIntoViewIfNeeded();
  await shoot('signed-qr', 'small');
  await signAnother(page, m);
  await askFor(page, 'paste', APPROVE_ALL, m);
  await expectReview(page, /USDC/, m);
  await shoot('review-unlimited', 'small');
  await approve(page, m);
  await expect(page.getByRole('dialog', { name: m.stepUp.titles.Maximum })).toBeVisible();
  await shoot('sign-step-up', 'small');
  await proveTwice(page, kept, m);
  await expectSigned(page, m);
  await signAnother(page, m);
  await askFor(page, 'paste', BLIND, m);
  await expectReview(page, new RegExp(ROUTER.slice(0, 6)), m);
  await shoot('review-blind', 'small');
  await decline(page, m);
  await askFor(page, 'message', 'I am who I say I am.\n我就是我。', m);
  await expectReview(page, m.decoded.says.message, m);
  await shoot('review-message', 'small');
  await approve(page, m);
  await expectSigned(page, m);
  await shoot('signed-message', 'small');
  await signAnother(page, m);
  await askFor(page, 'typed-data', ORDER, m);
  await expectReview(page, m.decoded.says.blindTypedData, m);
  await page.getByRole('button', { name: m.sign.details }).click();
  await shoot('review-typed-data', 'small');
  await decline(page, m);
}

async function historyStates({ page, m, shoot }: Scene): Promise<void> {
  await goTo(page, 'history', m);
  await expect(page.getByRole('list', { name: m.history.listLabel }).getByRole('listitem')).toHaveCount(3);
  await shoot('history', 'small');
  await page.getByRole('list', { name: m.history.listLabel }).getByRole('button').last().click();
  await expect(page.getByRole('dialog').getByRole('region', { name: m.sign.raw })).toBeVisible();
  await shoot('history-detail', 'small');
  await close(page, 'dialog');
  await goTo(page, 'activity', m);
  await page.getByRole('row', { name: m.log.kinds.signature }).first().click();
  await expect(page.getByRole('dialog').getByText(m.decoded.says.message)).toBeVisible();
  await shoot('activity-signature', 'small');
  await close(page, 'dialog');
}

for (const tag of Object.keys(languages) as LanguageTag[]) {
  test.describe(`signing, ${tag}`, () => {
    test.use({ locale: tag });
    test.setTimeout(300_000);
    const m = languages[tag];

    test('every state', async ({ app, page, kept }) => {
      await expect(page.getByRole('button', { name: m.account.lock, exact: true })).toBeVisible();
      const scene = await openScene(app, m, tag);
      await formStates(scene);
      await reviewStates(scene, kept);
      await historyStates(scene);
    });
  });
}
