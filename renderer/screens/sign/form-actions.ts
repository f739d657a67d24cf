// Filling the form: what follows from a choice, and the nonce to begin with. Sends nothing to be signed.
import type { ChainId } from '../../app/chains.ts';
import type { Tee } from '../../app/tee.ts';
import type { SignStore, SignValues } from './sign-store.ts';
import { gasLimitFor, networkDefaults, nextNonce, type TransferValues } from './transfer-rules.ts';

/** Of the newest signatures, how many are looked at for the next nonce. */
const LOOKED_AT = 100;

type Reader = Pick<Tee, 'invoke'>;

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
  const { walletId, account } = store.signer.getState();
  const { values, nonceIsTheirs } = store.getState();
  const { chainId } = values.transfer;
  if (walletId === undefined || nonceIsTheirs) return;
  try {
    const { signatures } = (await tee.invoke('LIST_SIGNATURES', { walletId, limit: LOOKED_AT })).result;
    const signer = store.signer.getState();
    const now = store.getState();
    const isStillAsked =
      signer.walletId === walletId && signer.account === account && now.values.transfer.chainId === chainId;
    if (!isStillAsked || now.nonceIsTheirs) return;
    editTransfer(store, { nonce: nextNonce(signatures, account, chainId).toString() });
  } catch {
    // A suggestion only.
  }
}
