// What just happened: S1's steps as a waterfall, with who could see what.
import type { Exchange } from '../../tee-sim/client/exchange.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { CodeBlock, prettyJson } from './code-block.tsx';
import { Disclosure } from './disclosure.tsx';
import { Icon, type IconName } from './icon.tsx';
import { type WaterfallRow, waterfallRows } from './waterfall-rows.ts';

const SIDES = ['client', 'transport', 'tee'] as const;
const ICONS: Readonly<Record<(typeof SIDES)[number], IconName>> = {
  client: 'eye',
  transport: 'lock',
  tee: 'chip',
};

export function Waterfall({ exchange, totalMs }: { exchange: Exchange; totalMs: number | undefined }) {
  const { m, format } = useI18n();
  return (
    <section className="card" aria-labelledby="happened-title">
      <div className="card-head">
        <div>
          <h2 id="happened-title">{m.assess.happenedTitle}</h2>
          {totalMs === undefined ? null : (
            <p className="card-lead">{m.assess.happenedLead(format.duration(totalMs))}</p>
          )}
        </div>
        <ul className="sides">
          {SIDES.map((side) => (
            <li key={side} className={`side side-${side}`}>
              <Icon name={ICONS[side]} />
              <span>
                <strong>{m.assess.sides[side].name}</strong> {m.assess.sides[side].sees}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <table className="waterfall">
        <thead>
          <tr>
            <th scope="col">{m.assess.step}</th>
            <th scope="col">{m.assess.who}</th>
            <td className="waterfall-lane" />
            <th scope="col" className="number">
              {m.assess.duration}
            </th>
            <th scope="col" className="number">
              {m.assess.size}
            </th>
          </tr>
        </thead>
        <tbody>
          {waterfallRows(exchange).map((row) => (
            <StepRow key={`${row.step.side}-${row.step.step}`} row={row} />
          ))}
        </tbody>
      </table>
      <div className="waterfall-raw">
        <Disclosure title={m.assess.envelope}>
          <CodeBlock label={m.assess.envelope} text={prettyJson(exchange.envelope)} />
        </Disclosure>
        <Disclosure title={m.assess.answer}>
          <CodeBlock
            label={m.assess.answer}
            text={`${prettyJson(exchange.answer.payload)}\n\n${exchange.answer.signature}`}
          />
        </Disclosure>
      </div>
    </section>
  );
}

function StepRow({ row: { step, start, width } }: { row: WaterfallRow }) {
  const { m, format } = useI18n();
  return (
    <tr className={`side-${step.side}`}>
      <th scope="row">{m.assess.steps[step.step]}</th>
      <td className="waterfall-who">
        <span className="side-name">
          <Icon name={ICONS[step.side]} />
          {m.assess.sides[step.side].name}
        </span>
      </td>
      <td className="waterfall-lane" aria-hidden="true">
        <div className="lane">
          <div
            className="lane-bar"
            style={{ insetInlineStart: `${start * 100}%`, width: `max(3px, ${width * 100}%)` }}
          />
        </div>
      </td>
      <td className="number tabular">{format.duration(step.durationUs / 1_000)}</td>
      <td className="number tabular">{step.sizeBytes === undefined ? '' : format.bytes(step.sizeBytes)}</td>
    </tr>
  );
}
