// What a change of the policy would do, value by value: from, to, and whether that protects more or less.
import type { PolicyChange } from '../../../tee-sim/protocol/policy.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge, type BadgeKind } from '../../ui/badge.tsx';
import { Notice } from '../../ui/notice.tsx';
import { changedText, isLeafPath } from './policy-words.ts';

const BADGES: Readonly<Record<PolicyChange['effect'], BadgeKind>> = {
  tightens: 'good',
  loosens: 'warn',
  neutral: 'plain',
};

export function PolicyPreview({ changes }: { changes: readonly PolicyChange[] }) {
  const { m, format } = useI18n();
  const texts = m.security.policy;
  if (changes.length === 0) return <Notice kind="info">{texts.noChanges}</Notice>;
  const loosens = changes.some(({ effect }) => effect === 'loosens');
  return (
    <section className="card" aria-labelledby="preview-title">
      <h3 id="preview-title">{texts.previewTitle(changes.length, format.integer(changes.length))}</h3>
      <table className="changes">
        <thead>
          <tr>
            <th scope="col">{texts.value}</th>
            <th scope="col">{texts.from}</th>
            <th scope="col">{texts.to}</th>
            <th scope="col">{texts.effect}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ path, from, to, effect }) => (
            <tr key={path}>
              <th scope="row">{isLeafPath(path) ? texts.leaves[path] : path}</th>
              <td>{changedText(m, format, path, from)}</td>
              <td>{changedText(m, format, path, to)}</td>
              <td>
                <Badge kind={BADGES[effect]}>{texts.effects[effect]}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {loosens ? <Notice kind="warn">{texts.loosensText}</Notice> : null}
    </section>
  );
}
