// Takes DB_MASTER_KEY out of the environment before anything else runs, so that no child ever has it.

export interface KeyVariables {
  /** DB_MASTER_KEY_FILE; it wins over the key itself. */
  readonly file: string | undefined;
  /** DB_MASTER_KEY as text. A string cannot be wiped: prefer the file (docs/SECURITY.md). */
  readonly key: string | undefined;
}

export function takeKeyVariables(environment: NodeJS.ProcessEnv): KeyVariables {
  const taken = { file: environment['DB_MASTER_KEY_FILE'], key: environment['DB_MASTER_KEY'] };
  delete environment['DB_MASTER_KEY_FILE'];
  delete environment['DB_MASTER_KEY'];
  return taken;
}
