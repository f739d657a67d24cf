// Where keys come from, how records are kept, and what runs the app.
import { useStore } from 'zustand';
import type { MasterKeySource } from '../../../tee-sim/protocol/port.ts';
import { useConnectionState } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { componentName } from '../../ui/component-names.ts';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { TrustedStore } from './trusted-store.ts';

export function StorageCard({ store }: { store: TrustedStore }) {
  const { m, format } = useI18n();
  const { app } = useConnectionState();
  const { status } = useStore(store);
  const source: MasterKeySource | undefined = status?.masterKeySource ?? app?.masterKeySource;
  return (
    <>
      {source === 'plain-keychain' ? (
        <Notice kind="warn" title={m.trusted.plainKeyTitle}>
          <p>{m.trusted.keySourceNotes[source]}</p>
        </Notice>
      ) : null}
      {status?.clockWentBack ? (
        <Notice kind="warn" title={m.trusted.clockTitle}>
          <p>{m.trusted.clockWentBack}</p>
        </Notice>
      ) : null}
      <section className="card" aria-labelledby="storage-title">
        <div className="card-head">
          <h2 id="storage-title">{m.trusted.storage}</h2>
        </div>
        <Facts>
          {source === undefined ? null : (
            <Fact
              term={m.trusted.keySource}
              note={source === 'plain-keychain' ? undefined : m.trusted.keySourceNotes[source]}
            >
              {m.trusted.keySources[source]}
            </Fact>
          )}
          {status === undefined ? null : (
            <>
              <Fact term={m.trusted.recordSuite}>{m.trusted.recordSuites[status.recordSuite]}</Fact>
              <Fact term={m.trusted.engine}>{status.engine}</Fact>
              <Fact term={m.trusted.logRows}>{format.integer(status.logRows)}</Fact>
              {status.adoptedRows > 0 ? (
                <Fact term={m.trusted.adopted} note={m.trusted.adoptedNote}>
                  {format.integer(status.adoptedRows)}
                </Fact>
              ) : null}
              <Fact term={m.trusted.requests}>{format.integer(status.openedRequests)}</Fact>
              <Fact term={m.trusted.sessions}>{format.integer(status.sessions)}</Fact>
              <Fact term={m.trusted.users}>{format.integer(status.users)}</Fact>
            </>
          )}
        </Facts>
      </section>
      <AppCard />
    </>
  );
}

function AppCard() {
  const { m } = useI18n();
  const { app } = useConnectionState();
  if (app === undefined) return null;
  const versions = Object.entries(app.versions).map(([name, version]) => `${componentName(name)} ${version}`);
  return (
    <section className="card" aria-labelledby="app-title">
      <div className="card-head">
        <h2 id="app-title">{m.trusted.app}</h2>
      </div>
      <Facts>
        <Fact term={m.trusted.version}>{app.version}</Fact>
        <Fact term={m.trusted.host} note={versions.join(' · ')}>
          {m.trusted.hosts[app.host]}
        </Fact>
      </Facts>
    </section>
  );
}
