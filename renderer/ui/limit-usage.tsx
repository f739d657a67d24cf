// The limits of one person's access, and how much of each the last 24 hours took.
import { Meter } from 'react-aria-components/Meter';
import type { BindingSummary, BindingTerms, Limit } from '../../tee-sim/protocol/bindings.ts';
import { chainName } from '../app/chains.ts';
import type { Format } from '../i18n/format.ts';
import { useI18n } from '../i18n/use-i18n.ts';

export interface LimitUsageProps {
  readonly limits: BindingTerms['limits'];
  readonly usage: BindingSummary['usage'];
}

export function LimitUsage({ limits, usage }: LimitUsageProps) {
  const { m } = useI18n();
  const texts = m.security.wallets;
  if (limits === undefined) return <p className="soft">{texts.unlimited}</p>;
  if (limits.length === 0) return <p className="soft">{texts.nothingPayable}</p>;
  return (
    <ul className="limits">
      {limits.map((limit) => (
        <LimitItem key={`${limit.chainId}/${limit.asset}`} limit={limit} used={usedOf(usage, limit)} />
      ))}
    </ul>
  );
}

function LimitItem({ limit, used }: { limit: Limit; used: bigint }) {
  const { m, format } = useI18n();
  const texts = m.security.wallets;
  const { perDay, perTransaction, chainId } = limit;
  const usedText = texts.usedToday(amountText(format, limit, used), amountText(format, limit, perDay));
  return (
    <li className="limit">
      <p className="limit-head">
        <span>{chainName(chainId)}</span>
        <span className="soft">{texts.perTransaction(amountText(format, limit, perTransaction))}</span>
      </p>
      <Meter
        className="limit-meter"
        aria-label={texts.usageLabel(chainName(chainId))}
        value={shareOf(used, perDay)}
        valueLabel={usedText}
      >
        {({ percentage }) => (
          <>
            <div className="progress-track">
              <div
                className={percentage < 80 ? 'progress-fill' : 'progress-fill limit-full'}
                style={{ width: `${percentage}%` }}
              />
            </div>
            <p className="faint tabular">{usedText}</p>
          </>
        )}
      </Meter>
    </li>
  );
}

/** The chain's own coin in whole coins; a token, whose decimals nobody told us, in base units. */
function amountText(format: Format, { asset }: Limit, amount: bigint): string {
  return asset === 'native' ? format.ether(amount) : `${format.integer(amount)} (${asset})`;
}

function usedOf(usage: LimitUsageProps['usage'], { chainId, asset }: Limit): bigint {
  const found = usage.find((entry) => entry.chainId === chainId && entry.asset === asset)?.usedToday ?? '0';
  return /^\d{1,78}$/.test(found) ? BigInt(found) : 0n;
}

/** In per cent, from integers: a limit of zero is used up. */
export function shareOf(used: bigint, perDay: bigint): number {
  if (perDay === 0n) return 100;
  return Math.min(100, Number((used * 1_000n) / perDay) / 10);
}
