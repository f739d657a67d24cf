// The policy's values as people read them. Pure.
import type { Format } from '../../i18n/format.ts';
import type { Messages } from '../../i18n/messages.ts';
import { type LeafPath, type LeafProblem, POLICY_LEAVES } from './policy-leaves.ts';

export function leafText(m: Messages, format: Format, path: LeafPath, value: unknown): string {
  const texts = m.security.policy;
  const leaf = POLICY_LEAVES[path];
  switch (leaf.kind) {
    case 'switch':
    case 'fixed':
      return value === true ? texts.yes : texts.no;
    case 'gaps':
      return value === 'confirm' ? texts.gaps.confirm : texts.gaps.count;
    case 'duration':
      return value === 0 ? texts.noWait : format.longDuration(Number(value));
    case 'number':
      return format.integer(Number(value));
    case 'factors':
      return format.list(
        leaf.of.filter((factor) => isIn(value, factor)).map((factor) => m.account.factors[factor]),
      );
  }
}

/** One side of a change as the TEE states it: JSON text. What we cannot read is shown as it came. */
export function changedText(m: Messages, format: Format, path: string, text: string): string {
  if (!isLeafPath(path)) return text;
  try {
    return leafText(m, format, path, JSON.parse(text));
  } catch {
    return text;
  }
}

export function isLeafPath(path: string): path is LeafPath {
  return Object.hasOwn(POLICY_LEAVES, path);
}

export function problemText(m: Messages, format: Format, path: LeafPath, problem: LeafProblem | undefined) {
  const texts = m.security.policy;
  if (problem === undefined) return undefined;
  if (problem.kind === 'form')
    return path.endsWith('From') || path.endsWith('idleMs') ? texts.outOfOrder : texts.noValue;
  const bound = format.decimal(problem.bound, 2);
  return problem.kind === 'at-least' ? texts.atLeast(bound) : texts.atMost(bound);
}

function isIn(value: unknown, item: string): boolean {
  return Array.isArray(value) && value.includes(item);
}
