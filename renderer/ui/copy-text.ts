// Puts a text on the clipboard because somebody pressed for it. By the page's own copying, so that the app needs no
// permission for the clipboard. Never for a secret: every program can read what lies there.

/** Whether it is there now. Only within a press or a key. */
export function copyText(text: string): boolean {
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', give, { capture: true, once: true });
  try {
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', give, { capture: true });
  }
}
