// The answer: how risky, why, and how we know that the TEE said so.
import { useEffect, useRef } from 'react';
import { parseEther } from '../../app/amount.ts';
import { chainName } from '../../app/chains.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { bringIntoView } from '../../ui/into-view.ts';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberGroups } from '../../ui/number-groups.tsx';
import { Reasons } from '../../ui/reasons.tsx';
import { ScoreGauge } from '../../ui/score-gauge.tsx';
import { TraceDisclosure } from '../../ui/trace-view.tsx';
import { Verified } from '../../ui/verified.tsx';
import type { Assessed } from './assess-store.ts';

export interface ResultCardProps {
  readonly assessed: Assessed;
  /** Whether something went wrong with a later payment, so that this is not its answer. */
  readonly isEarlier: boolean;
}

export function ResultCard({ assessed, isEarlier }: ResultCardProps) {
  const { m, format } = useI18n();
  const { assessment, atMs, bounds, exchange, logId, values } = assessed;
  const head = useRef<HTMLDivElement>(null);
  const amount = parseEther(values.amount);
  useEffect(() => {
    const { name } = m.assess.levels[assessment.level];
    announce(
      m.assess.announce(name, format.integer(assessment.score), format.integer(assessment.factors.length)),
    );
  }, [assessment, m, format]);
  useEffect(() => {
    if (assessment) bringIntoView(head.current);
  }, [assessment]);
  return (
    <section className="card result" aria-labelledby="result-title">
      <div className="result-head" ref={head}>
        <h2 id="result-title">{isEarlier ? m.assess.earlierTitle : m.assess.resultTitle}</h2>
        <p className="result-payment">
          <span className="tabular">
            <NumberGroups text={amount.ok ? format.ether(amount.wei) : values.amount} />
          </span>
          {' → '}
          <span className="mono">{values.recipient.trim()}</span>
          {` · ${chainName(values.chainId)}`}
        </p>
      </div>
      <ScoreGauge assessment={assessment} bounds={bounds} />
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
      <TraceDisclosure trace={exchange?.trace} />
      <p className="faint">{m.assess.logged(format.integer(logId), format.dateTime(atMs))}</p>
    </section>
  );
}
