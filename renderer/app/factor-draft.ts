// What a person enters to prove who they are, and the proof made of it. Pure; passwords leave it as bytes.
import type { ShownFactors } from '../../tee-sim/client/one-request.ts';
import type { Factor, KeystrokeSample, SingleProof, UserSummary } from '../../tee-sim/protocol/factors.ts';
import type { Policy } from '../../tee-sim/protocol/policy.ts';
import type { Account } from './account.ts';
import type { StepUpLevel } from './authorized.ts';
import { passwordBytes } from './secrets.ts';

export interface FactorDraft {
  readonly factor: Factor;
  /** Password or code as typed. */
  readonly text: string;
  readonly sample: KeystrokeSample | undefined;
}

export type DraftProblem =
  | 'passwordEmpty'
  | 'passwordLong'
  | 'codeForm'
  | 'recoveryCodeForm'
  | 'typingNeeded';

export function emptyDraft(factor: Factor): FactorDraft {
  return { factor, text: '', sample: undefined };
}

/** Six digits, however they are spaced. */
export function oneTimeCodeOf(text: string): string | undefined {
  const code = text.normalize('NFKC').replace(/\s/g, '');
  return /^[0-9]{6}$/.test(code) ? code : undefined;
}

/** Ten characters of base32 in two groups, however they were written. */
export function recoveryCodeOf(text: string): string | undefined {
  const code = text.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '');
  return /^[A-Z2-7]{10}$/.test(code) ? `${code.slice(0, 5)}-${code.slice(5)}` : undefined;
}

export function draftProblem({ factor, text, sample }: FactorDraft): DraftProblem | undefined {
  switch (factor) {
    case 'password':
      return text === '' ? 'passwordEmpty' : undefined;
    case 'one-time-code':
      return oneTimeCodeOf(text) === undefined ? 'codeForm' : undefined;
    case 'recovery-code':
      return recoveryCodeOf(text) === undefined ? 'recoveryCodeForm' : undefined;
    case 'typing':
      return sample === undefined ? 'typingNeeded' : undefined;
  }
}

type Input<P> = P extends { readonly factor: 'typing' }
  ? Omit<P, 'templateHash'> & { templateHash: string }
  : P;
type SingleProofInput = Input<SingleProof>;

/** The proof of one or two complete drafts; whoever gets it zeroes its passwords. `undefined` while one is not complete. */
export function shownFactors(
  drafts: readonly FactorDraft[],
  user: string,
  account: Pick<Account, 'typingTemplateHash'>,
): ShownFactors | undefined {
  const proofs = drafts.map((draft) => singleProof(draft, user, account));
  const [primary, secondary] = proofs;
  if (primary === undefined || proofs.includes(undefined)) return undefined;
  const factors =
    secondary === undefined ? primary : ({ factor: 'multi-factor', primary, secondary } as const);
  const passwords = drafts.flatMap(({ factor, text }) =>
    factor === 'password' ? [passwordBytes(text)] : [],
  );
  return { factors, passwords };
}

function singleProof(
  { factor, text, sample }: FactorDraft,
  user: string,
  { typingTemplateHash }: Pick<Account, 'typingTemplateHash'>,
): SingleProofInput | undefined {
  switch (factor) {
    case 'password':
      return text === '' ? undefined : { factor, user };
    case 'one-time-code': {
      const code = oneTimeCodeOf(text);
      return code === undefined ? undefined : { factor, user, code };
    }
    case 'recovery-code': {
      const code = recoveryCodeOf(text);
      return code === undefined ? undefined : { factor, user, code };
    }
    case 'typing':
      if (sample === undefined || typingTemplateHash === undefined) return undefined;
      return { factor, user, templateHash: typingTemplateHash, freshSample: sample };
  }
}

/** Which factors there are to choose from, for each proof that the level needs; empty where it cannot be reached. */
export function choicesFor(
  level: StepUpLevel,
  user: UserSummary,
  { enhancedFactors, maximumFactors }: Policy['userAuthentication'],
): readonly (readonly Factor[])[] {
  const counts = (factor: Factor): boolean =>
    user.factors.some((own) => own.factor === factor && own.countsInMs === 0 && own.left !== 0);
  if (level === 'Enhanced') {
    const choices = enhancedFactors.filter(counts);
    return choices.length === 0 ? [] : [choices];
  }
  const known = maximumFactors.filter(counts);
  const kinds = [
    known.filter((factor) => factor === 'password'),
    known.filter((factor) => factor !== 'password'),
  ];
  return kinds.every((kind) => kind.length > 0) ? kinds : [];
}
