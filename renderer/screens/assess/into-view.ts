// In a small window what became of a payment stands below its form, where nobody would see it come.

/** Scrolls to what stands in the lower half of the window, or below it. */
export function bringIntoView(element: Element | null): void {
  const top = element?.getBoundingClientRect().top ?? 0;
  if (top > window.innerHeight / 2) element?.scrollIntoView();
}
