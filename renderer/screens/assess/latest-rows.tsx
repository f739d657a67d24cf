// The newest rows of the encrypted log, as they lie on disk.
import type { LogSummary } from '../../../tee-sim/protocol/assessment.ts';
import { routeAddress } from '../../app/routes.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { LogKindLabel } from '../../ui/log-badge.tsx';

export function LatestRows({ rows }: { rows: readonly LogSummary[] }) {
  const { m, format } = useI18n();
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
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="number tabular">{format.integer(row.id)}</td>
              <td>
                <LogKindLabel kind={row.kind} />
              </td>
              <td className="tabular nowrap">{format.dateTime(row.atMs)}</td>
              <td className="ciphertext mono">{row.ciphertextHead}…</td>
              <td className="number tabular">{format.bytes(row.sizeBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
