// A verified attestation, fact by fact.
import type { Connection } from '../../app/connection-state.ts';
import { useConnectionState } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Hex } from '../../ui/hex.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { EpochLife } from './epoch-life.tsx';

type Connected = Extract<Connection, { state: 'connected' }>;

export function AttestedCards({ connected }: { connected: Connected }) {
  const { m, format } = useI18n();
  const { verifiedAtMs, view } = connected;
  return (
    <>
      <Notice kind="good" title={m.trusted.verifiedAt(format.dateTime(verifiedAtMs))}>
        <p>{m.trusted.verifiedText}</p>
        {view.firstUse ? <p>{m.trusted.firstUse}</p> : null}
      </Notice>
      <section className="card" aria-labelledby="identity-title">
        <div className="card-head">
          <h2 id="identity-title">{m.trusted.identity}</h2>
        </div>
        <Facts>
          <Fact term={m.trusted.fingerprint} note={m.trusted.fingerprintNote}>
            <Hex value={view.deviceFingerprint} />
          </Fact>
          <Fact term={m.trusted.bootId} note={m.trusted.bootedAt(format.dateTime(view.bootedAtMs))}>
            <Hex value={view.bootId} />
          </Fact>
          <Fact term={m.trusted.policy}>
            <Hex value={view.policyDigest} />
          </Fact>
        </Facts>
      </section>
      <CodeCard connected={connected} />
      <section className="card" aria-labelledby="channel-title">
        <div className="card-head">
          <h2 id="channel-title">{m.trusted.channel}</h2>
        </div>
        <Facts>
          <Fact term={m.trusted.epochKey}>
            <Hex value={view.epoch.keyId} />
          </Fact>
          <Fact term={m.trusted.epochLife}>
            <EpochLife connected={connected} />
          </Fact>
          <Fact term={m.trusted.roundTrip}>{format.duration(view.roundTripMs)}</Fact>
        </Facts>
      </section>
    </>
  );
}

function CodeCard({ connected: { view } }: { connected: Connected }) {
  const { m } = useI18n();
  const { expected } = useConnectionState();
  return (
    <section className="card" aria-labelledby="code-title">
      <div className="card-head">
        <h2 id="code-title">{m.trusted.code}</h2>
      </div>
      <Facts>
        <Fact term={m.trusted.teeMeasurement}>
          <Measurement found={view.measurements.tee} expected={expected?.tee} />
        </Fact>
        <Fact term={m.trusted.clientMeasurement}>
          <Measurement found={view.measurements.client} expected={expected?.client} />
        </Fact>
      </Facts>
    </section>
  );
}

function Measurement({ found, expected }: { found: string; expected: string | undefined }) {
  const { m } = useI18n();
  const matches = found === expected;
  return (
    <>
      <Badge kind={matches ? 'good' : 'stop'}>
        <Icon name={matches ? 'check' : 'alert'} />
        {matches ? m.trusted.matches : m.trusted.differs}
      </Badge>
      <span className="compare">
        <span className="faint">{m.trusted.found}</span>
        <Hex value={found} />
        <span className="faint">{m.trusted.expected}</span>
        <Hex value={expected ?? ''} />
      </span>
    </>
  );
}
