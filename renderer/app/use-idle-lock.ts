// Locks the window once nobody touched it for as long as the policy lets a session idle: the TEE ends the session by
// itself, but only what happens here can cover the screens.
import { useEffect } from 'react';
import { gateOf } from './account.ts';
import { type IdleClock, watchIdle } from './idle.ts';
import { useAccount, useTee } from './tee-context.ts';

const CLOCK: IdleClock = { nowMs: () => performance.now(), repeat: setIntervalOf };

export function useIdleLock(): void {
  const tee = useTee();
  const isOpen = gateOf(useAccount()) === 'open';
  useEffect(() => {
    if (!isOpen) return undefined;
    let end = (): void => undefined;
    let wanted = true;
    tee.invoke('GET_POLICY', {}).then(
      ({ result }) => {
        const { idleMs } = result.policy.sessionSecurity;
        if (wanted) end = watchIdle(window, idleMs, () => void tee.lock(), CLOCK);
      },
      () => undefined,
    );
    return () => {
      wanted = false;
      end();
    };
  }, [tee, isOpen]);
}

function setIntervalOf(work: () => void, everyMs: number): () => void {
  const timer = setInterval(work, everyMs);
  return () => clearInterval(timer);
}
