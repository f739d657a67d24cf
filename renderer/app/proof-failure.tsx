// Why a proof was not taken; while a person is locked out, how much longer, counted down.
import { useEffect, useState } from 'react';
import type { TeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { Trace } from '../../tee-sim/protocol/trace.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { FailureNotice, failureText } from '../ui/failure-notice.tsx';
import { announce } from '../ui/live.tsx';
import { lockedOutMs } from './locked-out.ts';

export interface ProofFailureProps {
  readonly failure: TeeFailure;
  readonly trace: Trace;
}

export function ProofFailure({ failure, trace }: ProofFailureProps) {
  const { m, format } = useI18n();
  const leftMs = useCountdown(lockedOutMs(trace) ?? 0);
  useEffect(() => announce(failureText(m, failure).what), [m, failure]);
  return (
    <FailureNotice failure={failure} trace={trace}>
      {leftMs > 0 ? (
        <p className="tabular">
          <strong>{m.account.lockedOutFor(format.duration(leftMs))}</strong>
        </p>
      ) : null}
    </FailureNotice>
  );
}

/** Whole seconds, in ms, from `fromMs` down to 0. */
function useCountdown(fromMs: number): number {
  const [left, setLeft] = useState(fromMs);
  useEffect(() => {
    const endsAtMs = performance.now() + fromMs;
    const tick = (): void => setLeft(Math.max(0, Math.ceil((endsAtMs - performance.now()) / 1_000) * 1_000));
    tick();
    if (fromMs === 0) return undefined;
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [fromMs]);
  return left;
}
