// An address in full, in groups that can be compared by eye. The gaps are drawn, not written: what is selected and
// copied is the address itself.
import { Fragment } from 'react';
import { useI18n } from '../i18n/use-i18n.ts';
import { CopyButton } from './copy-button.tsx';

const GROUP = /^0x|.{4}/g;

export function AddressText({ address, large = false }: { address: string; large?: boolean }) {
  return (
    <code className={large ? 'address address-large' : 'address'} translate="no">
      {(address.match(GROUP) ?? []).map((group, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group may come twice; its place is what it is
        <Fragment key={place}>
          <span>{group}</span>
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}

/** With a button that copies it. */
export function CopyableAddress({ address }: { address: string }) {
  const { m } = useI18n();
  return (
    <span className="copyable">
      <AddressText address={address} />
      <CopyButton
        text={address}
        label={m.wallets.copy}
        copied={m.wallets.copied}
        notCopied={m.wallets.notCopied}
      />
    </span>
  );
}
