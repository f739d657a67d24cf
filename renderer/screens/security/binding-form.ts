// The form that gives somebody access to a wallet, and the terms it stands for. Amounts are typed in whole coins and
// kept as text; what the form has no field for (limits of tokens) stays as it was. Pure.
import {
  type BindingTerms,
  type BindingTermsInput,
  type BindingType,
  PERMISSIONS_OF,
} from '../../../tee-sim/protocol/bindings.ts';
import { type AmountProblem, etherInput, parseEther } from '../../app/amount.ts';
import { CHAINS, type ChainId } from '../../app/chains.ts';

export interface LimitRow {
  readonly chainId: ChainId;
  readonly perTransaction: string;
  readonly perDay: string;
}

export interface BindingForm {
  readonly type: BindingType;
  /** Of an authorized person: paying, or only looking. */
  readonly maySign: boolean;
  readonly isLimited: boolean;
  readonly limits: readonly LimitRow[];
  /** Limits that this form shows but does not change. */
  readonly otherLimits: NonNullable<BindingTermsInput['limits']>;
  /** `YYYY-MM-DD`, or empty: the last day on which it holds. */
  readonly lastDay: string;
}

export type BindingProblem =
  | { readonly field: 'perTransaction' | 'perDay'; readonly row: number; readonly problem: AmountProblem }
  | { readonly field: 'perDay'; readonly row: number; readonly problem: 'below-transaction' }
  | { readonly field: 'lastDay'; readonly problem: 'past' };

export const NEW_BINDING: BindingForm = {
  type: 'Authorized',
  maySign: true,
  isLimited: true,
  limits: [{ chainId: 1, perTransaction: '', perDay: '' }],
  otherLimits: [],
  lastDay: '',
};

export function formOf(terms: BindingTerms): BindingForm {
  const { expiresAtMs, limits, permissions, type } = terms;
  const rows: LimitRow[] = [];
  const otherLimits: NonNullable<BindingTermsInput['limits']> = [];
  for (const { chainId, asset, perTransaction, perDay } of limits ?? []) {
    const chain = CHAINS.find(({ id }) => id === chainId);
    if (asset === 'native' && chain !== undefined) {
      rows.push({
        chainId: chain.id,
        perTransaction: etherInput(perTransaction),
        perDay: etherInput(perDay),
      });
    } else {
      otherLimits.push({
        chainId,
        asset,
        perTransaction: perTransaction.toString(),
        perDay: perDay.toString(),
      });
    }
  }
  return {
    type,
    maySign: permissions.includes('SIGN'),
    isLimited: limits !== undefined,
    limits: rows,
    otherLimits,
    // A binding ends as its last day does, so the moment before the end lies in that day.
    lastDay: expiresAtMs === undefined ? '' : dayOf(expiresAtMs - 1),
  };
}

/** What is sent; nothing while something is wrong. */
export function termsOf(form: BindingForm, nowMs: number): BindingTermsInput | undefined {
  if (findBindingProblems(form, nowMs).length > 0) return undefined;
  const permissions = PERMISSIONS_OF[form.type].filter((one) => one !== 'SIGN' || maySign(form));
  const limits = form.limits.map(({ chainId, perTransaction, perDay }) => ({
    chainId,
    asset: 'native' as const,
    perTransaction: weiText(perTransaction),
    perDay: weiText(perDay),
  }));
  const expiresAtMs = endOfDay(form.lastDay);
  return {
    type: form.type,
    permissions,
    ...(hasLimits(form) ? { limits: [...limits, ...form.otherLimits] } : {}),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
  };
}

export function findBindingProblems(form: BindingForm, nowMs: number): readonly BindingProblem[] {
  const endsAtMs = endOfDay(form.lastDay);
  const day: readonly BindingProblem[] =
    endsAtMs !== undefined && endsAtMs <= nowMs ? [{ field: 'lastDay', problem: 'past' }] : [];
  return hasLimits(form) ? [...form.limits.flatMap(limitProblems), ...day] : day;
}

/** A guardian pays nothing, so has nothing to limit. */
export function hasLimits(form: BindingForm): boolean {
  return form.isLimited && maySign(form);
}

export function maySign({ type, maySign: chosen }: BindingForm): boolean {
  return type === 'Owner' || (type === 'Authorized' && chosen);
}

/** A network that has no limit yet, if there is one. */
export function freeChain({ limits }: BindingForm): ChainId | undefined {
  return CHAINS.find(({ id }) => limits.every(({ chainId }) => chainId !== id))?.id;
}

function limitProblems({ perDay, perTransaction }: LimitRow, row: number): readonly BindingProblem[] {
  const once = parseEther(perTransaction);
  const daily = parseEther(perDay);
  const problems: BindingProblem[] = [];
  if (!once.ok) problems.push({ field: 'perTransaction', row, problem: once.problem });
  if (!daily.ok) problems.push({ field: 'perDay', row, problem: daily.problem });
  // Nothing could ever reach the limit of one payment: surely the two were mixed up.
  if (once.ok && daily.ok && daily.wei < once.wei) {
    problems.push({ field: 'perDay', row, problem: 'below-transaction' });
  }
  return problems;
}

function weiText(text: string): string {
  const parsed = parseEther(text);
  return parsed.ok ? parsed.wei.toString() : '0';
}

/** When that day is over here: days of 23 and 25 hours included. Nothing for what is no day. */
function endOfDay(day: string): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  return new Date(Number(year), Number(month) - 1, Number(date) + 1).getTime();
}

function dayOf(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
