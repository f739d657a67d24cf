// Well-known networks, all off until the person chooses one and says whose node to ask.
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import type { OfferedProps } from './empty-networks.tsx';

export function OfferedList({ offered, onOpen }: OfferedProps) {
  const { m } = useI18n();
  if (offered.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="offered-networks">
      <div>
        <h2 id="offered-networks">{m.networks.offeredTitle}</h2>
        <p className="card-lead">{m.networks.offeredText}</p>
      </div>
      <ul className="entries">
        {offered.map((network) => (
          <li key={network.chainId} className="entry offered">
            <div className="entry-text">
              <p className="entry-name">{network.name}</p>
              <p className="faint">
                {[
                  m.networks.chain(String(network.chainId)),
                  network.symbol,
                  ...(network.suggestedUrl === undefined ? [] : [network.suggestedUrl]),
                ].join(' · ')}
              </p>
            </div>
            <Button small onPress={() => onOpen({ kind: 'offered', offered: network })}>
              {m.networks.chooseOffered(network.name)}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
