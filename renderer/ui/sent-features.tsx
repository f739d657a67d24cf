// Exactly which feature data was sent: in words, and as the JSON that was encrypted.
import type { Features } from '../../tee-sim/protocol/features.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { CodeBlock } from './code-block.tsx';
import { Disclosure } from './disclosure.tsx';
import { FeatureFacts } from './feature-facts.tsx';

export function SentFeatures({ features }: { features: Features }) {
  const { m } = useI18n();
  return (
    <section className="card" aria-labelledby="sent-title">
      <div className="card-head">
        <div>
          <h2 id="sent-title">{m.assess.sentTitle}</h2>
          <p className="card-lead">{m.assess.sentLead}</p>
        </div>
      </div>
      <FeatureFacts features={features} />
      <Disclosure title={m.assess.sentJson}>
        <CodeBlock label={m.assess.sentJson} text={JSON.stringify(features, null, 2)} />
      </Disclosure>
    </section>
  );
}
