// What the person may do with a wallet, from the terms of their binding. The TEE decides; what it would deny is not
// offered. Pure.
import type { WalletSummary } from '../../../../tee-sim/protocol/wallets.ts';
import { readTerms } from '../../../app/binding-terms.ts';

export interface WalletRights {
  readonly signs: boolean;
  readonly manages: boolean;
  readonly owns: boolean;
}

export function rightsOf({ binding }: Pick<WalletSummary, 'binding'>): WalletRights {
  const terms = readTerms(binding.terms);
  return {
    signs: terms?.permissions.includes('SIGN') === true,
    manages: terms?.permissions.includes('MANAGE') === true,
    owns: terms?.type === 'Owner',
  };
}
