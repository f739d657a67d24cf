// The rows that are in view, of however many there are. One row can have the focus; arrow keys move it.
// biome-ignore-all lint/a11y/useSemanticElements: a grid whose rows are placed one by one cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: rows have the focus, cells and headers never do
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { LogSummary } from '../../../tee-sim/protocol/assessment.ts';
import { logIdSchema } from '../../../tee-sim/protocol/schema.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { LogKindLabel } from '../../ui/log-badge.tsx';
import { loadPage, openRow } from './activity-actions.ts';
import type { ActivityStore } from './activity-store.ts';
import { pageOf, stretchOf } from './log-pages.ts';

const ROW_PX = 48;
/** Rows that a Page key moves. */
const PAGE_STEP = 10;
/** Fast scrolling does not fetch what it passes over. */
const SETTLE_MS = 80;

export function LogList({ store }: { store: ActivityStore }) {
  const { m } = useI18n();
  const tee = useTee();
  const { total, topId, pages } = useStore(store);
  const { top, rows } = stretchOf(total, topId);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  const focus = useRowFocus(virtualizer, rows, topId);
  useMissingPages(store, virtualizer, top);
  const items = virtualizer.getVirtualItems();
  return (
    <>
      <p className="faint" id="log-hint">
        {m.activity.listHint}
      </p>
      <div
        className="log-grid"
        role="grid"
        aria-label={m.activity.listLabel}
        aria-rowcount={total}
        aria-describedby="log-hint"
      >
        <HeadRow />
        <div className="log-scroller" ref={scroller} role="rowgroup" onKeyDown={focus.onKeyDown}>
          <div className="log-canvas" style={{ height: virtualizer.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const id = top - index;
              return (
                <LogRow
                  key={id}
                  id={id}
                  summary={pages[pageOf(id)]?.find((row) => row.id === id)}
                  offset={start}
                  rowIndex={total - id + 1}
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

function HeadRow() {
  const { m } = useI18n();
  return (
    <div role="row" className="log-row log-head">
      <span role="columnheader" className="log-cell-id">
        {m.log.id}
      </span>
      <span role="columnheader">{m.log.kind}</span>
      <span role="columnheader">{m.log.time}</span>
      <span role="columnheader" className="log-cell-cipher">
        {m.log.ciphertext}
      </span>
      <span role="columnheader" className="log-cell-features">
        {m.log.featureColumn}
      </span>
      <span role="columnheader" className="log-cell-size">
        {m.log.size}
      </span>
    </div>
  );
}

interface LogRowProps {
  readonly id: number;
  readonly summary: LogSummary | undefined;
  readonly offset: number;
  readonly rowIndex: number;
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onOpen: () => void;
}

function LogRow({ id, summary, offset, rowIndex, isTabStop, onFocus, onOpen }: LogRowProps) {
  const { m, format } = useI18n();
  const label =
    summary === undefined
      ? m.common.loading
      : m.log.row(format.integer(id), m.log.kinds[summary.kind], format.dateTime(summary.atMs));
  return (
    <div
      role="row"
      className="log-row"
      aria-rowindex={rowIndex}
      aria-label={label}
      aria-busy={summary === undefined}
      data-row={id}
      tabIndex={isTabStop ? 0 : -1}
      style={{ transform: `translateY(${offset}px)` }}
      onFocus={onFocus}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          onOpen();
        }
      }}
    >
      <span role="gridcell" className="log-cell-id tabular">
        {format.integer(id)}
      </span>
      {summary === undefined ? (
        <span role="gridcell" className="log-cell-waiting" />
      ) : (
        <SummaryCells summary={summary} />
      )}
    </div>
  );
}

function SummaryCells({ summary }: { summary: LogSummary }) {
  const { m, format } = useI18n();
  return (
    <>
      <span role="gridcell">
        <LogKindLabel kind={summary.kind} />
      </span>
      <span role="gridcell" className="tabular soft">
        {format.dateTime(summary.atMs)}
      </span>
      <span role="gridcell" className="log-cell-cipher mono">
        {summary.ciphertextHead}…
      </span>
      <span role="gridcell" className="log-cell-features soft">
        {m.log.features[summary.features]}
      </span>
      <span role="gridcell" className="log-cell-size tabular soft">
        {format.bytes(summary.sizeBytes)}
      </span>
    </>
  );
}

/** Loads what came into view, once scrolling has settled. */
function useMissingPages(
  store: ActivityStore,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  top: number,
): void {
  const tee = useTee();
  const { state } = useConnection();
  const items = virtualizer.getVirtualItems();
  const first = top - (items[0]?.index ?? 0);
  const last = top - (items.at(-1)?.index ?? 0);
  useEffect(() => {
    if (state !== 'connected' || first < 1) return;
    const timer = setTimeout(() => {
      for (let page = pageOf(first); page >= pageOf(Math.max(1, last)); page -= 1) {
        void loadPage(store, tee, page);
      }
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [store, tee, state, first, last]);
}

/** One tab stop for the whole list; arrows, Page, Home and End move it, and the row it is on into view. */
function useRowFocus(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  rows: number,
  topId: number | undefined,
) {
  const [index, set] = useState(0);
  const wanted = useRef<number>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another stretch begins at its top
  useEffect(() => {
    set(0);
    virtualizer.scrollToOffset(0);
  }, [topId]);
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

function movedIndex(key: string, index: number, rows: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: PAGE_STEP,
    PageUp: -PAGE_STEP,
    Home: -rows,
    End: rows,
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return step === undefined ? undefined : Math.min(rows - 1, Math.max(0, index + step));
}
