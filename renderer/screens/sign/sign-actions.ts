// From the form to the review, and back to an empty form after it was signed.
import type { Features } from '../../../tee-sim/protocol/features.ts';
import type { Tee } from '../../app/tee.ts';
import type { Asked } from '../../behaviour/use-observed-form.ts';
import { MAX_NOTE } from '../../signing/note-field.tsx';
import type { Prepare } from '../../signing/prepare.ts';
import { prepareContent, type Services } from '../../signing/review-actions.ts';
import { isUnderWay, nothingYet } from '../../signing/review-store.ts';
import { chosenAccount } from '../../signing/signer-store.ts';
import { suggestNonce } from './form-actions.ts';
import { parsePasted, parseTypedData } from './paste-parser.ts';
import { emptyValues, type SignStore, type SignValues } from './sign-store.ts';
import { transactionOf } from './transfer-rules.ts';

/** Characters of a message, as the TEE takes them. */
export const MAX_MESSAGE = 131_072;

/** Has the TEE prepare what the form holds, unless it has problems or something is under way. */
export async function prepareReview(
  store: SignStore,
  services: Services,
  readFeatures: () => Features,
): Promise<Asked> {
  if (isUnderWay(store.review.getState().run)) return 'under-way';
  const prepare = prepareOf(store);
  if (prepare === undefined) {
    store.setState({ attempted: true });
    return 'has-problems';
  }
  await prepareContent(store.review, services, prepare, readFeatures());
  if (store.review.getState().reviewed !== undefined) store.setState({ attempted: false });
  return 'asked';
}

/** What is to be prepared; `undefined` while something is wrong with the form. */
function prepareOf(store: SignStore): Prepare | undefined {
  const signer = store.signer.getState();
  const { values } = store.getState();
  const account = chosenAccount(signer);
  const { walletId } = signer;
  const { note } = values;
  if (walletId === undefined || account === undefined || note.length > MAX_NOTE) return undefined;
  const content = contentOf(values, account.address);
  return content && { signer: { walletId, account: account.index }, content, note };
}

function contentOf(values: SignValues, signer: string): Prepare['content'] | undefined {
  switch (values.choice) {
    case 'transfer': {
      const transaction = transactionOf(values.transfer);
      return transaction && { kind: 'transaction', transaction };
    }
    case 'paste': {
      const pasted = parsePasted(values.pasted, signer);
      return pasted.ok ? pasted.content : undefined;
    }
    case 'message': {
      const text = values.message;
      if (text === '' || text.length > MAX_MESSAGE) return undefined;
      return { kind: 'message', message: { kind: 'text', text } };
    }
    case 'typed-data': {
      const pasted = parseTypedData(values.typedData);
      return pasted.ok ? pasted.content : undefined;
    }
  }
}

/** After a result: the form, empty, with the same wallet, and the nonce after the one just signed. */
export async function signAnother(store: SignStore, tee: Pick<Tee, 'invoke'>): Promise<void> {
  const { choice, transfer } = store.getState().values;
  const empty = emptyValues();
  const { chainId, maxFeeGwei, priorityFeeGwei } = transfer;
  const kept = { chainId, maxFeeGwei, priorityFeeGwei };
  store.setState({
    attempted: false,
    nonceIsTheirs: false,
    values: { ...empty, choice, transfer: { ...empty.transfer, ...kept } },
  });
  store.review.setState(nothingYet());
  await suggestNonce(store, tee);
}
