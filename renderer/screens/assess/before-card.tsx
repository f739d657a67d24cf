// Before the first assessment: what is going to happen, in three steps.
import { useI18n } from '../../i18n/use-i18n.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';

const STEPS = ['seal', 'carry', 'assess'] as const;
const ICONS: Readonly<Record<(typeof STEPS)[number], IconName>> = {
  seal: 'lock',
  carry: 'arrows',
  assess: 'chip',
};

export function BeforeCard() {
  const { m } = useI18n();
  return (
    <section className="card">
      <h2>{m.assess.beforeTitle}</h2>
      <ol className="before-steps">
        {STEPS.map((step) => (
          <li key={step} className="before-step">
            <span className="before-icon">
              <Icon name={ICONS[step]} />
            </span>
            <div>
              <h3>{m.assess.beforeSteps[step].title}</h3>
              <p className="soft">{m.assess.beforeSteps[step].text}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
