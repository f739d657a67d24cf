// What a signature does one by one: each step a sentence, with who takes part in it.
import type { Decoded } from '../../tee-sim/protocol/decoded.ts';
import { decodedSentence, fieldText, type Telling } from '../i18n/decoded-sentence.ts';
import { DecodedParties } from './decoded-parties.tsx';
import { Fact, Facts } from './facts.tsx';
import { NumberGroups } from './number-groups.tsx';

/** Nothing where there is only one thing. */
export function DecodedSteps({ telling, steps }: { telling: Telling; steps: readonly Decoded[] }) {
  if (steps.length === 0) return null;
  return (
    <ol className="decoded-steps">
      {steps.map((step, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same may be done twice; its place is what it is
        <li key={place}>
          <p className="decoded-step">
            <NumberGroups text={decodedSentence(telling, step)} />
          </p>
          <Facts>
            <DecodedParties telling={telling} parties={step.parties} />
            <DescribedFields telling={telling} decoded={step} />
          </Facts>
          <DecodedSteps telling={telling} steps={step.inner} />
        </li>
      ))}
    </ol>
  );
}

/** What a bundled descriptor says of a call. */
export function DescribedFields({ telling, decoded }: { telling: Telling; decoded: Decoded }) {
  const { fields: labels } = telling.m.decoded;
  return decoded.described?.fields.map((field, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a label may come twice; its place is what it is
    <Fact key={place} term={labels[field.label]}>
      <NumberGroups text={fieldText(telling, decoded.chainId, field)} />
    </Fact>
  ));
}
