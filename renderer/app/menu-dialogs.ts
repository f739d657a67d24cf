// Follows the application menu from the page's first moment on, and says which dialog is open. The menu's keys
// are the menu's: a listener here would hide that it does not work.
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../preload/contract.ts';
import { type AppDialog, type MenuTargets, performMenuAction } from './menu-actions.ts';

export type DialogStore = StoreApi<{ readonly dialog: AppDialog | undefined }>;

/** Before anything is rendered: the action that opened the window comes only once. */
export function followMenu(onMenuAction: Bridge['on']['menuAction'], targets: MenuTargets): DialogStore {
  const store: DialogStore = createStore(() => ({ dialog: undefined }));
  onMenuAction((action) => store.setState({ dialog: performMenuAction(action, targets) }));
  return store;
}

export function useDialog(
  store: DialogStore,
): [AppDialog | undefined, (dialog: AppDialog | undefined) => void] {
  return [useStore(store).dialog, (dialog) => store.setState({ dialog })];
}
