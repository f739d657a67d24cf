// Inside a window over the window: gives the keyboard back to where it was before. react-aria does so by itself, except
// when the focus already fell to something around that place while the window faded out, or when there is no such place:
// gone with what was done in the window, or none yet after a reload. It would then be lost.
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
  const place = from?.isConnected && from !== document.body ? from : mainPart();
  const isLost = now === null || (now !== place && now.contains(place));
  if (isLost && place instanceof HTMLElement) place.focus();
}

/** Not while another window lies over it. */
function mainPart(): HTMLElement | null {
  const isCovered = document.querySelector('[role=dialog], [role=alertdialog]') !== null;
  return isCovered ? null : document.querySelector('main');
}
