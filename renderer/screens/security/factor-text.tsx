// One enrolled factor: since when, whether it counts yet, and how many codes are left.
import type { UserSummary } from '../../../tee-sim/protocol/factors.ts';
import { useI18n } from '../../i18n/use-i18n.ts';

type EnrolledFactor = UserSummary['factors'][number];

export function FactorText({ factor }: { factor: EnrolledFactor }) {
  const { m, format } = useI18n();
  const texts = m.security.signIn;
  const { enrolledAtMs, countsInMs, left } = factor;
  return (
    <>
      <p className="faint">{texts.since(format.dateTime(enrolledAtMs))}</p>
      {left === undefined ? null : (
        <p className={left <= LOW_CODES ? 'warn-text' : 'faint'}>
          {texts.codesLeft(left, format.integer(left))}
        </p>
      )}
      {countsInMs === 0 ? null : (
        <p className="warn-text">{texts.countsIn(format.longDuration(countsInMs))}</p>
      )}
    </>
  );
}

/** So few recovery codes left that it is time for new ones. */
const LOW_CODES = 2;
