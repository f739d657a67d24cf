// Changes the policy in two steps: the form, then what would change, value by value, before anything does.
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { TeeFailure } from '../../../tee-sim/protocol/codes.ts';
import type { Policy } from '../../../tee-sim/protocol/policy.ts';
import { useAuthorized } from '../../app/authorized.ts';
import { forgetChange, isUnderWay, performChange } from '../../app/section.ts';
import { ChangeFailure, SectionHead } from '../../app/section-parts.tsx';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { announce } from '../../ui/live.tsx';
import { type Preview, previewPolicy } from './policy-actions.ts';
import { PolicyFields } from './policy-fields.tsx';
import { type Draft, draftOf, parseDraft } from './policy-leaves.ts';
import { PolicyPreview } from './policy-preview.tsx';
import type { SecurityStores } from './security-store.ts';

/** What the TEE would answer: said before two proofs are spent on it. */
const LOCKS_OUT: TeeFailure = { code: 'BAD_STATE', reason: 'policy-locks-out', origin: 'TRUSTED_APP' };

interface PolicyEditorProps {
  readonly store: SecurityStores['policy'];
  readonly initial: Policy;
  /** The version in force when the editor was opened. */
  readonly baseVersion: number;
  /** The earlier version that is to be in force again. */
  readonly rollbackTo: number | undefined;
  readonly onClose: () => void;
}

export function PolicyEditor({ store, initial, baseVersion, rollbackTo, onClose }: PolicyEditorProps) {
  const { m, format } = useI18n();
  const texts = m.security.policy;
  const tee = useTee();
  const authorized = useAuthorized();
  const change = useStore(store, (state) => state.change);
  const [draft, setDraft] = useState<Draft>(() => draftOf(initial));
  const [attempted, setAttempted] = useState(false);
  const { preview, ask, forget } = usePreview(rollbackTo === undefined ? undefined : initial);
  const fields = useRef<HTMLDivElement>(null);
  const parsed = parseDraft(draft);
  const close = (): void => {
    forgetChange(store);
    onClose();
  };
  const show = (): void => {
    setAttempted(true);
    if (parsed.ok) return void ask(parsed.policy);
    announce(m.assess.invalid);
    // Marked by the next rendering.
    requestAnimationFrame(() => fields.current?.querySelector<HTMLElement>('[data-invalid] input')?.focus());
  };
  const perform = async (policy: Policy): Promise<void> => {
    const params = { baseVersion, policy };
    const done = await performChange(store, { tee, authorized }, 'CHANGE_POLICY', params);
    if (done !== undefined) onClose();
  };
  return (
    <>
      <SectionHead
        title={rollbackTo === undefined ? texts.editTitle : texts.rollBackTitle(format.integer(rollbackTo))}
        lead={texts.editLead}
      />
      {preview.status === 'shown' ? (
        <>
          <PolicyPreview changes={preview.changes} />
          {preview.locksOut ? <FailureNotice failure={LOCKS_OUT} /> : null}
          <ChangeFailure change={change} />
          <div className="row">
            <Button
              weight="primary"
              isPending={isUnderWay(change)}
              isDisabled={preview.changes.length === 0 || preview.locksOut}
              onPress={() => void perform(preview.policy)}
            >
              {texts.perform}
            </Button>
            <Button isDisabled={isUnderWay(change)} onPress={forget}>
              {texts.backToForm}
            </Button>
            <Button weight="quiet" isDisabled={isUnderWay(change)} onPress={close}>
              {m.common.cancel}
            </Button>
          </div>
        </>
      ) : (
        <>
          <div ref={fields}>
            <PolicyFields
              draft={draft}
              problems={parsed.ok || !attempted ? {} : parsed.problems}
              onChange={setDraft}
            />
          </div>
          {preview.status === 'failed' ? (
            <FailureNotice failure={preview.failure} trace={preview.trace} />
          ) : null}
          <div className="row">
            <Button weight="primary" isPending={preview.status === 'busy'} onPress={show}>
              {texts.preview}
            </Button>
            <Button weight="quiet" onPress={close}>
              {m.common.cancel}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

/** An earlier version is previewed at once: there is nothing to fill in. */
function usePreview(atOnce: Policy | undefined) {
  const tee = useTee();
  const [preview, setPreview] = useState<Preview>({ status: atOnce === undefined ? 'none' : 'busy' });
  useEffect(() => {
    if (atOnce !== undefined) void previewPolicy(tee, atOnce).then(setPreview);
  }, [tee, atOnce]);
  const ask = async (policy: Policy): Promise<void> => {
    setPreview({ status: 'busy' });
    setPreview(await previewPolicy(tee, policy));
  };
  return { preview, ask, forget: () => setPreview({ status: 'none' }) };
}
