// Terms and what they are, one below the other.
import type { ReactNode } from 'react';

export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export interface FactProps {
  readonly term: string;
  readonly children: ReactNode;
  readonly note?: string | undefined;
}

export function Fact({ term, children, note }: FactProps) {
  return (
    <div className="fact">
      <dt>{term}</dt>
      <dd>
        {children}
        {note === undefined ? null : <span className="fact-note">{note}</span>}
      </dd>
    </div>
  );
}
