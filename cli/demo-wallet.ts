// The demo's wallet: drawn, proven to be written down, and signed with once.
// Must never print the phrase: it is only looked for, in vain, in what the TEE wrote.
import type { TeeClient } from '../tee-sim/client/tee-client.ts';
import type { WalletId } from '../tee-sim/protocol/bindings.ts';
import { bytesToHex, bytesToUtf8, equalBytes, utf8ToBytes, wipe } from '../tee-sim/protocol/bytes.ts';
import type { TransactionInput } from '../tee-sim/protocol/ethereum.ts';
import type { DemoPart } from './demo-parts.ts';
import { CheckFailed } from './failures.ts';
import { samplePayments } from './sample-payments.ts';

type Tell = (part: DemoPart) => void;

export interface DemoWallet {
  readonly walletId: WalletId;
  readonly address: string;
  /** Must not be readable in anything that the TEE wrote. */
  readonly phrase: string;
}

/** Of nobody's payment else in the demo. */
const RECIPIENT = '0xde709f2102306220921060314715629080e2fb77';
const NO_PASSPHRASE = utf8ToBytes('');

/** @throws InvokeError */
export async function createWallet(client: TeeClient, tell: Tell): Promise<DemoWallet> {
  const drawn = await client.invoke('PREPARE_WALLET', { words: 12 });
  const [phraseBytes = NO_PASSPHRASE] = drawn.secrets;
  const phrase = bytesToUtf8(phraseBytes);
  wipe(...drawn.secrets);
  const words = phrase.split(' ');
  const checkedWords = drawn.result.wordsToCheck.map((place) => words[place] ?? '');
  const { result } = await client.invoke(
    'CREATE_WALLET',
    { name: 'Demo wallet', checkedWords },
    { secrets: [NO_PASSPHRASE] },
  );
  const { walletId, account } = result;
  tell({ part: 'wallet', walletId, address: account.address, words: words.length });
  return { walletId, address: account.address, phrase };
}

/** What is reviewed is what is signed, by the wallet's own account. @throws InvokeError · CheckFailed */
export async function signTransfer(
  client: TeeClient,
  { walletId, address }: DemoWallet,
  tell: Tell,
): Promise<void> {
  const [sample] = samplePayments;
  if (sample === undefined) throw new CheckFailed('BAD_STATE', 'sample-payment');
  const { payment, features } = sample;
  const transaction: TransactionInput = {
    type: 'eip1559',
    chainId: payment.chainId,
    nonce: '0',
    gasLimit: '21000',
    valueWei: payment.amountWei,
    to: RECIPIENT,
    data: '0x',
    maxFeePerGasWei: '2000000000',
    maxPriorityFeePerGasWei: '1000000000',
    accessList: [],
  };
  const params = { walletId, account: 0, transaction, note: payment.note };
  const review = (await client.invoke('PREPARE_TRANSACTION', params, { features })).result;
  const { reviewId } = review;
  const signed = (await client.invoke('SIGN_TRANSACTION', { walletId, reviewId })).result;
  const asReviewed = equalBytes(signed.hash, review.hash) && signed.signer === address;
  if (!asReviewed || signed.transaction === undefined)
    throw new CheckFailed('SECURITY', 'signed-as-reviewed');
  tell({
    part: 'signed',
    kind: review.decoded.kind,
    level: review.level,
    signer: signed.signer,
    hash: `0x${bytesToHex(signed.hash)}`,
    rawTransaction: `0x${bytesToHex(signed.transaction.raw)}`,
    logId: signed.logId,
  });
}
