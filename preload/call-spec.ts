// One call of the contract: the schema of what goes in and of what comes out.
import type { z } from '../tee-sim/protocol/schema.ts';

export interface CallSpec<I extends z.ZodType, O extends z.ZodType> {
  readonly input: I;
  readonly output: O;
}

export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): CallSpec<I, O> {
  return { input, output };
}
