// What stands below the field of a recipient: what is wrong with it, who it is, or what helps.
import { recipientProblem, recipientState } from '../app/recipient.ts';
import type { Messages } from '../i18n/messages.ts';
import type { Signers } from './signer-store.ts';

export interface FieldWords {
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

/** Before someone tried to go on, only what is wrong beyond doubt is called wrong. */
export function recipientWords(
  m: Messages,
  recipient: string,
  attempted: boolean,
  signers: Signers | undefined,
): FieldWords {
  const { errors, recipientChecked, recipientHint, recipientUnchecked } = m.assess;
  const problem = recipientProblem(recipient);
  if (problem === 'checksum') return { error: errors.recipientChecksum };
  if (problem !== undefined && attempted) {
    return { error: problem === 'empty' ? errors.recipientEmpty : errors.recipientForm };
  }
  const known = knownRecipient(m, recipient, signers);
  const state = recipientState(recipient);
  if (state === 'incomplete') return { hint: recipientHint };
  const checked = state === 'checked' ? recipientChecked : recipientUnchecked;
  return { hint: known === undefined ? checked : m.common.sentences(known, checked) };
}

function knownRecipient(m: Messages, text: string, signers: Signers | undefined): string | undefined {
  const address = text.trim().toLowerCase();
  const is = (each: { readonly address: string }): boolean => each.address.toLowerCase() === address;
  const contact = signers?.contacts.find(is);
  if (contact !== undefined) return m.sign.knownContact({ name: contact.name });
  const account = signers?.accounts.find(is);
  if (account !== undefined) {
    const { index, name = m.wallets.account(String(index + 1)) } = account;
    return m.sign.knownAccount({ name });
  }
  const wallet = signers?.wallets.find(({ firstAccount }) => is(firstAccount));
  return wallet && m.sign.knownAccount({ name: wallet.name });
}
