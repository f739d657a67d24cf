// What a person signs, decoded in plain words before it is: payments to people they know, allowances without an end,
// calls that nobody can read, messages and typed data; and what becomes of a review that nobody approves.
import { readFileSync } from 'node:fs';
import { en as m } from '../../renderer/i18n/en.ts';
import { expect, hostName, type Page, test } from '../helpers/app-fixture.ts';
import { proveTwice } from './owner.ts';
import { goTo, RECIPIENT } from './person.ts';
import { expectMessageSignedBy, expectSignedBy, expectTypedDataSignedBy } from './recovered.ts';
import { openSection, press } from './security-screen.ts';
import {
  approve,
  askFor,
  askForTransfer,
  choose,
  decline,
  expectReview,
  expectSigned,
  signAnother,
  signedText,
} from './sign-screen.ts';
import { importPhrase, JUNK_ADDRESS } from './wallet-screen.ts';

const { decoded, history, sign } = m;
const WALLET = 'Household';
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const SPENDER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const BAZAAR = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';

const word = (hex: string): string => hex.replace('0x', '').toLowerCase().padStart(64, '0');

/** JSON as viem and others write it. */
function call(to: string, data: string, nonce: number): string {
  const fees = { maxFeePerGas: '30000000000', maxPriorityFeePerGas: '1000000000' };
  return JSON.stringify({ type: 'eip1559', chainId: 1, nonce, gas: 90_000, to, value: '0', data, ...fees });
}

const ORDER = {
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
  domain: { name: 'Bazaar', chainId: 1, verifyingContract: BAZAAR },
  message: { maker: JUNK_ADDRESS, items: [{ token: USDC, amount: '1000000' }] },
};

/** What the person copied, as it would be pasted elsewhere. */
async function copied(page: Page): Promise<string> {
  await goTo(page, 'sign');
  await choose(page, 'message');
  const field = page.getByRole('textbox', { name: sign.message, exact: true });
  await field.click();
  await page.keyboard.press('ControlOrMeta+v');
  return field.inputValue();
}

/** Into a file of its own, as text. */
async function expectSaved(page: Page, text: string): Promise<void> {
  // Electron's dialog is the system's: nobody can answer it here.
  if (hostName === 'electron') return;
  const download = page.waitForEvent('download');
  await press(page, sign.save);
  expect(readFileSync(await (await download).path(), 'utf8')).toBe(`${text}\n`);
  await expect(page.getByText(sign.saved, { exact: true }).first()).toBeVisible();
}

async function knowLandlady(page: Page): Promise<void> {
  const { contacts } = m;
  await goTo(page, 'contacts');
  await press(page, contacts.add);
  const dialog = page.getByRole('dialog', { name: contacts.addTitle });
  await dialog.getByRole('textbox', { name: contacts.address }).fill(RECIPIENT);
  await dialog.getByRole('textbox', { name: contacts.name }).fill('Landlady');
  await dialog.getByRole('button', { name: contacts.addSubmit, exact: true }).click();
  await expect(page.getByRole('list', { name: contacts.listLabel })).toContainText('Landlady');
}

test.beforeEach(async ({ page }) => {
  await importPhrase(page, WALLET);
});

