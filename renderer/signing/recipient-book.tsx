// The people and accounts whom this person knows, to be chosen as the recipient.
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { shortAddress } from '../i18n/decoded-sentence.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Signers } from './signer-store.ts';

interface Entry {
  readonly address: string;
  readonly name: string;
}

export interface RecipientBookProps {
  readonly signers: Signers;
  readonly onChoose: (address: string) => void;
}

/** Nothing where nobody is known. */
export function RecipientBook({ signers, onChoose }: RecipientBookProps) {
  const { m, format } = useI18n();
  const accounts = ownAccounts(signers, (index) => m.wallets.account(format.integer(index + 1)));
  if (signers.contacts.length + accounts.length === 0) return null;
  return (
    <MenuTrigger>
      <Button small label={m.sign.bookLabel}>
        <Icon name="people" />
        <span>{m.sign.book}</span>
      </Button>
      <Popover className="select-popover" placement="bottom end">
        <Menu className="select-list" onAction={(key) => onChoose(String(key).slice(2))}>
          <Entries title={m.sign.bookContacts} prefix="c/" entries={signers.contacts} />
          <Entries title={m.sign.bookAccounts} prefix="a/" entries={accounts} />
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** The same address may be both somebody known and an own account: the prefix tells them apart. */
function Entries({ title, prefix, entries }: { title: string; prefix: string; entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <MenuSection>
      <Header className="menu-header">{title}</Header>
      {entries.map(({ address, name }) => (
        <MenuItem key={address} id={`${prefix}${address}`} textValue={name} className="select-item">
          <span dir="auto">{name}</span>
          <code className="faint">{shortAddress(address)}</code>
        </MenuItem>
      ))}
    </MenuSection>
  );
}

function ownAccounts({ wallets, accounts }: Signers, numbered: (index: number) => string): Entry[] {
  const chosen = new Map(accounts.map((account) => [account.address, account]));
  return wallets.flatMap(({ name: wallet, firstAccount }) => {
    const own = chosen.has(firstAccount.address) ? [...chosen.values()] : [firstAccount];
    return own.map(({ address, index, name }) => ({
      address,
      name: `${wallet} · ${name ?? numbered(index)}`,
    }));
  });
}
