// The accounts of a wallet, only those in view in the page, of however many there are. One has the keyboard; arrow
// keys move it.
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Account } from '../../../../tee-sim/protocol/wallets.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { AddressText } from '../../../ui/address.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Identicon } from '../../../ui/identicon.tsx';
import { movedIndex } from '../../../ui/moved-index.ts';
import { accountName } from './account-names.ts';

const ROW_PX = 68;
/** More of them scroll. */
const SHOWN_ROWS = 8;

export interface AccountListProps {
  readonly label: string;
  readonly accounts: readonly Account[];
  readonly onOpen: (account: Account) => void;
}

export function AccountList({ label, accounts, onOpen }: AccountListProps) {
  const { m } = useI18n();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: accounts.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  const focus = useRowFocus(virtualizer, accounts.length);
  return (
    <>
      {accounts.length > 1 ? <p className="faint">{m.wallets.detail.accountsHint}</p> : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the buttons in it */}
      <div
        className="account-scroller"
        ref={scroller}
        style={{ height: Math.min(accounts.length, SHOWN_ROWS) * ROW_PX + 2 }}
        onKeyDown={focus.onKeyDown}
      >
        <ul className="account-canvas" aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const account = accounts[index];
            if (account === undefined) return null;
            return (
              <li
                key={account.index}
                className="account-row"
                aria-setsize={accounts.length}
                aria-posinset={index + 1}
                style={{ transform: `translateY(${start}px)` }}
              >
                <AccountButton
                  account={account}
                  isTabStop={index === focus.index}
                  onFocus={() => focus.set(index)}
                  onOpen={() => onOpen(account)}
                />
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}

interface AccountButtonProps {
  readonly account: Account;
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onOpen: () => void;
}

function AccountButton({ account, isTabStop, onFocus, onOpen }: AccountButtonProps) {
  const { m, format } = useI18n();
  return (
    <button
      type="button"
      className="account-button"
      tabIndex={isTabStop ? 0 : -1}
      onFocus={onFocus}
      onClick={onOpen}
    >
      <Identicon address={account.address} />
      <span className="account-text">
        <span className="account-name" dir="auto">
          {accountName(m, format, account)}
        </span>
        <AddressText address={account.address} />
      </span>
      <Icon name="chevron" />
    </button>
  );
}

/** One tab stop for the whole list; the row that has it comes into view. */
function useRowFocus(virtualizer: Virtualizer<HTMLDivElement, Element>, rows: number) {
  const [index, set] = useState(0);
  const isWanted = useRef(false);
  useEffect(() => {
    if (!isWanted.current) return;
    const row = virtualizer.scrollElement?.querySelector<HTMLElement>('[tabindex="0"]');
    if (row) {
      isWanted.current = false;
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: 'nearest' });
    }
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = movedIndex(event.key, index, rows);
    if (target === undefined) return;
    event.preventDefault();
    isWanted.current = true;
    virtualizer.scrollToIndex(target);
    set(target);
  };
  return { index: Math.min(index, Math.max(0, rows - 1)), set, onKeyDown };
}
