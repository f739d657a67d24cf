// The time, every so often: for what grows old while it is looked at.
import { useEffect, useState } from 'react';

const EVERY_MS = 5_000;

export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
