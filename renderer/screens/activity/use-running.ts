// Something long that is under way and that can be cancelled; leaving the screen cancels it.
import { type RefObject, useEffect, useRef } from 'react';

export type Running = RefObject<AbortController | undefined>;

export function useRunning(): Running {
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  return running;
}
