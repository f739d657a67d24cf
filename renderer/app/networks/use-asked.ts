// One question to a network that a component asks: what came of it, and a way to stop waiting. Only the latest
// question's answer is taken, and none after the component is gone.
import { useEffect, useRef, useState } from 'react';
import { type Answer, newTask, type Trouble, wasStopped } from './answer.ts';
import { useNetworkServices } from './network-services.ts';

export type Asked<T> =
  | { readonly status: 'idle' | 'busy' }
  | { readonly status: 'failed'; readonly trouble: Trouble }
  | { readonly status: 'answered'; readonly value: T };

export interface Asking<T> {
  readonly asked: Asked<T>;
  /** The answer too, for who goes on from it; `undefined` where it was stopped. */
  readonly ask: (question: (task: string) => Promise<Answer<T>>) => Promise<T | undefined>;
  readonly forget: () => void;
}

export function useAsked<T>(): Asking<T> {
  const { calls } = useNetworkServices();
  const [asked, setAsked] = useState<Asked<T>>({ status: 'idle' });
  const current = useRef<string>(undefined);
  const stop = (): void => {
    const task = current.current;
    current.current = undefined;
    if (task !== undefined) void calls.cancel({ task }).catch(() => undefined);
  };
  const latestStop = useRef(stop);
  latestStop.current = stop;
  useEffect(() => () => latestStop.current(), []);
  const ask: Asking<T>['ask'] = async (question) => {
    stop();
    const task = newTask();
    current.current = task;
    setAsked({ status: 'busy' });
    const answer = await question(task);
    if (current.current !== task) return undefined;
    current.current = undefined;
    if (answer.ok) {
      setAsked({ status: 'answered', value: answer.value });
      return answer.value;
    }
    setAsked(wasStopped(answer.trouble) ? { status: 'idle' } : { status: 'failed', trouble: answer.trouble });
    return undefined;
  };
  const forget = (): void => {
    stop();
    setAsked({ status: 'idle' });
  };
  return { asked, ask, forget };
}
