// The answer: how risky, why, and how we know that the TEE said so.
import { useEffect } from 'react';
import { chainName } from '../../app/chains.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Reasons } from '../../ui/reasons.tsx';
import type { Assessed } from './assess-store.ts';
import { ScoreGauge } from './score-gauge.tsx';
import { Verified } from './verified.tsx';

export function ResultCard({ assessed }: { assessed: Assessed }) {
  const { m, format } = useI18n();
  const { result, values, exchange } = assessed;
  const { assessment, assessedAtMs, logId } = result;
  useEffect(() => {
    const { name } = m.assess.levels[assessment.level];
    announce(
      m.assess.announce(name, format.integer(assessment.score), format.integer(assessment.factors.length)),
    );
  }, [assessment, m, format]);
  return (
    <section className="card result" aria-labelledby="result-title">
      <div className="result-head">
        <h2 id="result-title">{m.assess.resultTitle}</h2>
        <p className="result-payment">
          <span className="tabular">{`${values.amount.trim()} ETH`}</span>
          {' → '}
          <span className="mono">{values.recipient.trim()}</span>
          {` · ${chainName(values.chainId)}`}
        </p>
      </div>
      <ScoreGauge assessment={assessment} />
      <div>
        <h3 className="section-label">{m.assess.reasonsTitle}</h3>
        <Reasons factors={assessment.factors} />
      </div>
      {exchange === undefined ? (
        <Notice kind="info" title={m.assess.recoveredTitle}>
          <p>{m.assess.recoveredText}</p>
        </Notice>
      ) : (
        <Verified exchange={exchange} />
      )}
      <p className="faint">{m.assess.logged(format.integer(logId), format.dateTime(assessedAtMs))}</p>
    </section>
  );
}
