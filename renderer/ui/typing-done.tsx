// Stands where the phrase was typed, once it was typed often enough. Takes the keyboard over from the field that is
// gone, which else would land on whatever comes first, such as "Cancel".
import { type ReactNode, useEffect, useRef } from 'react';
import { useI18n } from '../i18n/use-i18n.ts';
import { Notice } from './notice.tsx';

export function TypingDone({ children }: { children?: ReactNode }) {
  const { m } = useI18n();
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => here.current?.focus(), []);
  return (
    <div ref={here} tabIndex={-1}>
      <Notice kind="good" title={m.typing.done}>
        {children}
      </Notice>
    </div>
  );
}
