// Says which wallets the TEE cannot read any more, and whether access records are damaged.
import type { WalletId } from '../../tee-sim/protocol/bindings.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Notice } from './notice.tsx';

interface DamagedWalletsProps {
  readonly damaged: readonly WalletId[];
  readonly isAccessWhole: boolean;
}

export function DamagedWallets({ damaged, isAccessWhole }: DamagedWalletsProps) {
  const { m, format } = useI18n();
  const texts = m.wallets.damaged;
  if (damaged.length === 0 && isAccessWhole) return null;
  return (
    <Notice kind="stop" title={texts.title}>
      {damaged.length === 0 ? null : (
        <>
          <p>{texts.wallets(damaged.length, format.integer(damaged.length))}</p>
          <ul>
            {damaged.map((walletId) => (
              <li key={walletId}>
                <code className="mono">{walletId}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      {isAccessWhole ? null : <p>{texts.access}</p>}
      <p>{texts.todo}</p>
    </Notice>
  );
}
