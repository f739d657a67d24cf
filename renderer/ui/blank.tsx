// What stands where there is nothing yet: empty, loading, or unreachable.
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Spinner } from './progress.tsx';

export interface BlankProps {
  readonly icon?: IconName;
  readonly busy?: boolean;
  readonly title?: string;
  readonly children?: ReactNode;
}

export function Blank({ icon, busy = false, title, children }: BlankProps) {
  return (
    <div className="blank">
      {busy ? <Spinner /> : null}
      {icon === undefined ? null : <Icon name={icon} />}
      {title === undefined ? null : <h3>{title}</h3>}
      {children === undefined ? null : <p>{children}</p>}
    </div>
  );
}
