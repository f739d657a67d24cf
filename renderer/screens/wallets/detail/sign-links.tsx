// The ways from an account to what it can sign, and to what its wallet signed.
import { useStore } from 'zustand';
import type { WalletId } from '../../../../tee-sim/protocol/bindings.ts';
import { useKnownNetworks } from '../../../app/networks/network-services.ts';
import { routeAddress } from '../../../app/routes.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';

export interface SignLinksProps {
  readonly walletId: WalletId;
  readonly account: number;
  readonly signs: boolean;
}

export function SignLinks({ walletId, account, signs }: SignLinksProps) {
  const { m } = useI18n();
  const texts = m.wallets.detail;
  const sends = useHasNetwork() && signs;
  const at = { wallet: walletId, account: String(account) };
  return (
    <div className="row">
      {sends ? (
        <a className="button button-primary button-small" href={routeAddress('send', at)}>
          {m.app.send}
        </a>
      ) : null}
      {signs ? (
        <>
          <a
            className={`button button-${sends ? 'normal' : 'primary'} button-small`}
            href={routeAddress('sign', at)}
          >
            {texts.signTransaction}
          </a>
          <a className="button button-small" href={routeAddress('sign', { ...at, kind: 'message' })}>
            {texts.signMessage}
          </a>
        </>
      ) : null}
      <a className="button button-small" href={routeAddress('history', { wallet: walletId })}>
        {texts.history}
      </a>
    </div>
  );
}

/** Without one nothing can be sent, and nobody is shown the way there. */
function useHasNetwork(): boolean {
  const { networks } = useKnownNetworks();
  return useStore(networks, ({ known }) => known !== undefined && known.networks.length > 0);
}
