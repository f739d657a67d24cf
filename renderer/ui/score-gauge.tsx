// The score at a glance: an arc from 0 to 100 in its four levels, a marker, the number and the level's name.
import { Meter } from 'react-aria-components/Meter';
import type { Assessment, LevelBounds } from '../../tee-sim/protocol/assessment.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { levelZones } from './level-zones.ts';

/** Half a circle of radius 80 around (100, 100); lengths on it count from 0 to 100. */
const ARC = 'M20 100A80 80 0 0 1 180 100';

export interface ScoreGaugeProps {
  readonly assessment: Assessment;
  /** That it was judged by. */
  readonly bounds: LevelBounds;
  /** What is needed in the end, where more than the score decides it. */
  readonly needed?: { readonly level: Assessment['level']; readonly text: string };
}

export function ScoreGauge({ assessment, bounds, needed }: ScoreGaugeProps) {
  const { m, format } = useI18n();
  const { score, level } = assessment;
  const { name, text } = m.assess.levels[level];
  const { policy } = m.assess.levels[needed?.level ?? level];
  // A colour that reassures does not stand beside a level that something else raised.
  const isRaised = needed !== undefined && needed.level !== level;
  const scoreText = format.integer(score);
  return (
    <Meter
      className="gauge"
      aria-label={m.assess.scoreLabel}
      value={score}
      valueLabel={`${m.assess.score(scoreText)}, ${name}`}
    >
      <div className="gauge-picture" aria-hidden="true">
        <svg viewBox="0 0 200 112" className="gauge-arc" aria-hidden="true">
          {levelZones(bounds).map((zone) => (
            <path
              key={zone.level}
              className={`gauge-zone gauge-${zone.level}`}
              data-current={zone.level === level}
              d={ARC}
              pathLength="100"
              strokeDasharray={`0 ${zone.from} ${zone.length} 100`}
            />
          ))}
          <g className="gauge-marker" style={{ rotate: `${score * 1.8}deg` }}>
            <circle cx="20" cy="100" r="8.5" className={`gauge-dot gauge-${level}`} />
          </g>
        </svg>
        <div className="gauge-number">
          <span className="gauge-score tabular">{scoreText}</span>
          <span className="faint">{m.assess.outOf}</span>
        </div>
      </div>
      <div className="gauge-words">
        <p className={isRaised ? 'gauge-level' : `gauge-level gauge-text-${level}`}>{name}</p>
        <p className="soft">{needed?.text ?? text}</p>
        <p className="faint">{m.assess.levelName(policy)}</p>
      </div>
    </Meter>
  );
}
