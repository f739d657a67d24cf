// What kind of entry a log row is, in one look.
import type { LogSummary } from '../../tee-sim/protocol/assessment.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Icon, type IconName } from './icon.tsx';

const ICONS: Readonly<Record<LogSummary['kind'], IconName>> = {
  boot: 'chip',
  session: 'window',
  assessment: 'gauge',
  erasure: 'close',
};

export function LogKindLabel({ kind }: { kind: LogSummary['kind'] }) {
  const { m } = useI18n();
  return (
    <span className="log-kind">
      <Icon name={ICONS[kind]} />
      {m.log.kinds[kind]}
    </span>
  );
}
