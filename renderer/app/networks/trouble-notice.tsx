// Why a network gave no answer, in words: what happened, what to do, and whose words are whose.
import type { ReactNode } from 'react';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { FailureNotice, failureText } from '../../ui/failure-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Trouble } from './answer.ts';

export interface TroubleNoticeProps {
  readonly trouble: Trouble;
  readonly title?: string | undefined;
  readonly actions?: ReactNode;
}

export function TroubleNotice({ trouble, title, actions }: TroubleNoticeProps) {
  const { m } = useI18n();
  if (trouble.by === 'app')
    return <FailureNotice failure={trouble.failure} title={title} actions={actions} />;
  const { what, todo } = m.networks.problems[trouble.problem.reason];
  return (
    <Notice kind="warn" title={title ?? what} actions={actions}>
      {title === undefined ? null : <p>{what}</p>}
      <p>{todo}</p>
      {troubleDetails(m, trouble).map((line) => (
        <p key={line} className="faint break" dir="auto">
          {line}
        </p>
      ))}
      <p className="faint">{m.common.technical(trouble.problem.reason)}</p>
    </Notice>
  );
}

/** In one breath, e.g. to be read aloud. */
export function troubleText(m: Messages, trouble: Trouble): string {
  const { what } =
    trouble.by === 'app' ? failureText(m, trouble.failure) : m.networks.problems[trouble.problem.reason];
  return what;
}

/** Which node, which chain, and the node's own words, marked as such. */
export function troubleDetails(m: Messages, trouble: Trouble): readonly string[] {
  if (trouble.by === 'app') return [];
  const { endpoint, chain, rpc } = trouble.problem;
  const { trouble: words } = m.networks;
  return [
    ...(chain === undefined
      ? []
      : [words.chains({ expected: String(chain.expected), actual: String(chain.actual) })]),
    ...(rpc === undefined ? [] : [words.said({ message: rpc.message, code: String(rpc.code) })]),
    ...(endpoint === undefined ? [] : [words.endpoint(endpoint)]),
  ];
}
