// What to do when something does not match; here all the time, so that nobody has to look for it then.
import { useI18n } from '../../i18n/use-i18n.ts';

const STEPS = ['stop', 'compare', 'update', 'reinstall'] as const;

export function MismatchCard() {
  const { m } = useI18n();
  return (
    <section className="card" aria-labelledby="mismatch-title">
      <div className="card-head">
        <h2 id="mismatch-title">{m.trusted.mismatchTitle}</h2>
      </div>
      <ol className="mismatch-steps">
        {STEPS.map((step) => (
          <li key={step}>{m.trusted.mismatchSteps[step]}</li>
        ))}
      </ol>
    </section>
  );
}
