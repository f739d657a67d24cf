// What the environment may set, read once. Anything but the values below is refused aloud.
import type { EngineName } from '../tee-sim/crypto/engine.ts';

export interface Settings {
  readonly engine: EngineName;
  readonly recordSuite: 1 | 2;
  /** Instead of Electron's own folder for this app. */
  readonly userDataDir: string | undefined;
}

/** @throws RangeError naming the variable, never its value */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return {
    engine: oneOf(environment, 'AIRACCOUNT_ENGINE', { noble: 'noble', 'sm-crypto': 'sm-crypto' }) ?? 'noble',
    recordSuite: oneOf(environment, 'AIRACCOUNT_RECORD_SUITE', { 1: 1, 2: 2 }) ?? 2,
    userDataDir: environment['AIRACCOUNT_USER_DATA'] || undefined,
  };
}

function oneOf<const T>(
  environment: NodeJS.ProcessEnv,
  name: string,
  values: Readonly<Record<string, T>>,
): T | undefined {
  const text = environment[name];
  if (text === undefined || text === '') return undefined;
  if (!Object.hasOwn(values, text)) throw new RangeError(`${name}: ${Object.keys(values).join(' or ')}`);
  return values[text];
}
