// A failure in words: what happened, what to do, and its code for those who report it.
import type { ReactNode } from 'react';
import type { TeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { FailureText } from '../i18n/en-failures.ts';
import type { Messages } from '../i18n/messages.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Notice } from './notice.tsx';

export function failureText(m: Messages, { code, reason }: TeeFailure): FailureText {
  return reason === undefined ? m.codes[code] : m.reasons[reason];
}

export interface FailureNoticeProps {
  readonly failure: TeeFailure;
  readonly title?: string | undefined;
  readonly kind?: 'warn' | 'stop';
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function FailureNotice({ failure, title, kind = 'warn', children, actions }: FailureNoticeProps) {
  const { m } = useI18n();
  const { what, todo } = failureText(m, failure);
  const { code, origin, reason } = failure;
  return (
    <Notice kind={kind} title={title ?? what} actions={actions}>
      {title === undefined ? null : <p>{what}</p>}
      <p>{todo}</p>
      {children}
      <p className="faint">
        {m.common.technical([code, origin, reason].filter((part) => part !== undefined).join(' · '))}
      </p>
    </Notice>
  );
}
