// The ways from an account to what it can sign, and to what its wallet signed.
import type { WalletId } from '../../../../tee-sim/protocol/bindings.ts';
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
  const at = { wallet: walletId, account: String(account) };
  return (
    <div className="row">
      {signs ? (
        <>
          <a className="button button-primary button-small" href={routeAddress('sign', at)}>
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
