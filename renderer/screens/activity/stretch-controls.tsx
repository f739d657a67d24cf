// Moves through a log that is longer than one stretch: newer, older, or straight to an entry.
import { useState } from 'react';
import { useStore } from 'zustand';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showFrom } from './activity-actions.ts';
import type { ActivityStore } from './activity-store.ts';
import { PAGE_ROWS, STRETCH_ROWS, stretchOf } from './log-pages.ts';

export function StretchControls({ store }: { store: ActivityStore }) {
  const { m, format } = useI18n();
  const { total, topId } = useStore(store);
  if (total <= PAGE_ROWS) return null;
  const { top, rows } = stretchOf(total, topId);
  const oldest = top - rows + 1;
  return (
    <div className="stretch">
      {rows < total ? (
        <span className="row">
          <span className="soft tabular">
            {m.activity.range(format.integer(top), format.integer(oldest), format.integer(total))}
          </span>
          <Button small isDisabled={top >= total} onPress={() => showFrom(store, top + STRETCH_ROWS)}>
            {m.activity.newer}
          </Button>
          <Button small isDisabled={oldest <= 1} onPress={() => showFrom(store, oldest - 1)}>
            {m.activity.older}
          </Button>
        </span>
      ) : null}
      <GoTo store={store} total={total} />
    </div>
  );
}

function GoTo({ store, total }: { store: ActivityStore; total: number }) {
  const { m, format } = useI18n();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const go = (): void => {
    const id = /^\d{1,15}$/.test(text.trim()) ? Number(text) : 0;
    setWrong(id < 1 || id > total);
    if (id >= 1 && id <= total) showFrom(store, id);
  };
  return (
    <form
      className="goto"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <TextField
        name="goto"
        label={m.activity.goTo}
        inputMode="numeric"
        value={text}
        onChange={setText}
        error={wrong ? m.activity.goToInvalid(format.integer(total)) : undefined}
      />
      <Button small type="submit">
        {m.activity.go}
      </Button>
    </form>
  );
}
