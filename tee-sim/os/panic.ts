// A panic of the TEE: whatever nobody caught ends the process at once and without a word. The driver answers
// every waiting call with TARGET_DEAD. Must never print: a stack or a message could hold a secret.

/** BSD sysexits EX_SOFTWARE. */
export const PANIC_EXIT_CODE = 70;

interface PanicSource {
  on(event: 'uncaughtException' | 'unhandledRejection' | 'SIGUSR1', listener: () => void): unknown;
}

/** To be called first. `source` is the process. */
export function installPanic(source: PanicSource, exit: (code: number) => void): void {
  source.on('uncaughtException', () => exit(PANIC_EXIT_CODE));
  source.on('unhandledRejection', () => exit(PANIC_EXIT_CODE));
  // Node opens its inspector on this signal unless somebody listens: it would lay every key bare.
  source.on('SIGUSR1', () => undefined);
}
