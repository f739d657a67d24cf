// Says whether the window is kept out of pictures while it shows a secret; asking for that is part of showing it.
import { useContentProtection } from '../../app/content-protection.ts';
import { useI18n } from '../../i18n/use-i18n.ts';

export function ProtectionNote() {
  const { m } = useI18n();
  const isProtected = useContentProtection();
  return (
    <p className="faint" role="note">
      {isProtected === undefined ? null : isProtected ? m.wallets.protectedNote : m.wallets.unprotectedNote}
    </p>
  );
}
