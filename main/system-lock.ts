// Tells the TEE, and then the page, that nobody sits at the machine any more. What that means is the policy's to say.
import { powerMonitor } from 'electron';
import type { Log } from './log-entry.ts';
import type { TeeDriver } from './tee-driver.ts';

export type LockReason = 'system-lock' | 'suspend';

/** Used after `ready`. `tellPage` is called once the TEE has locked what its policy says. */
export function lockWithSystem(
  driver: Pick<TeeDriver, 'lock'>,
  tellPage: (why: LockReason) => void,
  log: Log,
): void {
  const lock = (why: LockReason) => {
    driver.lock(why).then(
      () => tellPage(why),
      // A TEE that does not run has no session left to lock.
      () => log('lock-failed', { name: why }),
    );
  };
  powerMonitor.on('lock-screen', () => lock('system-lock'));
  powerMonitor.on('suspend', () => lock('suspend'));
}
