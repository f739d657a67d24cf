// Which wallets and accounts there are to sign with, and what follows from choosing one. Has nothing signed.
import type { WalletId } from '../../tee-sim/protocol/bindings.ts';
import type { WalletSummary } from '../../tee-sim/protocol/wallets.ts';
import { readTerms } from '../app/binding-terms.ts';
import { refusedBy } from '../app/refused.ts';
import type { Tee } from '../app/tee.ts';
import type { SignerStore } from './signer-store.ts';

type Reader = Pick<Tee, 'invoke'>;

/** The wallets, and the accounts of the chosen one; of `wanted` where it is there. Never rejects. */
export async function loadSigners(
  store: SignerStore,
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
    const { signers, walletId } = store.getState();
    const accounts = signers?.accounts ?? [];
    store.setState({ signers: { wallets, accounts, contacts: known.contacts } });
    const wallet =
      wallets.find((each) => each.walletId === wanted.walletId) ??
      wallets.find((each) => each.walletId === walletId) ??
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
  store: SignerStore,
  tee: Reader,
  walletId: WalletId,
  wanted?: number,
): Promise<void> {
  const before = store.getState();
  const wallet = before.signers?.wallets.find((each) => each.walletId === walletId);
  if (before.signers === undefined || wallet === undefined) return;
  if (before.walletId !== walletId) {
    const { firstAccount } = wallet;
    const signers = { ...before.signers, accounts: [firstAccount] };
    store.setState({ signers, walletId, account: firstAccount.index });
  }
  const { accounts } = (await tee.invoke('GET_WALLET', { walletId })).result;
  const { signers, ...now } = store.getState();
  if (now.walletId !== walletId || signers === undefined) return;
  const account = [wanted, now.account].find((index) => accounts.some((each) => each.index === index));
  store.setState({ signers: { ...signers, accounts }, account: account ?? accounts[0]?.index ?? 0 });
}
