// Exact text, in full, that can be scrolled with the keyboard.

export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
    <section className="code-block" aria-label={label} tabIndex={0} dir="ltr">
      <pre>{text}</pre>
    </section>
  );
}

/** JSON text as people read it; text that is none stays as it is. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
