// What the four layers of authorization checked for one request, as a list that can be read from top to bottom.
import type { Trace, TraceEntry } from '../../tee-sim/protocol/trace.ts';
import { hasTellingValues, traceValue } from '../i18n/trace-value.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Disclosure } from './disclosure.tsx';
import { Icon, type IconName } from './icon.tsx';
import { type LayerOutcome, type LayerTrace, traceLayers } from './trace-layers.ts';

const ICONS: Readonly<Record<LayerOutcome, IconName>> = {
  pass: 'check',
  deny: 'close',
  'not-reached': 'dash',
  'not-asked': 'dash',
};

/** Closed at first; nothing at all where no layer was asked. */
export function TraceDisclosure({ trace }: { trace: Trace | undefined }) {
  const { m } = useI18n();
  if (trace === undefined || trace.length === 0) return null;
  return (
    <Disclosure title={m.trace.open}>
      <TraceView trace={trace} />
    </Disclosure>
  );
}

export function TraceView({ trace }: { trace: Trace }) {
  const { m } = useI18n();
  return (
    <ol className="trace" aria-label={m.trace.title}>
      {traceLayers(trace).map((layer) => (
        <LayerItem key={layer.layer} layer={layer} />
      ))}
    </ol>
  );
}

function LayerItem({ layer: { layer, outcome, entries, durationUs } }: { layer: LayerTrace }) {
  const { m, format } = useI18n();
  const asked = outcome === 'pass' || outcome === 'deny';
  return (
    <li className={`trace-layer trace-${outcome}`}>
      <p className="trace-head">
        <span className="trace-mark">
          <Icon name={ICONS[outcome]} />
        </span>
        <span className="trace-name">{m.trace.layers[layer]}</span>
        <span className="trace-outcome">{m.trace.outcomes[outcome]}</span>
        {asked ? <span className="trace-time tabular">{format.duration(durationUs / 1_000)}</span> : null}
      </p>
      {asked ? (
        <ul className="trace-checks">
          {entries.map(({ place, entry }) => (
            <CheckItem key={place} entry={entry} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function CheckItem({ entry }: { entry: TraceEntry }) {
  const { m, format } = useI18n();
  const { check, outcome, expected, actual, durationUs } = entry;
  return (
    <li className={`trace-check trace-${outcome}`}>
      <span className="trace-mark">
        <Icon name={ICONS[outcome]} />
      </span>
      <span className="trace-what">
        <span>
          {m.trace.checks[check]}
          <span className="visually-hidden">: {m.trace.outcomes[outcome]}</span>
        </span>
        {hasTellingValues(entry) ? (
          <span className="trace-values">
            {expected === undefined ? null : (
              <Value name={m.trace.expected} text={traceValue(format, entry, expected)} />
            )}
            {actual === undefined ? null : (
              <Value name={m.trace.actual} text={traceValue(format, entry, actual)} />
            )}
          </span>
        ) : null}
      </span>
      {outcome === 'not-reached' ? null : (
        <span className="trace-time tabular">{format.duration(durationUs / 1_000)}</span>
      )}
    </li>
  );
}

/** Terms of the protocol, numbers and amounts, in no language. */
function Value({ name, text }: { name: string; text: string }) {
  return (
    <span>
      {name} <code className="mono">{text}</code>
    </span>
  );
}
