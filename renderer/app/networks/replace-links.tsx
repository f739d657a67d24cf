// The ways to put another in the place of one that waits; each leads to the page that says what it means.
import type { TrackedTransaction } from '../../../preload/networks.ts';
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { routeAddress } from '../routes.ts';
import { canReplace, REPLACEMENT_WAYS } from './transaction-phase.ts';

export interface ReplaceLinksProps {
  /** Whose account signed it. */
  readonly walletId: WalletId;
  readonly transaction: TrackedTransaction;
}

/** Nothing where it is too late. */
export function ReplaceLinks({ walletId, transaction }: ReplaceLinksProps) {
  const { m } = useI18n();
  const { replace } = m.history;
  if (!canReplace(transaction)) return null;
  return (
    <div className="stack">
      <p className="faint">{replace.hint}</p>
      <div className="row">
        {REPLACEMENT_WAYS.map((way) => (
          <a
            key={way}
            className="button button-small"
            href={routeAddress('history', { wallet: walletId, replace: transaction.hash, way })}
          >
            {replace.ways[way].open}
          </a>
        ))}
      </div>
    </div>
  );
}
