// Stands between the person and the screens: sets the device up, or covers the screens until somebody unlocked them.
// What lies below stays as it was; it must not be seen meanwhile.
import { type ReactNode, useEffect } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useI18n } from '../i18n/use-i18n.ts';
import { ReturnFocus } from '../ui/return-focus.tsx';
import { type Gate, gateOf } from './account.ts';
import { TROUBLED } from './connection-state.ts';
import type { Route } from './routes.ts';
import { useAccount, useConnection } from './tee-context.ts';

/** What is shown now. That screen shows nobody's data, and stays reachable while it is needed. */
export function useGate(route: Route): Gate {
  const gate = gateOf(useAccount());
  const { state } = useConnection();
  return route === 'trusted' && TROUBLED.has(state) ? 'waiting' : gate;
}

/** The whole window, before there is anything to go to. */
export function SetUpPage({ children }: { children: ReactNode }) {
  const { m } = useI18n();
  useEffect(() => {
    document.title = `${m.welcome.title} · ${m.app.name}`;
  }, [m]);
  return <main className="gate">{children}</main>;
}

/** Over the screens and every dialog of theirs. */
export function UnlockCover({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const { m } = useI18n();
  return (
    <ModalOverlay className="gate-cover" isOpen={isOpen} isKeyboardDismissDisabled>
      <Modal className="gate-modal">
        <Dialog className="gate" aria-label={m.unlock.title}>
          <ReturnFocus />
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
