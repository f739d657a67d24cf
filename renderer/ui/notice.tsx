// A sentence or two that stand out, calmly, with what can be done about it.
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

const ICONS = { info: 'info', good: 'check', warn: 'alert', stop: 'stop' } as const satisfies Record<
  string,
  IconName
>;

export interface NoticeProps {
  readonly kind: keyof typeof ICONS;
  readonly title?: string | undefined;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function Notice({ kind, title, children, actions }: NoticeProps) {
  return (
    <div className={`notice notice-${kind}`}>
      <Icon name={ICONS[kind]} />
      <div className="notice-body">
        {title === undefined ? null : <p className="notice-title">{title}</p>}
        {children}
        {actions === undefined ? null : <div className="notice-actions">{actions}</div>}
      </div>
    </div>
  );
}
