// A list of log rows, only those in view in the page, of however many there are. One row can have the focus; arrow
// keys move it. Where the rows come from is the caller's.
// biome-ignore-all lint/a11y/useSemanticElements: a grid whose rows are placed one by one cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: rows have the focus, cells and headers never do
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { logIdSchema } from '../../../tee-sim/protocol/schema.ts';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { movedIndex } from '../../ui/moved-index.ts';
import { openRow } from './activity-actions.ts';
import type { ActivityStore } from './activity-store.ts';
import { HeadRow, LogRow, type Row } from './log-row.tsx';

const ROW_PX = 48;

export interface LogGridProps {
  readonly store: ActivityStore;
  readonly label: string;
  readonly count: number;
  readonly rowAt: (index: number) => { readonly id: number; readonly row: Row };
  /** Rows of the whole list, and how many of them lie above the first one here. */
  readonly of: { readonly total: number; readonly above: number };
  /** When it changes, the list starts again at its top. */
  readonly beginning: unknown;
  /** Hears which rows are in view. */
  readonly onView?: (first: number, last: number) => void;
}

export function LogGrid({ store, label, count, rowAt, of, beginning, onView }: LogGridProps) {
  const { m } = useI18n();
  const tee = useTee();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  const focus = useRowFocus(virtualizer, count, beginning);
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onView?.(first, last), [onView, first, last]);
  return (
    <>
      <p className="faint" id="log-hint">
        {m.activity.listHint}
      </p>
      <div
        className="log-grid"
        role="grid"
        aria-label={label}
        aria-rowcount={of.total}
        aria-describedby="log-hint"
      >
        <HeadRow />
        <div className="log-scroller" ref={scroller} role="rowgroup" onKeyDown={focus.onKeyDown}>
          <div className="log-canvas" style={{ height: virtualizer.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const { id, row } = rowAt(index);
              return (
                <LogRow
                  key={id}
                  id={id}
                  row={row}
                  offset={start}
                  rowIndex={of.above + index + 1}
                  isTabStop={index === focus.index}
                  onFocus={() => focus.set(index)}
                  onOpen={() => void openRow(store, tee, logIdSchema.parse(id))}
                />
              );
            })}
          </div>
        </div>
      </div>
    </>
  );
}

/** One tab stop for the whole list; arrows, Page, Home and End move it, and the row it is on into view. */
function useRowFocus(virtualizer: Virtualizer<HTMLDivElement, Element>, rows: number, beginning: unknown) {
  const [index, set] = useState(0);
  const wanted = useRef<number>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows begin at their top
  useEffect(() => {
    set(0);
    virtualizer.scrollToOffset(0);
  }, [beginning]);
  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = virtualizer.scrollElement?.querySelector<HTMLElement>('[tabindex="0"]');
    if (row) {
      wanted.current = undefined;
      row.focus({ preventScroll: true });
    }
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = movedIndex(event.key, index, rows);
    if (target === undefined) return;
    event.preventDefault();
    wanted.current = target;
    virtualizer.scrollToIndex(target);
    set(target);
  };
  return { index: Math.min(index, Math.max(0, rows - 1)), set, onKeyDown };
}
