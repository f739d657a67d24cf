// A wallet in the making, as plain data. It holds a passphrase and three words while they are typed: made for one
// wallet, dropped with it, never kept anywhere. The phrase itself is held as bytes elsewhere (app/held-secret.ts).
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CommandResult } from '../../../../tee-sim/protocol/commands.ts';
import type { Refused } from '../../../app/refused.ts';
import { createSection, type SectionStore } from '../../../app/section.ts';

export const STEPS = ['about', 'words', 'check'] as const;
export type Step = (typeof STEPS)[number];

export type PhraseLength = 12 | 24;

/** What the TEE drew and keeps for this session; the words are beside it. */
export interface Drawn {
  readonly length: PhraseLength;
  readonly wordsToCheck: CommandResult<'PREPARE_WALLET'>['wordsToCheck'];
}

export type Drawing =
  | { readonly status: 'idle' | 'busy' }
  /** What was drawn before is gone. */
  | { readonly status: 'lost' }
  | ({ readonly status: 'failed' } & Refused);

export interface CreateState {
  readonly step: Step;
  readonly name: string;
  readonly length: PhraseLength;
  readonly withPassphrase: boolean;
  readonly passphrase: string;
  readonly repeat: string;
  readonly drawing: Drawing;
  readonly drawn: Drawn | undefined;
  /** The words were on the page. */
  readonly seen: boolean;
  readonly written: boolean;
  readonly checkedWords: readonly string[];
  /** Problems of the step are shown once someone tried to go on. */
  readonly attempted: boolean;
}

export interface Creation {
  readonly draft: StoreApi<CreateState>;
  /** What became of it. */
  readonly run: SectionStore<never>;
}

export function createCreation(): Creation {
  return {
    run: createSection<never>(),
    draft: createStore<CreateState>(() => ({
      step: 'about',
      name: '',
      length: 12,
      withPassphrase: false,
      passphrase: '',
      repeat: '',
      drawing: { status: 'idle' },
      drawn: undefined,
      seen: false,
      written: false,
      checkedWords: [],
      attempted: false,
    })),
  };
}
