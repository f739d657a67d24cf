// The channel key's remaining life: attested TEE time plus this window's own monotonic clock.
import { useEffect, useState } from 'react';
import { EPOCH_LIFE_MS } from '../../../tee-sim/protocol/attestation.ts';
import type { Connection } from '../../app/connection-state.ts';
import { useI18n } from '../../i18n/use-i18n.ts';

export function EpochLife({ connected }: { connected: Extract<Connection, { state: 'connected' }> }) {
  const { m, format } = useI18n();
  const { verifiedAtMonotonicMs, view } = connected;
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const teeNowMs = view.teeTimeMs + Math.max(0, nowMs - verifiedAtMonotonicMs);
  const leftMs = Math.floor((view.epoch.notAfterMs - teeNowMs) / 1_000) * 1_000;
  if (leftMs <= 0) return <span>{m.trusted.epochOver}</span>;
  return (
    <>
      <span className="tabular">{m.trusted.epochLifeText(format.duration(leftMs))}</span>
      <span className="life" aria-hidden="true">
        <span className="life-left" style={{ width: `${Math.min(100, (leftMs / EPOCH_LIFE_MS) * 100)}%` }} />
      </span>
    </>
  );
}
