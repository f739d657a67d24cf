// The newest rows of the encrypted log, as they lie on disk, and which of them do not hold.
import type { LogSummary } from '../../../tee-sim/protocol/assessment.ts';
import type { LogId } from '../../../tee-sim/protocol/schema.ts';
import { routeAddress } from '../../app/routes.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LogKindLabel } from '../../ui/log-badge.tsx';

export interface LatestRowsProps {
  readonly rows: readonly LogSummary[];
  readonly damaged: readonly LogId[];
}

export function LatestRows({ rows, damaged }: LatestRowsProps) {
  const { m } = useI18n();
  const newestFirst = [...rows, ...damaged.map((id) => ({ id, kind: undefined }))].sort(
    (a, b) => b.id - a.id,
  );
  return (
    <section className="card" aria-labelledby="latest-title">
      <div className="card-head">
        <div>
          <h2 id="latest-title">{m.assess.latestTitle}</h2>
          <p className="card-lead">{m.assess.latestLead}</p>
        </div>
        <a href={routeAddress('activity')}>{m.assess.openActivity}</a>
      </div>
      <table className="latest">
        <thead>
          <tr>
            <th scope="col" className="number">
              {m.log.id}
            </th>
            <th scope="col">{m.log.kind}</th>
            <th scope="col">{m.log.time}</th>
            <th scope="col">{m.log.ciphertext}</th>
            <th scope="col" className="number">
              {m.log.size}
            </th>
          </tr>
        </thead>
        <tbody>
          {newestFirst.map((row) =>
            row.kind === undefined ? <DamagedRow key={row.id} id={row.id} /> : <Row key={row.id} row={row} />,
          )}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row }: { row: LogSummary }) {
  const { format } = useI18n();
  return (
    <tr>
      <td className="number tabular">{format.integer(row.id)}</td>
      <td>
        <LogKindLabel kind={row.kind} />
      </td>
      <td className="tabular nowrap">{format.dateTime(row.atMs)}</td>
      <td className="ciphertext mono">{row.ciphertextHead}…</td>
      <td className="number tabular">{format.bytes(row.sizeBytes)}</td>
    </tr>
  );
}

function DamagedRow({ id }: { id: LogId }) {
  const { m, format } = useI18n();
  return (
    <tr>
      <td className="number tabular">{format.integer(id)}</td>
      <td colSpan={4}>
        <Badge kind="stop">
          <Icon name="alert" />
          {m.log.damaged}
        </Badge>
      </td>
    </tr>
  );
}
