// What kind of entry a log row is, in one look.
import type { LogKind } from '../../tee-sim/protocol/assessment.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Icon, type IconName } from './icon.tsx';

const ICONS: Readonly<Record<LogKind, IconName>> = {
  boot: 'chip',
  panic: 'alert',
  authentication: 'lock',
  session: 'window',
  denial: 'stop',
  'step-up': 'shield',
  suspicious: 'alert',
  assessment: 'gauge',
  signature: 'key',
  erasure: 'close',
  user: 'people',
  client: 'window',
  wallet: 'wallet',
  contact: 'people',
  binding: 'arrows',
  policy: 'document',
};

/** What a person looking for trouble must not overlook. */
const MARKED: Readonly<Partial<Record<LogKind, string>>> = {
  panic: 'log-kind-stop',
  suspicious: 'log-kind-stop',
  denial: 'log-kind-warn',
};

export function LogKindLabel({ kind }: { kind: LogKind }) {
  const { m } = useI18n();
  return (
    <span className={`log-kind ${MARKED[kind] ?? ''}`}>
      <Icon name={ICONS[kind]} />
      {m.log.kinds[kind]}
    </span>
  );
}
