// What a login costs beside its KDF, and whether time tells a name that nobody has from a wrong password. With the TEE
// inside this process, so that nothing but its own work is measured. Prints JSON; ratios are within the run.
import { argon2idKdf, PASSWORD_PARAMETERS } from '../tee-sim/authorization/password.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import { utf8ToBytes } from '../tee-sim/protocol/bytes.ts';
import { TestTee } from '../test/helpers/tee-in-process.ts';
import { percentile, round, summarize } from './shared/statistics.ts';

const ROUNDS = process.argv.includes('--quick') ? 6 : 40;
/** No lock-out lasts longer. */
const UNLOCKED_AFTER_MS = 3_600_001;

const password = utf8ToBytes('a password that is wrong');
const kinds = ['right', 'wrong', 'unknown', 'kdf'] as const;
type Kind = (typeof kinds)[number];

/** On a busy machine only processor time says what the work is; what a stranger sees is time on the wall. */
interface Sample {
  readonly wallMs: number;
  readonly cpuMs: number;
}

const samples: Record<Kind, Sample[]> = { right: [], wrong: [], unknown: [], kdf: [] };

const tee = new TestTee({}, argon2idKdf);
try {
  const { owner } = tee.withOwner();
  const shown = {
    right: () => owner.proof(0, 'password'),
    wrong: () => ({ factors: { factor: 'password', user: owner.name }, passwords: [password] }) as const,
    unknown: (i: number) =>
      ({ factors: { factor: 'password', user: `nobody ${i}` }, passwords: [password] }) as const,
  };
  const logIn = (kind: keyof typeof shown, i: number): Sample => {
    tee.advance(UNLOCKED_AFTER_MS);
    const session = tee.openSession();
    const proof = shown[kind](i);
    const { text, keys } = tee.seal('AUTHENTICATE_USER', {}, { session, proof });
    let payload = '';
    const sample = timed(() => {
      payload = tee.tee.invoke(text, undefined).payload;
    });
    const { code } = JSON.parse(payload) as { code: string };
    if ((code === 'SUCCESS') !== (kind === 'right')) throw new Error(`${kind}: ${code}`);
    keys.destroy();
    return sample;
  };
  const runKdf = (): Sample => timed(() => argon2idKdf(password, randomBytes(16), PASSWORD_PARAMETERS));
  for (let i = -1; i < ROUNDS; i += 1) {
    // In another order each time, so that nobody always cleans up after the same one; the first round warms up.
    for (const kind of shuffled(kinds)) {
      const sample = kind === 'kdf' ? runKdf() : logIn(kind, i);
      if (i >= 0) samples[kind].push(sample);
    }
    console.error(`round ${i + 1} of ${ROUNDS}`);
  }
} finally {
  tee.dispose();
}

/** Chance that a guess by time alone picks the unknown name of the two: 0.5 is a coin. */
function distinguishable(unknown: readonly number[], wrong: readonly number[]): number {
  const wins = unknown.flatMap((a) => wrong.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
  return wins.reduce<number>((sum, one) => sum + one, 0) / wins.length;
}

function timed(work: () => unknown): Sample {
  const cpu = process.cpuUsage();
  const startedAtMs = performance.now();
  work();
  const wallMs = performance.now() - startedAtMs;
  return { wallMs, cpuMs: process.cpuUsage(cpu).user / 1_000 };
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

function compare(measure: keyof Sample) {
  const of = (kind: Kind): number[] => samples[kind].map((sample) => sample[measure]);
  const p50 = (kind: Kind): number => percentile(of(kind), 0.5);
  return {
    ...Object.fromEntries(kinds.map((kind) => [kind, summarize(of(kind))])),
    loginOverKdf: round(p50('right') / p50('kdf')),
    unknownOverWrong: round(p50('unknown') / p50('wrong')),
    unknownIsSlower: round(distinguishable(of('unknown'), of('wrong'))),
  };
}

const results = { parameters: PASSWORD_PARAMETERS, wall: compare('wallMs'), cpu: compare('cpuMs') };
console.log(JSON.stringify({ bench: 'login', results }, undefined, 2));
