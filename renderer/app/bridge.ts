// The renderer's side of the bridge: every result is checked against the contract before anyone uses it.
// A failure becomes a TeeError; what is neither a value nor a failure of the contract is a failure of its own.
import { type Bridge, type Contract, contract, events, failureSchema } from '../../preload/contract.ts';
import { TeeError } from '../../tee-sim/protocol/codes.ts';
import type { z } from '../../tee-sim/protocol/schema.ts';

type Args<I> = undefined extends I ? [] : [input: I];

/** The same calls as the bridge's, resolving with the value itself and rejecting with a `TeeError`. */
export type CheckedBridge = {
  readonly [G in keyof Contract]: {
    readonly [C in keyof Contract[G]]: Contract[G][C] extends { input: infer I; output: infer O }
      ? I extends z.ZodType
        ? O extends z.ZodType
          ? (...args: Args<z.input<I>>) => Promise<z.input<O>>
          : never
        : never
      : never;
  };
} & Pick<Bridge, 'on'>;

type AnyFunction = (...args: unknown[]) => unknown;

/** Wraps the bridge that the preload exposed, call by call, from the contract's own table. */
export function checkedBridge(bridge: object): CheckedBridge {
  const groups = Object.entries(contract).map(([group, calls]) => [
    group,
    Object.fromEntries(
      Object.entries(calls).map(([name, spec]) => [
        name,
        async (...args: unknown[]) => unwrap(await functionOf(bridge, group, name)(...args), spec.output),
      ]),
    ),
  ]);
  const subscriptions = Object.entries(events).map(([name, schema]) => [
    name,
    (listener: (event: unknown) => void) =>
      functionOf(
        bridge,
        'on',
        name,
      )((event: unknown) => {
        const heard = schema.safeParse(event);
        if (heard.success) listener(heard.data);
      }),
  ]);
  return {
    ...Object.fromEntries(groups),
    on: Object.fromEntries(subscriptions),
  } as CheckedBridge;
}

/** @throws COMMUNICATION internal when the preload does not offer what the contract says */
function functionOf(bridge: object, group: string, name: string): AnyFunction {
  const calls: unknown = Reflect.get(bridge, group);
  const call: unknown = typeof calls === 'object' && calls !== null ? Reflect.get(calls, name) : undefined;
  if (typeof call !== 'function') throw malformed();
  return call as AnyFunction;
}

/** The value as it came, once it fits. @throws TeeError */
function unwrap(result: unknown, schema: z.ZodType): unknown {
  if (typeof result !== 'object' || result === null || !('ok' in result)) throw malformed();
  if (result.ok === true && 'value' in result && schema.safeParse(result.value).success) return result.value;
  // Structured clones may drop an undefined value.
  if (result.ok === true && !('value' in result) && schema.safeParse(undefined).success) return undefined;
  const failure = failureSchema.safeParse('error' in result ? result.error : undefined);
  if (result.ok !== false || !failure.success) throw malformed();
  const { code, reason, origin } = failure.data;
  throw new TeeError(code, reason, origin);
}

function malformed(): TeeError {
  return new TeeError('COMMUNICATION', 'internal', 'COMMS');
}
