// A failure in words: what happened, what to do, and its code for those who report it.
import type { ReactNode } from 'react';
import type { TeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { Trace } from '../../tee-sim/protocol/trace.ts';
import type { FailureText } from '../i18n/en-failures.ts';
import type { Messages } from '../i18n/messages.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Notice } from './notice.tsx';
import { TraceDisclosure } from './trace-view.tsx';

export function failureText(m: Messages, { code, reason }: TeeFailure): FailureText {
  return reason === undefined ? m.codes[code] : m.reasons[reason];
}

export interface FailureNoticeProps {
  readonly failure: TeeFailure;
  /** What the four layers checked, where the TEE said so. */
  readonly trace?: Trace | undefined;
  readonly title?: string | undefined;
  /** Instead of what is usually to be done. */
  readonly todo?: string | undefined;
  readonly kind?: 'warn' | 'stop';
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function FailureNotice(props: FailureNoticeProps) {
  const { m, format } = useI18n();
  const { failure, trace, title, todo, kind = 'warn', children, actions } = props;
  const { what, todo: usual } = failureText(m, failure);
  const { code, origin, reason, layer } = failure;
  const layerName = layer === undefined ? undefined : m.trace.layer(format.integer(layer));
  return (
    <Notice kind={kind} title={title ?? what} actions={actions}>
      {title === undefined ? null : <p>{what}</p>}
      <p>{todo ?? usual}</p>
      {children}
      <TraceDisclosure trace={trace} />
      <p className="faint">
        {m.common.technical(
          [code, origin, reason, layerName].filter((part) => part !== undefined).join(' · '),
        )}
      </p>
    </Notice>
  );
}
