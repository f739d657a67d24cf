// What can be wrong with what somebody pasted, and the two questions that are asked of every piece of JSON.

export const PASTE_PROBLEMS = [
  'empty',
  'unknown',
  'odd-hex',
  'looks-like-key',
  'too-large',
  'json',
  'missing-field',
  'unknown-field',
  'bad-value',
  'inexact-number',
  'unsupported-type',
  'packed-user-operation',
  'delegation-list',
  'other-account',
] as const;
export type PasteProblem = (typeof PASTE_PROBLEMS)[number];

/** Thrown inside the parser only. */
export class PasteError extends Error {
  readonly problem: PasteProblem;
  /** The name as it stands in the JSON. */
  readonly field: string | undefined;

  constructor(problem: PasteProblem, field?: string) {
    super(problem);
    this.problem = problem;
    this.field = field;
  }
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function has(fields: Fields, name: string): boolean {
  return Object.hasOwn(fields, name);
}
