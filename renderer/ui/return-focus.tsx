// Inside a window over the window: gives the keyboard back to where it was before. react-aria does so by itself, except
// when the focus already fell to something around that place while the window faded out; it would then be lost there.
import { useLayoutEffect } from 'react';

export function ReturnFocus() {
  useLayoutEffect(() => {
    const from = document.activeElement;
    return () => {
      // After react-aria's own try, which takes a frame.
      requestAnimationFrame(() => requestAnimationFrame(() => giveBack(from)));
    };
  }, []);
  return null;
}

/** Must never take the keyboard from a place that somebody chose meanwhile. */
function giveBack(from: Element | null): void {
  const now = document.activeElement;
  const isLost = now === null || (now !== from && now.contains(from));
  if (isLost && from instanceof HTMLElement && from.isConnected) from.focus();
}
