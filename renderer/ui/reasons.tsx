// Why a score is what it is: one sentence per reason, with the points it added.
import type { Factor } from '../../tee-sim/protocol/assessment.ts';
import { reasonSentence } from '../i18n/reason-sentence.ts';
import { useI18n } from '../i18n/use-i18n.ts';

export function Reasons({ factors }: { factors: readonly Factor[] }) {
  const { m, format } = useI18n();
  if (factors.length === 0) return <p className="soft">{m.assess.noReasons}</p>;
  return (
    <ul className="reasons">
      {factors.map((factor) => {
        const points = format.integer(factor.points);
        return (
          <li key={factor.rule} className="reason">
            <span className={`reason-points tabular reason-${weightOf(factor.points)}`}>
              <span aria-hidden="true">{m.assess.points(points)}</span>
              <span className="visually-hidden">{m.assess.pointsLabel(points)}</span>
            </span>
            <span dir="auto">{reasonSentence(m, format, factor)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function weightOf(points: number): 'light' | 'medium' | 'heavy' {
  if (points < 15) return 'light';
  return points < 40 ? 'medium' : 'heavy';
}
