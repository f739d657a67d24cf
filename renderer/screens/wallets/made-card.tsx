// What a new or imported wallet came to: its first address, and the way into it.
import { useEffect, useRef } from 'react';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import { goTo } from '../../app/routes.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { CopyableAddress } from '../../ui/address.tsx';
import { Button } from '../../ui/button.tsx';
import { Identicon } from '../../ui/identicon.tsx';
import { announce } from '../../ui/live.tsx';

export interface Made {
  readonly name: string;
  readonly made: CommandResult<'CREATE_WALLET'>;
}

export function MadeCard({ name, made: { walletId, account } }: Made) {
  const { m } = useI18n();
  const title = m.wallets.make.doneTitle(name);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    announce(title);
  }, [title]);
  return (
    <section className="card made">
      <Identicon address={account.address} large />
      <div className="stack">
        <div>
          <h2 ref={heading} tabIndex={-1} dir="auto">
            {title}
          </h2>
          <p className="soft">{m.wallets.make.doneText}</p>
        </div>
        <CopyableAddress address={account.address} />
        <div className="row">
          <Button weight="primary" onPress={() => goTo('wallets', { wallet: walletId })}>
            {m.wallets.make.open}
          </Button>
        </div>
      </div>
    </section>
  );
}
