// Payments that were begun and not handed to main yet, kept in this window's storage: a reserved nonce that must not
// block the next payment, and the name of an operation by which a signature is found again. No secret, no amount.
import { type WalletId, walletIdSchema } from '../../../tee-sim/protocol/bindings.ts';
import { chainIdSchema } from '../../../tee-sim/protocol/payment.ts';
import { type OperationId, operationIdSchema, z } from '../../../tee-sim/protocol/schema.ts';

export interface Unfinished {
  readonly userId: string;
  readonly walletId: WalletId;
  readonly chainId: number;
  readonly reservationId: string;
  /** Present once the TEE was asked to sign it. */
  readonly operationId?: OperationId | undefined;
}

const unfinishedSchema = z.strictObject({
  userId: z.string().max(64),
  walletId: walletIdSchema,
  chainId: chainIdSchema,
  reservationId: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  operationId: operationIdSchema.optional(),
});

type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'airaccount.unfinished-payments';
const MAX_KEPT = 100;

export class UnfinishedPayments {
  readonly #storage: TextStorage;

  constructor(storage: TextStorage) {
    this.#storage = storage;
  }

  /** What is kept and does not fit is left out. */
  all(): readonly Unfinished[] {
    try {
      const kept: unknown = JSON.parse(this.#storage.getItem(KEY) ?? '[]');
      if (!Array.isArray(kept)) return [];
      return kept.slice(-MAX_KEPT).flatMap((each) => unfinishedSchema.safeParse(each).data ?? []);
    } catch {
      return [];
    }
  }

  /** By its reservation. */
  put(payment: Unfinished): void {
    this.#write([...this.#without(payment), payment]);
  }

  drop(payment: Pick<Unfinished, 'reservationId'>): void {
    this.#write(this.#without(payment));
  }

  #without({ reservationId }: Pick<Unfinished, 'reservationId'>): readonly Unfinished[] {
    return this.all().filter((each) => each.reservationId !== reservationId);
  }

  #write(payments: readonly Unfinished[]): void {
    try {
      this.#storage.setItem(KEY, JSON.stringify(payments.slice(-MAX_KEPT)));
    } catch {
      // Full or closed storage stops no payment: only a window that is loaded anew would not know of this one.
    }
  }
}
