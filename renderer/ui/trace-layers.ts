// The trace of one request by layer, as it is shown. Pure.
import { LAYERS, type Layer, type Trace, type TraceEntry } from '../../tee-sim/protocol/trace.ts';

/** `not-asked`: the trace has no check of this layer. */
export type LayerOutcome = TraceEntry['outcome'] | 'not-asked';

export interface LayerTrace {
  readonly layer: Layer;
  readonly outcome: LayerOutcome;
  /** Each with its place in the trace: a check may be made twice. */
  readonly entries: readonly { readonly place: number; readonly entry: TraceEntry }[];
  readonly durationUs: number;
}

export function traceLayers(trace: Trace): readonly LayerTrace[] {
  const placed = trace.map((entry, place) => ({ place, entry }));
  return LAYERS.map((layer) => {
    const entries = placed.filter(({ entry }) => entry.layer === layer);
    return {
      layer,
      entries,
      outcome: outcomeOf(entries.map(({ entry }) => entry.outcome)),
      durationUs: entries.reduce((sum, { entry }) => sum + entry.durationUs, 0),
    };
  });
}

function outcomeOf(outcomes: readonly TraceEntry['outcome'][]): LayerOutcome {
  if (outcomes.length === 0) return 'not-asked';
  if (outcomes.includes('deny')) return 'deny';
  return outcomes.includes('pass') ? 'pass' : 'not-reached';
}
