// Time while the TEE was off, which a strict policy counts only once the device owner says so.
import { useStore } from 'zustand';
import { useAuthorized } from '../../app/authorized.ts';
import { isUnderWay, performChange } from '../../app/section.ts';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { loadAccount } from './load-actions.ts';
import type { SecurityStores } from './security-store.ts';

export function GapNotice({ store }: { store: SecurityStores['account'] }) {
  const { m, format } = useI18n();
  const texts = m.security.gap;
  const tee = useTee();
  const authorized = useAuthorized();
  const { data, change } = useStore(store);
  const gapMs = data?.unconfirmedGapMs ?? 0;
  if (gapMs === 0) return null;
  const confirm = async (): Promise<void> => {
    await performChange(store, { tee, authorized }, 'CONFIRM_GAP', {});
    await loadAccount(store, tee);
  };
  return (
    <Notice
      kind="info"
      title={texts.title(format.longDuration(gapMs))}
      actions={
        <Button small isPending={isUnderWay(change)} onPress={() => void confirm()}>
          {texts.confirm}
        </Button>
      }
    >
      <p>{texts.text}</p>
    </Notice>
  );
}
