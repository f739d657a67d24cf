// What can be prepared for signing, as plain data: the content, who signs it, and the commands that it takes.
import type { CommandParams } from '../../tee-sim/protocol/commands.ts';
import type {
  authorizationSchema,
  MessageInput,
  TransactionInput,
  UserOperationInput,
  userOperationTargetSchema,
} from '../../tee-sim/protocol/ethereum.ts';
import type { SignatureKind } from '../../tee-sim/protocol/review.ts';
import type { z } from '../../tee-sim/protocol/schema.ts';

export type { TransactionInput, UserOperationInput };
export type AuthorizationInput = z.input<typeof authorizationSchema>;
export type UserOperationTargetInput = z.input<typeof userOperationTargetSchema>;

type Content =
  | { readonly kind: 'transaction'; readonly transaction: TransactionInput | { readonly unsigned: string } }
  | {
      readonly kind: 'user-operation';
      readonly target: UserOperationTargetInput;
      readonly userOperation: UserOperationInput;
    }
  | { readonly kind: 'delegation'; readonly authorization: AuthorizationInput }
  | { readonly kind: 'message'; readonly message: MessageInput };

/** What is asked for, in the screen’s own words: of a replacement nothing can be changed. */
export type ReviewSubject = 'payment' | 'content' | 'speed-up' | 'cancel';

export interface Prepare {
  readonly signer: Pick<CommandParams<'PREPARE_MESSAGE'>, 'walletId' | 'account'>;
  readonly content: Content;
  readonly note: string;
}

export type SignCommand = 'SIGN_TRANSACTION' | 'SIGN_MESSAGE';

/** Of a review, by what it is of. */
export function signCommandOf(kind: SignatureKind): SignCommand {
  return kind === 'personal-message' || kind === 'typed-data' ? 'SIGN_MESSAGE' : 'SIGN_TRANSACTION';
}
