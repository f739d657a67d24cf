// That a payment from a wallet was allowed: on what grounds, and what it left of the limit.
import { useStore } from 'zustand';
import { readTerms } from '../../app/binding-terms.ts';
import type { ChainId } from '../../app/chains.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { LimitUsage } from '../../ui/limit-usage.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { AssessStore, Authorization } from './assess-store.ts';

interface AllowedProps {
  readonly store: AssessStore;
  readonly authorization: Authorization;
  readonly chainId: ChainId;
}

export function Allowed({ store, authorization, chainId }: AllowedProps) {
  const { m } = useI18n();
  const { walletId, walletName, conditions } = authorization;
  const binding = useStore(store, ({ wallets }) => wallets.find((one) => one.walletId === walletId))?.binding;
  const limits = readTerms(binding?.terms)?.limits?.filter(
    (limit) => limit.chainId === chainId && limit.asset === 'native',
  );
  return (
    <Notice kind="good" title={m.assess.allowedTitle(walletName)}>
      <ul>
        {conditions.map((condition) => (
          <li key={condition}>{m.assess.conditions[condition]}</li>
        ))}
      </ul>
      {limits === undefined || binding === undefined ? null : (
        <LimitUsage limits={limits} usage={binding.usage} />
      )}
      <p>{m.assess.allowedText}</p>
    </Notice>
  );
}
