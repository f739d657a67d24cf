// All wallets that the person has access to, with where to pay each.
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { BindingSummary } from '../../../tee-sim/protocol/bindings.ts';
import type { WalletSummary } from '../../../tee-sim/protocol/wallets.ts';
import { readTerms } from '../../app/binding-terms.ts';
import { goTo, routeAddress } from '../../app/routes.ts';
import { SectionBody } from '../../app/section-parts.tsx';
import { useLoad } from '../../app/use-section.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { CopyableAddress } from '../../ui/address.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { DamagedWallets } from '../../ui/damaged-wallets.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Identicon } from '../../ui/identicon.tsx';
import { LimitUsage } from '../../ui/limit-usage.tsx';
import { loadWallets } from './wallets-actions.ts';
import type { WalletsStores } from './wallets-store.ts';

interface WalletListProps {
  readonly stores: WalletsStores;
  /** What became of the wallet that was shown before. */
  readonly notice?: ReactNode;
}

export function WalletList({ stores: { list }, notice }: WalletListProps) {
  const { m } = useI18n();
  const { data } = useStore(list);
  useLoad(list, loadWallets);
  const isEmpty = data?.wallets.length === 0 && data.damaged.length === 0;
  return (
    <>
      <header className="screen-head screen-head-row">
        <div>
          <h1>{m.wallets.title}</h1>
          <p>{m.wallets.lead}</p>
        </div>
        {isEmpty ? null : <MakeButtons />}
      </header>
      {notice}
      {data === undefined ? null : <DamagedWallets {...data} />}
      <SectionBody store={list}>
        {({ wallets, others }) =>
          isEmpty ? (
            <Empty />
          ) : (
            <ul className="wallet-list" aria-label={m.wallets.listLabel}>
              {wallets.map((wallet) => (
                <WalletItem key={wallet.walletId} wallet={wallet} others={others[wallet.walletId]} />
              ))}
            </ul>
          )
        }
      </SectionBody>
    </>
  );
}

function Empty() {
  const { m } = useI18n();
  return (
    <section className="card">
      <Blank icon="wallet" level={2} title={m.wallets.emptyTitle}>
        {m.wallets.emptyText}
      </Blank>
      <div className="blank-actions">
        <MakeButtons isFirst />
      </div>
    </section>
  );
}

function MakeButtons({ isFirst = false }: { isFirst?: boolean }) {
  const { m } = useI18n();
  return (
    <div className="row">
      <Button small={!isFirst} onPress={() => goTo('wallets', { new: 'import' })}>
        {m.wallets.import}
      </Button>
      <Button small={!isFirst} weight="primary" onPress={() => goTo('wallets', { new: 'create' })}>
        <Icon name="plus" />
        {m.wallets.create}
      </Button>
    </div>
  );
}

interface WalletItemProps {
  readonly wallet: WalletSummary;
  /** Absent: nobody asked. */
  readonly others: readonly string[] | undefined;
}

function WalletItem({ wallet, others }: WalletItemProps) {
  const { m, format } = useI18n();
  const { walletId, name, firstAccount, accounts, binding } = wallet;
  return (
    <li className="card wallet-item">
      <Identicon address={firstAccount.address} />
      <div className="wallet-text">
        <p className="entry-name">
          <a className="wallet-link" href={routeAddress('wallets', { wallet: walletId })} dir="auto">
            {name}
          </a>
          <WalletBadges wallet={wallet} />
        </p>
        <CopyableAddress address={firstAccount.address} />
        <p className="faint">
          {[
            m.wallets.accounts(accounts, format.integer(accounts)),
            ...(others === undefined
              ? []
              : [others.length === 0 ? m.wallets.alone : m.wallets.sharedWith(format.list(others))]),
          ].join(' · ')}
        </p>
        <OwnLimits binding={binding} />
      </div>
    </li>
  );
}

export function WalletBadges({ wallet: { binding, source, imported } }: { wallet: WalletSummary }) {
  const { m } = useI18n();
  const terms = readTerms(binding.terms);
  return (
    <>
      {terms === undefined || terms.type === 'Owner' ? null : (
        <Badge>{m.security.wallets.types[terms.type]}</Badge>
      )}
      {source === 'key' ? <Badge>{m.wallets.singleKey}</Badge> : null}
      {imported ? <Badge>{m.wallets.imported}</Badge> : null}
    </>
  );
}

/** Only where there are some: that an owner has none goes without saying. */
export function OwnLimits({ binding }: { binding: BindingSummary }) {
  const terms = readTerms(binding.terms);
  if (terms?.limits === undefined || !terms.permissions.includes('SIGN')) return null;
  return <LimitUsage limits={terms.limits} usage={binding.usage} />;
}
