// The frame of what stands before the screens: set-up and unlocking. One card in the middle, nothing else to do.
import type { ReactNode } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { useI18n } from '../i18n/use-i18n.ts';
import { Mark } from '../ui/mark.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { TROUBLED } from './connection-state.ts';
import type { AppDialog } from './menu-actions.ts';
import { PreferenceControls } from './preference-controls.tsx';
import type { Preferences } from './preferences.ts';
import { TeeBadge } from './tee-badge.tsx';
import { useConnection } from './tee-context.ts';

export interface GateFrameProps {
  readonly preferences: StoreApi<Preferences>;
  readonly onOpenDialog: (dialog: AppDialog) => void;
  readonly children: ReactNode;
}

export function GateFrame({ preferences, onOpenDialog, children }: GateFrameProps) {
  const { m } = useI18n();
  const { state } = useConnection();
  return (
    <>
      <div className="gate-head">
        <div className="brand">
          <Mark />
          <span>{m.app.name}</span>
        </div>
        <TeeBadge isLink={TROUBLED.has(state)} />
        <PreferenceControls store={preferences} onOpen={onOpenDialog} />
      </div>
      <div className="gate-body">
        <ConnectionBanner onTrustedScreen={false} />
        {children}
      </div>
    </>
  );
}
