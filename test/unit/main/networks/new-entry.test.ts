import { encodeFunctionData, erc20Abi, type Hex, hexToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';
import { journalEntrySchema, viewOf } from '../../../../main/networks/journal-entry.ts';
import { transactionEntry } from '../../../../main/networks/new-entry.ts';
import { parseRawTransaction } from '../../../../main/networks/raw-transaction.ts';
import { trackedSchema } from '../../../../preload/networks.ts';
import { ANVIL_KEYS } from '../../../helpers/anvil.ts';

const TO = `0x${'22'.repeat(20)}` as const;
const TRANSFER = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [TO, 2_500_000n] });
const COMMON = { nowMs: 1_000, confirmationsNeeded: 3 };

async function viewed(data: Hex, fees: object = { maxFeePerGas: 20n, maxPriorityFeePerGas: 3n }) {
  const account = privateKeyToAccount(ANVIL_KEYS[0]);
  const content = { chainId: 1, nonce: 4, gas: 60_000n, to: TO, value: 7n, data, ...fees };
  const raw = await account.signTransaction(content as never);
  const entry = transactionEntry(parseRawTransaction(hexToBytes(raw)), raw, COMMON);
  expect(journalEntrySchema.parse(entry)).toEqual(entry);
  return trackedSchema.parse(viewOf(entry));
}

test('says what the fee can be: gas limit × highest price', async () => {
  expect((await viewed('0x')).highestFeeWei).toBe(60_000n * 20n);
  expect((await viewed('0x', { gasPrice: 9n })).highestFeeWei).toBe(60_000n * 9n);
});

test('says what a transfer of tokens moves', async () => {
  expect(await viewed(TRANSFER)).toMatchObject({ valueWei: 7n, tokenAmount: 2_500_000n });
});

test.each<[string, Hex]>([
  ['no call', '0x'],
  ['another call', `0x095ea7b3${TRANSFER.slice(10)}`],
  ['a call that is too short', TRANSFER.slice(0, -2) as Hex],
  ['a call with more behind', `${TRANSFER}00`],
])('says nothing of the kind of %s', async (_name, data) => {
  expect(await viewed(data)).not.toHaveProperty('tokenAmount');
});
