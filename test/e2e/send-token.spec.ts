// A token of a contract that nobody but its owner added: paid over a real chain, with what the TEE says of it before, and
// what both accounts have after.
import { type Address, decodeFunctionResult, encodeFunctionData, type Hex } from 'viem';
import { en as m } from '../../renderer/i18n/en.ts';
import { toChecksumAddress } from '../../tee-sim/protocol/payment.ts';
import { Anvil } from '../helpers/anvil.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { compileContract } from '../helpers/compile-solidity.ts';
import { addLocal } from './network-screen.ts';
import { proveTwice } from './owner.ts';
import { goTo, RECIPIENT } from './person.ts';
import { press } from './security-screen.ts';
import { fillPayment } from './send-screen.ts';
import { approve, expectReview } from './sign-screen.ts';
import { importPhrase, JUNK_ADDRESS, openWallet } from './wallet-screen.ts';

/** Anvil's second account, which is nobody's here. */
const DEPLOYER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const WALLET = 'Household';
const { abi, bytecode } = compileContract('TestToken');
const { balances } = m;

test.setTimeout(180_000);

let anvil: Anvil;
let token: Address;
test.beforeEach(async () => {
  anvil = await Anvil.start();
  const { contractAddress } = await transact({ data: bytecode });
  token = toChecksumAddress(contractAddress ?? '') as Address;
  const args = [JUNK_ADDRESS, 100_000_000n];
  await transact({ to: token, data: encodeFunctionData({ abi, functionName: 'mint', args }) });
});
test.afterEach(() => anvil.stop());

async function transact(transaction: { readonly to?: Address; readonly data: Hex }) {
  const hash = await anvil.request('eth_sendTransaction', [{ from: DEPLOYER, ...transaction }]);
  return anvil.request<{ contractAddress: string | null }>('eth_getTransactionReceipt', [hash]);
}

async function has(account: string): Promise<unknown> {
  const functionName = 'balanceOf';
  const data = encodeFunctionData({ abi, functionName, args: [account] });
  const returned = await anvil.request<Hex>('eth_call', [{ to: token, data }, 'latest']);
  return decodeFunctionResult({ abi, functionName, data: returned });
}

async function addToken(page: Page): Promise<void> {
  await openWallet(page, WALLET);
  await press(page, balances.addToken);
  const dialog = page.getByRole('dialog', { name: balances.token.title('Anvil') });
  await dialog.getByRole('textbox', { name: balances.token.address }).fill(token);
  await press(page, balances.token.lookUp);
  await expect(dialog.getByText('Test Token', { exact: true })).toBeVisible();
  await press(page, balances.token.add);
  await expect(dialog).toHaveCount(0);
}

/** What the wallet's page says of it. */
async function expectShown(page: Page, amount: string): Promise<void> {
  await openWallet(page, WALLET);
  const row = page
    .getByRole('region', { name: balances.listLabel('Anvil') })
    .getByRole('listitem')
    .filter({ hasText: 'TEST' });
  await expect(row.getByText(amount, { exact: true })).toBeVisible();
}

async function choose(page: Page): Promise<void> {
  await goTo(page, 'send');
  await page.getByRole('main').getByRole('button', { name: m.send.asset }).click();
  await page.getByRole('option', { name: /^TEST \(token 0x/ }).click();
}

test('a token is added, reviewed as what nobody vouches for, sent, and both balances say so', async ({
  page,
  kept,
  watched,
}) => {
  await importPhrase(page, WALLET);
  await addLocal(page, anvil.url);
  await addToken(page);
  await expectShown(page, '100');
  await choose(page);

  await test.step('more than there is: refused before anything is signed', async () => {
    await fillPayment(page, { amount: '100.5' });
    await press(page, m.sign.submit);
    await expect(page.getByText(m.send.refusals['not-enough']).first()).toBeVisible();
  });

  await test.step('reviewed: base units and contract, for the TEE does not know the token', async () => {
    await fillPayment(page, { amount: '12.5' });
    await press(page, m.sign.submit);
    await expectReview(page, /12,500,000/);
    const main = page.getByRole('main');
    await expect(main.getByText(m.decoded.flags['unknown-token'], { exact: true })).toBeVisible();
    await expect(main.getByText(token).first()).toBeAttached();
    const entered = { amount: '12.5 TEST', decimals: '6', units: '12,500,000' };
    await expect(main.getByText(m.send.entered(entered))).toBeVisible();
    await expect(main.getByText(m.send.wouldPass)).toBeVisible();
  });

  await test.step('with two proofs: sent, on the chain, and in both balances', async () => {
    await approve(page);
    await proveTwice(page, kept);
    const { confirmed } = m.transactions.phases;
    await expect(page.getByRole('main').getByText(confirmed.name, { exact: true })).toBeVisible();
    expect(await has(RECIPIENT)).toBe(12_500_000n);
    expect(await has(JUNK_ADDRESS)).toBe(87_500_000n);
    await expectShown(page, '87.5');
  });
  expect(watched.errors).toEqual([]);
});
