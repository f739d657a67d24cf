// One row of the log's list, and the row of headings: cells only, placed by the list.
// biome-ignore-all lint/a11y/useSemanticElements: a grid whose rows are placed one by one cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: rows have the focus, cells and headers never do
import type { LogSummary } from '../../../tee-sim/protocol/assessment.ts';
import type { Format } from '../../i18n/format.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LogKindLabel } from '../../ui/log-badge.tsx';
import type { LogPage } from './activity-store.ts';

export function HeadRow() {
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

export type Row = LogSummary | 'damaged' | 'loading';

export function rowOf(page: LogPage | undefined, id: number): Row {
  if (page === undefined) return 'loading';
  // A row that the TEE neither lists nor names is not there: that does not hold either.
  return page.rows.find((row) => row.id === id) ?? 'damaged';
}

interface LogRowProps {
  readonly id: number;
  readonly row: Row;
  readonly offset: number;
  readonly rowIndex: number;
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onOpen: () => void;
}

export function LogRow({ id, row, offset, rowIndex, isTabStop, onFocus, onOpen }: LogRowProps) {
  const { m, format } = useI18n();
  return (
    <div
      role="row"
      className="log-row"
      aria-rowindex={rowIndex}
      aria-label={rowLabel(m, format, id, row)}
      aria-busy={row === 'loading'}
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
      <RowCells row={row} />
    </div>
  );
}

function rowLabel({ common, log }: Messages, format: Format, id: number, row: Row): string {
  if (row === 'loading') return common.loading;
  if (row === 'damaged') return log.damagedRow(format.integer(id));
  return log.row(format.integer(id), log.kinds[row.kind], format.dateTime(row.atMs));
}

function RowCells({ row }: { row: Row }) {
  const { m } = useI18n();
  if (row === 'loading') return <span role="gridcell" className="log-cell-waiting" />;
  if (row !== 'damaged') return <SummaryCells summary={row} />;
  return (
    <span role="gridcell" className="log-cell-wide">
      <Badge kind="stop">
        <Icon name="alert" />
        {m.log.damaged}
      </Badge>
    </span>
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
