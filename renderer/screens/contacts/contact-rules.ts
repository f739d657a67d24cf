// What a new contact asks for before it is sent. Pure.
import { type Address, addressSchema } from '../../../tee-sim/protocol/payment.ts';
import { type Contact, contactNameSchema } from '../../../tee-sim/protocol/wallets.ts';
import { recipientProblem } from '../../app/recipient.ts';

export interface ContactProblems {
  readonly address?: 'addressEmpty' | 'addressForm' | 'addressChecksum' | 'addressKnown';
  readonly name?: 'nameEmpty' | 'nameLong';
}

/** As it was meant: without the spaces and line ends of a mail, and without the scheme of a QR code (EIP-681). */
export function pastedAddress(text: string): string {
  return text.replace(/\s+/g, '').replace(/^ethereum:(?:pay-)?/i, '');
}

export function contactProblems(
  { address, name }: { readonly address: string; readonly name: string },
  contacts: readonly Contact[],
): ContactProblems {
  const ofAddress = addressProblem(address, contacts);
  const ofName = contactNameProblem(name);
  return {
    ...(ofAddress === undefined ? {} : { address: ofAddress }),
    ...(ofName === undefined ? {} : { name: ofName }),
  };
}

function addressProblem(text: string, contacts: readonly Contact[]): ContactProblems['address'] {
  switch (recipientProblem(text)) {
    case 'empty':
      return 'addressEmpty';
    case 'form':
      return 'addressForm';
    case 'checksum':
      return 'addressChecksum';
    case undefined:
      return contactOf(text, contacts) === undefined ? undefined : 'addressKnown';
  }
}

export function contactNameProblem(name: string): ContactProblems['name'] {
  if (name.trim() === '') return 'nameEmpty';
  return contactNameSchema.safeParse(name).success ? undefined : 'nameLong';
}

export function contactOf(text: string, contacts: readonly Contact[]): Contact | undefined {
  const address: Address | undefined = addressSchema.safeParse(text.trim()).data;
  return contacts.find((contact) => contact.address === address);
}
