// How risky it is and what it needs: the score with its reasons, what else raises the level, and a limit in the way.
import type { Review } from '../../tee-sim/protocol/review.ts';
import { assetName, assetText, type Telling } from '../i18n/decoded-sentence.ts';
import type { Messages } from '../i18n/messages.ts';
import { Notice } from '../ui/notice.tsx';
import { Reasons } from '../ui/reasons.tsx';
import { ScoreGauge } from '../ui/score-gauge.tsx';
import type { ReviewSubject } from './prepare.ts';

export interface ReviewRiskProps {
  readonly telling: Telling;
  readonly review: Review;
  readonly subject: ReviewSubject;
}

export function ReviewRisk({ telling, review, subject }: ReviewRiskProps) {
  const { m } = telling;
  const { assessment, bounds, grounds, level } = review;
  return (
    <section className="stack" aria-label={m.sign.riskTitle}>
      <ScoreGauge assessment={assessment} bounds={bounds} needed={{ level, text: neededText(m, review) }} />
      <LimitNotice telling={telling} review={review} subject={subject} />
      <div>
        <h3 className="section-label">{m.assess.reasonsTitle}</h3>
        <Reasons factors={assessment.factors} />
      </div>
      {grounds.length === 0 ? null : (
        <div>
          <h3 className="section-label">{m.sign.groundsTitle}</h3>
          <ul className="decoded-flags review-grounds">
            {grounds.map((ground) => (
              <li key={ground}>{m.decoded.grounds[ground]}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/** What it takes to sign it; where a limit is in the way and the risk is not, no proof would do. */
export function neededText({ sign }: Messages, { level, limit }: Pick<Review, 'level' | 'limit'>): string {
  return limit === undefined || level === 'Denied' ? sign.needed[level] : sign.limitNeeded;
}

function LimitNotice({ telling, review, subject }: ReviewRiskProps) {
  const { m } = telling;
  if (review.limit === undefined) return null;
  return (
    <Notice kind="warn" title={m.sign.limitTitle}>
      <p>{limitText(telling, review, review.limit)}</p>
      <p>{m.sign.limitTodo[subject]}</p>
    </Notice>
  );
}

export function limitText(
  telling: Telling,
  { chainId }: Pick<Review, 'chainId'>,
  { reason, asset = 'native', most = 0n, used = 0n }: NonNullable<Review['limit']>,
): string {
  const { limits } = telling.m.decoded;
  const text = (amount: bigint): string => assetText(telling, chainId, asset, amount);
  switch (reason) {
    case 'no-limit-for-asset':
      return limits[reason]({ asset: assetName(telling, asset) });
    case 'transaction-limit':
      return limits[reason]({ asset: assetName(telling, asset), most: text(most) });
    case 'daily-limit':
      return limits[reason]({
        asset: assetName(telling, asset),
        left: text(used < most ? most - used : 0n),
        most: text(most),
      });
    case 'unbounded-spend':
      return limits[reason]();
  }
}
