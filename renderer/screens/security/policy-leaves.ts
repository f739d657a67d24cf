// Every value of the policy document, in the order of its sections: how it is shown, typed and read. Pure.
import { FACTORS } from '../../../tee-sim/protocol/factors.ts';
import { type Policy, policySchema } from '../../../tee-sim/protocol/policy.ts';

type Section = keyof Policy;
export type LeafPath = { [S in Section]: `${S}.${Extract<keyof Policy[S], string>}` }[Section];

/**
 * `duration`: ms, typed in `unit`; `fixed`: the schema allows one value only.
 */
export type LeafKind =
  | { readonly kind: 'switch' | 'fixed' | 'gaps' }
  | { readonly kind: 'number' }
  | { readonly kind: 'duration'; readonly unit: 'second' | 'minute' | 'hour' }
  | { readonly kind: 'factors'; readonly of: readonly (typeof FACTORS)[number][] };

const MAXIMUM_FACTORS = FACTORS.filter((factor) => factor !== 'typing');

export const POLICY_LEAVES: Readonly<Record<LeafPath, LeafKind>> = {
  'networkSecurity.localClients': { kind: 'switch' },
  'clientVerification.confirmChangedPrograms': { kind: 'switch' },
  'clientVerification.maxClients': { kind: 'number' },
  'sessionSecurity.idleMs': { kind: 'duration', unit: 'minute' },
  'sessionSecurity.absoluteMs': { kind: 'duration', unit: 'minute' },
  'sessionSecurity.maxSessions': { kind: 'number' },
  'sessionSecurity.lockOnSystemLock': { kind: 'switch' },
  'sessionSecurity.lockOnSuspend': { kind: 'switch' },
  'userAuthentication.minPasswordCharacters': { kind: 'number' },
  'userAuthentication.failuresBeforeLockout': { kind: 'number' },
  'userAuthentication.firstLockoutMs': { kind: 'duration', unit: 'second' },
  'userAuthentication.maxLockoutMs': { kind: 'duration', unit: 'minute' },
  'userAuthentication.typingFailures': { kind: 'number' },
  'userAuthentication.enhancedFactors': { kind: 'factors', of: FACTORS },
  'userAuthentication.maximumFactors': { kind: 'factors', of: MAXIMUM_FACTORS },
  'userAuthentication.enhancedForMs': { kind: 'duration', unit: 'minute' },
  'userAuthentication.newFactorWaitMs': { kind: 'duration', unit: 'hour' },
  'operationAuthorization.enhancedFrom': { kind: 'number' },
  'operationAuthorization.maximumFrom': { kind: 'number' },
  'operationAuthorization.denyFrom': { kind: 'number' },
  'operationAuthorization.gaps': { kind: 'gaps' },
  'auditMonitoring.logAuthentications': { kind: 'fixed' },
  'auditMonitoring.logDenials': { kind: 'fixed' },
  'auditMonitoring.denialRowsPerMinute': { kind: 'number' },
};

export const UNIT_MS = { second: 1_000, minute: 60_000, hour: 3_600_000 } as const;

export const POLICY_SECTIONS = [...new Set(leafPaths().map((path) => sectionOf(path)))];

export function leafPaths(section?: Section): readonly LeafPath[] {
  const paths = Object.keys(POLICY_LEAVES) as LeafPath[];
  return section === undefined ? paths : paths.filter((path) => sectionOf(path) === section);
}

export function leafValue(policy: Policy, path: LeafPath): unknown {
  const [section = '', field = ''] = path.split('.');
  const values: unknown = Reflect.get(policy, section);
  return typeof values === 'object' && values !== null ? Reflect.get(values, field) : undefined;
}

/** What stands in the form: text for numbers and times, in the leaf's unit. */
export type Draft = Readonly<Record<LeafPath, string | boolean | readonly string[]>>;

export function draftOf(policy: Policy): Draft {
  const entries = leafPaths().map((path) => [path, draftValue(path, leafValue(policy, path))]);
  return Object.fromEntries(entries) as Draft;
}

function draftValue(path: LeafPath, value: unknown): string | boolean | readonly string[] {
  const leaf = POLICY_LEAVES[path];
  if (leaf.kind === 'duration') return String(Number(value) / UNIT_MS[leaf.unit]);
  return typeof value === 'number' ? String(value) : (value as string | boolean | readonly string[]);
}

/** The bound that a value breaks, in the leaf's own unit; or that it is no value at all. */
export type LeafProblem =
  | { readonly kind: 'form' }
  | { readonly kind: 'at-least' | 'at-most'; readonly bound: number };

export type ParsedDraft =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: Readonly<Partial<Record<LeafPath, LeafProblem>>> };

/** The document that the form stands for, judged by the TEE's own schema. */
export function parseDraft(draft: Draft): ParsedDraft {
  const document: Record<string, Record<string, unknown>> = {};
  for (const path of leafPaths()) {
    const [section = '', field = ''] = path.split('.');
    document[section] = { ...document[section], [field]: typedValue(path, draft[path]) };
  }
  const parsed = policySchema.safeParse(document);
  if (parsed.success) return { ok: true, policy: parsed.data };
  const problems: Partial<Record<LeafPath, LeafProblem>> = {};
  for (const issue of parsed.error.issues) {
    for (const path of pathsOf(issue.path)) problems[path] ??= problemOf(path, issue);
  }
  return { ok: false, problems };
}

function typedValue(path: LeafPath, value: Draft[LeafPath]): unknown {
  const leaf = POLICY_LEAVES[path];
  if (typeof value !== 'string' || leaf.kind === 'gaps') return value;
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(value.trim())) return value;
  const number = Number(value.trim());
  return leaf.kind === 'duration' ? Math.round(number * UNIT_MS[leaf.unit]) : number;
}

/** A rule over several values names its section, or nothing: then the value that it was written about. */
function pathsOf(path: readonly PropertyKey[]): readonly LeafPath[] {
  const known = leafPaths().filter((leaf) => leaf === path.slice(0, 2).join('.'));
  if (known.length > 0) return known;
  return path[0] === 'operationAuthorization'
    ? ['operationAuthorization.maximumFrom']
    : ['sessionSecurity.idleMs'];
}

function problemOf(path: LeafPath, issue: object): LeafProblem {
  const leaf = POLICY_LEAVES[path];
  const scale = leaf.kind === 'duration' ? UNIT_MS[leaf.unit] : 1;
  if ('minimum' in issue) return { kind: 'at-least', bound: Number(issue.minimum) / scale };
  if ('maximum' in issue) return { kind: 'at-most', bound: Number(issue.maximum) / scale };
  return { kind: 'form' };
}

function sectionOf(path: LeafPath): Section {
  return path.split('.')[0] as Section;
}
