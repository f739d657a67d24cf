// PREPARE_MESSAGE: text or bytes (EIP-191), or typed data (EIP-712), shown before it is signed.
import { refusal } from '../os/refusals.ts';
import { utf8ToBytes } from '../protocol/bytes.ts';
import type { ParsedParams } from '../protocol/commands.ts';
import { chainIdSchema } from '../protocol/payment.ts';
import type { Account } from '../protocol/wallets.ts';
import { signDigest } from '../wallet/account-key.ts';
import { decodeMessage } from '../wallet/decode.ts';
import { decodeTypedData } from '../wallet/decode-typed-data.ts';
import { bundledTokens } from '../wallet/known-contracts.ts';
import { personalMessageBytes } from '../wallet/personal-message.ts';
import { parseTypedData, typedDataBytes } from '../wallet/typed-data.ts';
import { typedDataLeaves } from '../wallet/typed-data-leaves.ts';
import type { Handler } from './call.ts';
import { prepareReview } from './prepare-review.ts';
import type { Signable } from './signable.ts';

type Message = ParsedParams<'PREPARE_MESSAGE'>['message'];

const unpriced = {
  feeWei: 0n,
  sign: (hash, key) => ({ signature: signDigest(hash, key) }),
} as const satisfies Partial<Signable>;

/** @throws as the wallet's parser of typed data · BAD_PARAMETERS malformed · what `prepareReview` throws */
export const prepareMessage: Handler<'PREPARE_MESSAGE'> = (call, ta) => {
  const { message } = call.params;
  return prepareReview('PREPARE_MESSAGE', call, ta, (account) =>
    message.kind === 'typed-data' ? typedDataOf(message.json, account) : personalMessageOf(message),
  );
};

function personalMessageOf(message: Exclude<Message, { kind: 'typed-data' }>): Signable {
  // Half a surrogate pair has no UTF-8: what would be signed is not what was sent.
  if (message.kind === 'text' && !message.text.isWellFormed()) throw refusal('malformed-parameters');
  const content = message.kind === 'text' ? utf8ToBytes(message.text) : message.bytes;
  return {
    ...unpriced,
    kind: 'personal-message',
    chainId: undefined,
    bytes: personalMessageBytes(content),
    decoded: decodeMessage(content),
  };
}

/** It names its own chain; one that names none, or none that there can be, is for no chain at all. */
function typedDataOf(json: string, { address }: Account): Signable {
  const typed = parseTypedData(json);
  const named = typed.domain.get('chainId');
  const chainId = chainIdSchema.safeParse(typeof named === 'bigint' ? Number(named) : undefined).data;
  if (named !== undefined && chainId === undefined) throw refusal('typed-data-value');
  const decoded = decodeTypedData(typed, { chainId: chainId ?? 0, signer: address }, bundledTokens);
  const leaves = typedDataLeaves(typed);
  return { ...unpriced, kind: 'typed-data', chainId, bytes: typedDataBytes(typed), decoded, leaves };
}
