// One screen may show several views in turn. After another one came, the keyboard and the eye start at its top.
import { useEffect, useRef } from 'react';

/** Not for the first view, which the shell brings, nor for one that looks after itself: it has no name here. */
export function useViewFocus(view: string | undefined): void {
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    if (view === undefined) return;
    startAtTop();
  }, [view]);
}

/** For what was pressed and is gone. */
export function startAtTop(): void {
  const main = document.querySelector('main');
  main?.focus();
  main?.scrollTo(0, 0);
}
