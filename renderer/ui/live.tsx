// Says a result or an error aloud to those who listen instead of look. In the page from the start: regions
// that appear together with their text are often not read.
import { createStore, useStore } from 'zustand';

const announcements = createStore<{ readonly text: string }>(() => ({ text: '' }));

export function announce(text: string): void {
  announcements.setState({ text });
}

export function LiveRegion() {
  const text = useStore(announcements, (state) => state.text);
  return (
    // The attribute keeps an open dialog from hiding it from those who listen.
    <div className="visually-hidden" role="status" aria-live="polite" data-live-announcer="true">
      {text}
    </div>
  );
}
