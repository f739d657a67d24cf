// The type every language has to fill: a missing or extra text is a compile error.
import type { en } from './en.ts';

/** The same keys, with any text, and functions of the same values. */
type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Widened<T[K]> };

export type Messages = Widened<typeof en>;
