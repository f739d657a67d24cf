// A form that is observed while it is filled in, with the person's knowledge, and sent with what was gathered.
import { type RefObject, useEffect, useRef } from 'react';
import type { Features } from '../../tee-sim/protocol/features.ts';
import { useConnection } from '../app/tee-context.ts';
import { announce } from '../ui/live.tsx';
import type { BehaviourCollector, FieldLengths } from './collector.ts';
import { observeForm } from './observe.ts';

/** What came of sending a form: nothing is asked while it has problems, or an earlier request is under way. */
export type Asked = 'asked' | 'has-problems' | 'under-way';

type Send = (readFeatures: () => Features) => Promise<Asked>;

export interface ObservedForm {
  readonly form: RefObject<HTMLFormElement | null>;
  /** `lengths` as the fields are now. Where the form has problems the first of them gets the focus. */
  readonly submit: (lengths: FieldLengths, send: Send) => void;
}

/** `invalid` is said aloud where the form has problems. */
export function useObservedForm(collector: BehaviourCollector, invalid: string): ObservedForm {
  const { state } = useConnection();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (form.current !== null) return observeForm(form.current, collector);
    return undefined;
  }, [collector]);
  const submit: ObservedForm['submit'] = (lengths, send) => {
    // Enter submits even while the button is disabled.
    if (state !== 'connected') return;
    void send(() => takeFeatures(collector, lengths)).then((asked) => {
      if (asked !== 'has-problems') return;
      announce(invalid);
      form.current?.querySelector<HTMLElement>('[data-invalid] input, [data-invalid] textarea')?.focus();
    });
  };
  return { form, submit };
}

/** All that was gathered for one request; the next one is measured anew. */
export function takeFeatures(collector: BehaviourCollector, lengths: FieldLengths): Features {
  const monotonicMs = performance.now();
  const features = collector.read({ monotonicMs, date: new Date() }, lengths, window);
  collector.beginAnew(monotonicMs);
  return features;
}
