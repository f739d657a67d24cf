// What a record says of a decision: what was asked, why it was denied, or what somebody proved to be them with.
import { useI18n } from '../../i18n/use-i18n.ts';
import { Fact } from '../../ui/facts.tsx';
import { failureText } from '../../ui/failure-notice.tsx';
import { type Decision, readDecision } from './log-record.ts';

export function DecisionFacts({ record }: { record: string }) {
  const { m, format } = useI18n();
  const texts = m.activity.decision;
  const decision = readDecision(record);
  const { command, factors, suppressed = 0 } = decision;
  const event = decision.event === 'step-up' ? undefined : decision.event;
  return (
    <>
      {command === undefined ? null : (
        <Fact term={texts.command}>
          <code className="mono">{command}</code>
        </Fact>
      )}
      <DeniedFact decision={decision} />
      {suppressed === 0 ? null : <Fact term={texts.suppressed}>{format.integer(suppressed)}</Fact>}
      {event === undefined ? null : <Fact term={texts.event}>{texts.events[event]}</Fact>}
      {factors === undefined ? null : (
        // An authentication proves with them; any other record says what somebody has from then on.
        <Fact term={event === undefined ? texts.enrolled : texts.factors}>
          {format.list(
            factors.map((factor) => (factor === 'words' ? m.unlock.words : m.account.factors[factor])),
          )}
        </Fact>
      )}
    </>
  );
}

function DeniedFact({ decision: { code, reason, layer, event } }: { decision: Decision }) {
  const { m, format } = useI18n();
  if (code === undefined) return null;
  const failure = { code, origin: 'TEE' as const, ...(reason === undefined ? {} : { reason }) };
  const { what, todo } = failureText(m, failure);
  const technical = [code, reason, layer === undefined ? undefined : m.trace.layer(format.integer(layer))];
  return (
    <Fact
      term={event === 'step-up' ? m.activity.decision.askedForProof : m.activity.decision.denied}
      note={m.common.technical(technical.filter((part) => part !== undefined).join(' · '))}
    >
      <span>{what}</span>
      <span className="soft">{todo}</span>
    </Fact>
  );
}
