// Whether something has been under way for longer than it should: what is quick is not worth a word.
import { useEffect, useState } from 'react';

/** Longer than anything takes that is asked of a TEE that is well. */
const SLOW_MS = 4_000;

export function useSlow(isBusy: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isBusy) return undefined;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isBusy]);
  return isSlow;
}
