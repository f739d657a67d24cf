// One or two words about a state.
import type { ReactNode } from 'react';

export type BadgeKind = 'plain' | 'good' | 'warn' | 'serious' | 'stop';

export function Badge({ kind = 'plain', children }: { kind?: BadgeKind; children: ReactNode }) {
  return <span className={`badge badge-${kind}`}>{children}</span>;
}
