// The policy as a document: in force or an earlier version, in words; and the way to change it.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Policy } from '../../../tee-sim/protocol/policy.ts';
import { SectionBody, SectionHead } from '../../app/section-parts.tsx';
import { useTee } from '../../app/tee-context.ts';
import { useLoad } from '../../app/use-section.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Hex } from '../../ui/hex.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { loadPolicy, loadPolicyVersion } from './load-actions.ts';
import { PolicyEditor } from './policy-editor.tsx';
import { leafPaths, leafValue, POLICY_SECTIONS } from './policy-leaves.ts';
import { leafText } from './policy-words.ts';
import type { PolicyVersion, SecurityStores } from './security-store.ts';

interface PolicySectionProps {
  readonly store: SecurityStores['policy'];
  readonly isDeviceOwner: boolean;
}

export function PolicySection({ store, isDeviceOwner }: PolicySectionProps) {
  const { m } = useI18n();
  const texts = m.security.policy;
  const tee = useTee();
  const [editing, setEditing] = useState<PolicyVersion>();
  const base = useStore(store, ({ data }) => data?.current);
  useLoad(store, loadPolicy);
  if (editing !== undefined && base !== undefined) {
    const isRollback = editing.version !== editing.current;
    return (
      <PolicyEditor
        store={store}
        initial={editing.policy}
        baseVersion={base}
        rollbackTo={isRollback ? editing.version : undefined}
        onClose={() => {
          setEditing(undefined);
          void loadPolicy(store, tee);
        }}
      />
    );
  }
  return (
    <>
      <SectionHead title={texts.title} lead={texts.lead} />
      <SectionBody store={store}>
        {(data) => (
          <>
            <VersionBar
              store={store}
              shown={data}
              {...(isDeviceOwner ? { onEdit: () => setEditing(data) } : {})}
            />
            {isDeviceOwner ? null : <p className="soft">{texts.ownerOnly}</p>}
            <PolicyDocument policy={data.policy} />
            <Disclosure title={texts.digest}>
              <Facts>
                <Fact term={texts.digestTerm} note={texts.digestNote}>
                  <Hex value={data.digest} />
                </Fact>
              </Facts>
            </Disclosure>
          </>
        )}
      </SectionBody>
    </>
  );
}

interface VersionBarProps {
  readonly store: PolicySectionProps['store'];
  readonly shown: PolicyVersion;
  readonly onEdit?: () => void;
}

function VersionBar({ store, shown, onEdit }: VersionBarProps) {
  const { m, format } = useI18n();
  const texts = m.security.policy;
  const tee = useTee();
  const { version, current, changedAtMs } = shown;
  const versions = Array.from({ length: current + 1 }, (_, index) => current - index);
  const nameOf = (number: number): string => {
    const name = texts.version(format.integer(number));
    return number === current ? texts.inForce(name) : name;
  };
  return (
    <div className="version-bar">
      <SelectField
        label={texts.versionLabel}
        value={version}
        options={versions.map((id) => ({ id, name: nameOf(id) }))}
        onChange={(chosen) => void loadPolicyVersion(store, tee, chosen)}
      />
      <p className="faint">
        {changedAtMs === undefined ? texts.default : texts.since(format.dateTime(changedAtMs))}
      </p>
      {onEdit === undefined ? null : (
        <Button onPress={onEdit}>{version === current ? texts.edit : texts.rollBack}</Button>
      )}
      {version === current ? null : <Notice kind="info">{texts.earlier}</Notice>}
    </div>
  );
}

function PolicyDocument({ policy }: { policy: Policy }) {
  const { m, format } = useI18n();
  const texts = m.security.policy;
  return (
    <div className="policy">
      {POLICY_SECTIONS.map((section) => (
        <section key={section} className="card" aria-labelledby={`policy-${section}`}>
          <h3 id={`policy-${section}`}>{texts.sections[section]}</h3>
          <Facts>
            {leafPaths(section).map((path) => (
              <Fact key={path} term={texts.leaves[path]}>
                {leafText(m, format, path, leafValue(policy, path))}
              </Fact>
            ))}
          </Facts>
        </section>
      ))}
    </div>
  );
}