test('a payment to somebody known is told by name, handed on as text and file, and found in the history', async ({
  page,
  watched,
}) => {
  await knowLandlady(page);
  await goTo(page, 'sign');
  await page.getByRole('button', { name: sign.bookLabel }).click();
  await page.getByRole('menuitem', { name: 'Landlady' }).click();
  await page
    .getByRole('textbox', { name: m.assess.amount, exact: true })
    .pressSequentially('1.5', { delay: 90 });
  await page.getByRole('textbox', { name: sign.note }).fill('rent');
  await press(page, sign.submit);
  await expectReview(page, /^Send 1\.5 ETH to .?Landlady.? \(0x/);
  // Whom a person chose by name, they chose by hand.
  const programmatic = m.assess.rules['machine-like-input']({ how: 'programmatic' });
  await expect(page.getByText(programmatic)).toHaveCount(0);
  await expect(page.getByRole('button', { name: sign.approve })).toHaveAttribute('aria-disabled', 'true');
  await approve(page);
  await expectSigned(page);
  const raw = await signedText(page);
  await expectSignedBy(raw, JUNK_ADDRESS, {
    chainId: 1,
    nonce: 0,
    to: RECIPIENT,
    value: 15n * 10n ** 17n,
  });
  await expectSaved(page, raw);
  await page.getByRole('button', { name: sign.copy, exact: true }).first().click();
  await page.getByRole('link', { name: sign.openHistory }).click();
  const panel = page.getByRole('dialog', { name: history.detailTitle({ number: '1' }) });
  await expect(panel.getByRole('region', { name: sign.raw, exact: true })).toHaveText(raw);
  await page.keyboard.press('Escape');
  const row = page.getByRole('list', { name: history.listLabel }).getByRole('button', { name: 'Landlady' });
  await expect(row).toContainText('rent');
  await goTo(page, 'sign');
  await signAnother(page);
  await expect(page.getByRole('textbox', { name: sign.nonce, exact: true })).toHaveValue('1');
  expect(await copied(page)).toBe(raw);
  expect(watched.errors).toEqual([]);
  expect(watched.violations).toEqual([]);
});

test('an allowance without an end and a call that nobody can read say so, and need two proofs', async ({
  page,
  kept,
}) => {
  const any = decoded.says.allowAny({ spender: SPENDER, token: 'USDC' });
  await askFor(page, 'paste', call(USDC, `0x095ea7b3${word(SPENDER)}${'f'.repeat(64)}`, 7));
  await expectReview(page, new RegExp(any.replace('USDC', '.?USDC')));
  await expect(page.getByText(decoded.flags['unlimited-approval'])).toBeVisible();
  await expect(page.getByText(decoded.grounds['unlimited-approval'])).toBeVisible();
  await expect(page.getByText(sign.needed.Maximum, { exact: true })).toBeVisible();
  await approve(page);
  await proveTwice(page, kept);
  await expectSigned(page);
  await expectSignedBy(await signedText(page), JUNK_ADDRESS, { chainId: 1, nonce: 7, to: USDC, value: 0n });
  await signAnother(page);

  await askFor(page, 'paste', call(BAZAAR, '0x12345678', 8));
  await expectReview(page, decoded.says.blindCall({ to: BAZAAR }));
  await expect(page.getByText(decoded.flags.blind)).toBeVisible();
  await expect(page.getByText(sign.needed.Maximum, { exact: true })).toBeVisible();
  await decline(page);
  await goTo(page, 'history');
  const list = page.getByRole('list', { name: history.listLabel });
  await expect(list.getByRole('listitem')).toHaveCount(1);
});

test('a message and typed data are shown before they are signed; their signatures verify, are saved, and kept', async ({
  page,
  kept,
}) => {
  const message = 'I am who I say I am.\n我就是我。';
  await askFor(page, 'message', message);
  await expectReview(page, decoded.says.message);
  await expect(page.getByRole('region', { name: sign.whatFacts })).toContainText('我就是我');
  await approve(page);
  await expectSigned(page);
  const signature = await signedText(page, sign.signature);
  expect(signature).toMatch(/^0x[0-9a-f]{130}$/);
  await expectMessageSignedBy(signature, JUNK_ADDRESS, message);
  await expectSaved(page, signature);
  await goTo(page, 'history');
  await page.getByRole('list', { name: history.listLabel }).getByRole('button').first().click();
  const panel = page.getByRole('dialog');
  await expect(panel.getByRole('region', { name: sign.signature, exact: true })).toHaveText(signature);
  await page.keyboard.press('Escape');
  await goTo(page, 'sign');
  await signAnother(page);

  await askFor(page, 'typed-data', JSON.stringify(ORDER));
  await expectReview(page, decoded.says.blindTypedData);
  await press(page, sign.details);
  const leaf = page.getByRole('row', { name: 'items' }).filter({ hasText: '1000000' });
  await expect(leaf).toBeVisible();
  await approve(page);
  await proveTwice(page, kept);
  await expectSigned(page);
  await expectTypedDataSignedBy(await signedText(page, sign.signature), JUNK_ADDRESS, ORDER);
});

test('bytes that are no unsigned transaction are refused with what is wrong with them', async ({ page }) => {
  const pasted = page.getByRole('textbox', { name: sign.pasted, exact: true });
  await askFor(page, 'paste', `0x${'ac'.repeat(32)}`);
  await expect(page.getByText(sign.paste['looks-like-key']())).toBeVisible();
  await expect(pasted).toBeFocused();
  await askFor(page, 'paste', call(USDC, '0x', 0).replace('"gas"', '"gasses"'));
  await expect(page.getByText(sign.paste['missing-field']({ field: 'gas' }))).toBeVisible();
  for (const [bytes, reason] of [
    ['0xc0', 'transaction-format'],
    // Of before EIP-155: nonce, gas price, gas limit, recipient, value, data; then with chain id, and a long zero.
    [`0xdc800182520894${'11'.repeat(20)}8080`, 'chain-id-missing'],
    [`0xe10082ffff82520894${'11'.repeat(20)}8080018080`, 'not-canonical'],
  ] as const) {
    await askFor(page, 'paste', bytes);
    await expect(page.getByRole('main').getByText(m.reasons[reason].what)).toBeVisible();
    await expect(pasted).toHaveValue(bytes);
  }
});

test('a review ends with a changed policy; prepared again it is signed', async ({ page, kept }) => {
  const { policy } = m.security;
  await askForTransfer(page, { amount: '0.5' });
  await expectReview(page, /0\.5 ETH/);
  await openSection(page, 'policy');
  await press(page, policy.edit);
  await page.getByRole('textbox', { name: policy.leaves['sessionSecurity.idleMs'] }).fill('10');
  await press(page, policy.preview);
  await press(page, policy.perform);
  await proveTwice(page, kept);
  await expect(page.getByRole('main').getByText(m.security.done.CHANGE_POLICY)).toBeVisible();

  await goTo(page, 'sign');
  await approve(page);
  await expect(page.getByText(m.reasons['review-outdated'].what)).toBeVisible();
  await expect(page.getByRole('button', { name: sign.approve })).toHaveCount(0);
  await press(page, sign.prepareAgain);
  await expectReview(page, /0\.5 ETH/);
  await approve(page);
  await expectSigned(page);
  const sent = { chainId: 1, nonce: 0, to: RECIPIENT, value: 5n * 10n ** 17n };
  await expectSignedBy(await signedText(page), JUNK_ADDRESS, sent);
});
