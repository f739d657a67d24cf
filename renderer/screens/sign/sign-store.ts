// What the sign screen's form holds, as plain data. Who signs, and the review with what came of it, are in stores of
// their own, as on the other screens that sign. No secrets.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createReviewStore, type ReviewStore } from '../../signing/review-store.ts';
import { createSignerStore, type SignerStore } from '../../signing/signer-store.ts';
import { emptyTransfer, type TransferValues } from './transfer-rules.ts';

export const CONTENT_CHOICES = ['transfer', 'paste', 'message', 'typed-data'] as const;
export type ContentChoice = (typeof CONTENT_CHOICES)[number];

export interface SignValues {
  readonly choice: ContentChoice;
  readonly transfer: TransferValues;
  readonly pasted: string;
  readonly message: string;
  readonly typedData: string;
  readonly note: string;
}

export interface SignState {
  readonly values: SignValues;
  /** The person wrote the nonce: it is theirs. */
  readonly nonceIsTheirs: boolean;
  /** Problems are shown once someone tried to go on. */
  readonly attempted: boolean;
}

export interface SignStore extends StoreApi<SignState> {
  readonly signer: SignerStore;
  readonly review: ReviewStore;
}

export function createSignStore(): SignStore {
  const store = createStore<SignState>(() => ({
    values: emptyValues(),
    nonceIsTheirs: false,
    attempted: false,
  }));
  return Object.assign(store, { signer: createSignerStore(), review: createReviewStore() });
}

export function emptyValues(): SignValues {
  return {
    choice: 'transfer',
    transfer: emptyTransfer(),
    pasted: '',
    message: '',
    typedData: '',
    note: '',
  };
}
