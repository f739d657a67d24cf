// What an assessment's record says, in words.
import { chainName } from '../../app/chains.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge, type BadgeKind } from '../../ui/badge.tsx';
import { Fact } from '../../ui/facts.tsx';
import { NumberGroups } from '../../ui/number-groups.tsx';
import { Reasons } from '../../ui/reasons.tsx';
import { type AssessedRecord, readAssessedRecord } from './log-record.ts';

const BADGES: Readonly<Record<AssessedRecord['assessment']['level'], BadgeKind>> = {
  Standard: 'good',
  Enhanced: 'warn',
  Maximum: 'serious',
  Denied: 'stop',
};

export function ScoreFact({ assessment: { level, score } }: Pick<AssessedRecord, 'assessment'>) {
  const { m, format } = useI18n();
  return (
    <Fact term={m.assess.scoreLabel}>
      <span className="row">
        <span className="tabular">{m.assess.score(format.integer(score))}</span>
        <Badge kind={BADGES[level]}>{m.assess.levels[level].name}</Badge>
      </span>
    </Fact>
  );
}

export function AssessedFacts({ record }: { record: string }) {
  const { m, format } = useI18n();
  const assessed = readAssessedRecord(record);
  if (assessed === undefined) return null;
  const { assessment, payment } = assessed;
  return (
    <>
      <ScoreFact assessment={assessment} />
      <Fact term={m.assess.recipient}>
        <code className="hex">{payment.to}</code>
      </Fact>
      <Fact term={m.assess.amount}>
        <NumberGroups text={format.ether(BigInt(payment.amountWei))} />
      </Fact>
      <Fact term={m.assess.network}>{chainName(payment.chainId)}</Fact>
      {payment.note === '' ? null : (
        <Fact term={m.assess.note}>
          <span className="note-text" dir="auto">
            {payment.note}
          </span>
        </Fact>
      )}
      <Fact term={m.assess.reasonsTitle}>
        <Reasons factors={assessment.factors} />
      </Fact>
    </>
  );
}
