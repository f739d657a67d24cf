// What stands where there is nothing yet: empty, loading, or unreachable.
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Spinner } from './progress.tsx';

export interface BlankProps {
  readonly icon?: IconName;
  readonly busy?: boolean;
  readonly title?: string;
  /** Of the title: one below what stands above it. */
  readonly level?: 2 | 3;
  readonly children?: ReactNode;
}

export function Blank({ icon, busy = false, title, level = 3, children }: BlankProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div className="blank">
      {busy ? <Spinner /> : null}
      {icon === undefined ? null : <Icon name={icon} />}
      {title === undefined ? null : <Heading>{title}</Heading>}
      {children === undefined ? null : <p>{children}</p>}
    </div>
  );
}
