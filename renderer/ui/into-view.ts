// In a small window what became of a request stands below its form, or above what was scrolled to, where nobody would
// see it come.

/** Scrolls to what stands above the window, in its lower half, or below it. */
export function bringIntoView(element: Element | null): void {
  const top = element?.getBoundingClientRect().top ?? 0;
  if (top < 0 || top > window.innerHeight / 2) element?.scrollIntoView();
}
