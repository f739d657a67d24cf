// No network yet: that nothing needs one, why one would add one, and the quickest way to try.
import type { OfferedNetwork } from '../../../preload/networks.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import type { FormTarget } from './network-form.tsx';

export interface OfferedProps {
  readonly offered: readonly OfferedNetwork[];
  readonly onOpen: (target: FormTarget) => void;
}

export function EmptyNetworks({ offered, onOpen }: OfferedProps) {
  const { m } = useI18n();
  const local = offered.find(({ suggestedUrl }) => suggestedUrl !== undefined);
  return (
    <section className="card">
      <Blank icon="arrows" level={2} title={m.networks.emptyTitle}>
        {m.networks.emptyText}
      </Blank>
      <div className="blank-actions">
        <div className="row">
          <Button onPress={() => onOpen({ kind: 'new' })}>{m.networks.add}</Button>
          {local === undefined ? null : (
            <Button weight="primary" onPress={() => onOpen({ kind: 'offered', offered: local })}>
              {m.networks.addLocal}
            </Button>
          )}
        </div>
      </div>
      {local?.suggestedUrl === undefined ? null : (
        <p className="faint centred">{m.networks.localHint(local.suggestedUrl)}</p>
      )}
    </section>
  );
}
