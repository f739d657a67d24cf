// Filling the form: which wallets and accounts there are, and what follows from a choice. Sends nothing to be signed.
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import type { WalletSummary } from '../../../tee-sim/protocol/wallets.ts';
import { readTerms } from '../../app/binding-terms.ts';
import type { ChainId } from '../../app/chains.ts';
import { refusedBy } from '../../app/refused.ts';
import type { Tee } from '../../app/tee.ts';
import type { SignStore, SignValues } from './sign-store.ts';
import { gasLimitFor, networkDefaults, nextNonce, type TransferValues } from './transfer-rules.ts';

/** Of the newest signatures, how many are looked at for the next nonce. */
const LOOKED_AT = 100;

type Reader = Pick<Tee, 'invoke'>;

/** The wallets, and the accounts of the chosen one; of `wanted` where it is there. Never rejects. */
export async function loadSigners(
  store: SignStore,
  tee: Reader,
  wanted: { readonly walletId?: string | undefined; readonly account?: number | undefined } = {},
): Promise<void> {
  store.setState({ loading: { status: 'busy' } });
  try {
    const [{ result: listed }, { result: known }] = await Promise.all([
      tee.invoke('LIST_WALLETS', {}),
      tee.invoke('LIST_CONTACTS', {}),
    ]);
    const wallets = listed.wallets.filter(maySign);
    const { signers, values } = store.getState();
    const accounts = signers?.accounts ?? [];
    store.setState({ signers: { wallets, accounts, contacts: known.contacts } });
    const wallet =
      wallets.find(({ walletId }) => walletId === wanted.walletId) ??
      wallets.find(({ walletId }) => walletId === values.walletId) ??
      wallets[0];
    if (wallet !== undefined) await chooseWallet(store, tee, wallet.walletId, wanted.account);
    store.setState({ loading: { status: 'idle' } });
  } catch (error) {
    store.setState({ loading: { status: 'failed', ...refusedBy(error) } });
  }
}

function maySign({ binding }: WalletSummary): boolean {
  return readTerms(binding.terms)?.permissions.includes('SIGN') ?? false;
}

/** Its first account at once, the others as soon as the TEE names them. @throws as `invoke` */
export async function chooseWallet(
  store: SignStore,
  tee: Reader,
  walletId: WalletId,
  wanted?: number,
): Promise<void> {
  const { signers, values } = store.getState();
  const wallet = signers?.wallets.find((each) => each.walletId === walletId);
  if (signers === undefined || wallet === undefined) return;
  const isOther = values.walletId !== walletId;
  if (isOther) {
    const { firstAccount } = wallet;
    store.setState({ signers: { ...signers, accounts: [firstAccount] } });
    edit(store, { walletId, account: firstAccount.index });
  }
  const { accounts } = (await tee.invoke('GET_WALLET', { walletId })).result;
  const now = store.getState();
  if (now.values.walletId !== walletId || now.signers === undefined) return;
  const account = [wanted, now.values.account].find((index) => accounts.some((each) => each.index === index));
  store.setState({ signers: { ...now.signers, accounts } });
  edit(store, { account: account ?? accounts[0]?.index ?? 0 });
  await suggestNonce(store, tee);
}

export async function chooseAccount(store: SignStore, tee: Reader, account: number): Promise<void> {
  edit(store, { account });
  await suggestNonce(store, tee);
}

export async function chooseNetwork(store: SignStore, tee: Reader, chainId: ChainId): Promise<void> {
  editTransfer(store, networkDefaults(chainId));
  await suggestNonce(store, tee);
}

export function edit(store: SignStore, change: Partial<SignValues>): void {
  store.setState(({ values }) => ({ values: { ...values, ...change } }));
}

export function editTransfer(store: SignStore, change: Partial<TransferValues>): void {
  store.setState(({ values }) => ({
    values: { ...values, transfer: { ...values.transfer, ...change } },
  }));
}

export function editNonce(store: SignStore, nonce: string): void {
  store.setState({ nonceIsTheirs: true });
  editTransfer(store, { nonce });
}

export function editData(store: SignStore, data: string): void {
  const { transfer } = store.getState().values;
  editTransfer(store, { data, gasLimit: gasLimitFor(transfer, data) });
}

/** From what was signed here; a nonce that the person wrote stays. Where it cannot be asked, it stays too. */
export async function suggestNonce(store: SignStore, tee: Reader): Promise<void> {
  const { values, nonceIsTheirs } = store.getState();
  const { account, transfer, walletId } = values;
  if (walletId === undefined || nonceIsTheirs) return;
  try {
    const { signatures } = (await tee.invoke('LIST_SIGNATURES', { walletId, limit: LOOKED_AT })).result;
    const now = store.getState();
    const isStillAsked =
      now.values.walletId === walletId &&
      now.values.account === account &&
      now.values.transfer.chainId === transfer.chainId;
    if (!isStillAsked || now.nonceIsTheirs) return;
    editTransfer(store, { nonce: nextNonce(signatures, account, transfer.chainId).toString() });
  } catch {
    // A suggestion only.
  }
}
