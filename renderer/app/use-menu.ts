// Listens to the application menu and to its keys, and says which dialog is open.
import { useEffect, useState } from 'react';
import type { Bridge } from '../../preload/contract.ts';
import { type AppDialog, actionOfKey, performMenuAction } from './menu-actions.ts';
import { useConnectionState } from './tee-context.ts';

export function useMenu(
  onMenuAction: Bridge['on']['menuAction'],
): [AppDialog | undefined, (dialog: AppDialog | undefined) => void] {
  const [dialog, setDialog] = useState<AppDialog>();
  const isMac = useConnectionState().app?.platform.startsWith('darwin') === true;
  useEffect(
    () => onMenuAction((action) => setDialog(performMenuAction(action, window.location))),
    [onMenuAction],
  );
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const action = actionOfKey(event, isMac);
      if (action === undefined) return;
      event.preventDefault();
      setDialog(performMenuAction(action, window.location));
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isMac]);
  return [dialog, setDialog];
}
