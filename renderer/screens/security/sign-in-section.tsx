// The person's own factors: what there is, since when, and how each is changed.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Factor, UserSummary } from '../../../tee-sim/protocol/factors.ts';
import { useAuthorized } from '../../app/authorized.ts';
import { isUnderWay, performChange } from '../../app/section.ts';
import { SectionBody, SectionHead } from '../../app/section-parts.tsx';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialogs.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { ChangePassword } from './change-password.tsx';
import { EnrolTyping } from './enrol-typing.tsx';
import { FactorText } from './factor-text.tsx';
import { loadAccount } from './load-actions.ts';
import { ReplaceOneTimeCode } from './replace-one-time-code.tsx';
import type { SecurityStores } from './security-store.ts';

type Store = SecurityStores['account'];
type Task = 'password' | 'one-time-code' | 'typing';

const ICONS: Readonly<Record<Factor, IconName>> = {
  password: 'key',
  'one-time-code': 'phone',
  'recovery-code': 'document',
  typing: 'keyboard',
};

export function SignInSection({ store }: { store: Store }) {
  const { m } = useI18n();
  const texts = m.security.signIn;
  const [task, setTask] = useState<Task>();
  const end = (): void => setTask(undefined);
  return (
    <>
      <SectionHead title={texts.title} lead={texts.lead} />
      <SectionBody store={store}>
        {({ user }) =>
          user === undefined ? (
            <p className="soft">{texts.nobody}</p>
          ) : (
            <>
              <ul className="entries">
                {user.factors.map((factor) => (
                  <FactorItem key={factor.factor} store={store} factor={factor} onTask={setTask} />
                ))}
                {user.factors.some(({ factor }) => factor === 'typing') ? null : (
                  <TypingOffer onEnrol={() => setTask('typing')} />
                )}
              </ul>
              {task === 'password' ? <ChangePassword store={store} name={user.name} onClose={end} /> : null}
              {task === 'one-time-code' ? (
                <ReplaceOneTimeCode store={store} name={user.name} onClose={end} />
              ) : null}
              {task === 'typing' ? <EnrolTyping store={store} onClose={end} /> : null}
            </>
          )
        }
      </SectionBody>
    </>
  );
}

interface FactorItemProps {
  readonly store: Store;
  readonly factor: UserSummary['factors'][number];
  readonly onTask: (task: Task) => void;
}

function FactorItem({ store, factor: enrolled, onTask }: FactorItemProps) {
  const { m } = useI18n();
  const texts = m.security.signIn;
  const { factor } = enrolled;
  return (
    <li className="entry">
      <span className="entry-icon">
        <Icon name={ICONS[factor]} />
      </span>
      <div className="entry-text">
        <p className="entry-name">{m.account.factors[factor]}</p>
        <p className="soft">{texts.about[factor]}</p>
        <FactorText factor={enrolled} />
      </div>
      {factor === 'password' ? (
        <Button small onPress={() => onTask('password')}>
          {texts.changePassword}
        </Button>
      ) : null}
      {factor === 'one-time-code' ? (
        <Button small onPress={() => onTask('one-time-code')}>
          {texts.replaceCode}
        </Button>
      ) : null}
      {factor === 'typing' ? <RemoveTyping store={store} /> : null}
    </li>
  );
}

function TypingOffer({ onEnrol }: { onEnrol: () => void }) {
  const { m } = useI18n();
  const texts = m.security.signIn;
  return (
    <li className="entry">
      <span className="entry-icon">
        <Icon name={ICONS.typing} />
      </span>
      <div className="entry-text">
        <p className="entry-name">{m.account.factors.typing}</p>
        <p className="soft">{texts.about.typing}</p>
        <p className="faint">{texts.notEnrolled}</p>
      </div>
      <Button small onPress={onEnrol}>
        {texts.enrolTyping}
      </Button>
    </li>
  );
}

function RemoveTyping({ store }: { store: Store }) {
  const { m } = useI18n();
  const texts = m.security.signIn;
  const tee = useTee();
  const authorized = useAuthorized();
  const busy = useStore(store, ({ change }) => isUnderWay(change));
  const [asking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    setAsking(false);
    await performChange(store, { tee, authorized }, 'REMOVE_FACTOR', { factor: 'typing' });
    await Promise.all([loadAccount(store, tee), tee.refreshAccount()]);
  };
  return (
    <>
      <Button small weight="danger" isPending={busy} onPress={() => setAsking(true)}>
        {texts.remove}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={texts.removeTitle}
        confirm={texts.removeConfirm}
        onCancel={() => setAsking(false)}
        onConfirm={() => void remove()}
      >
        <p>{texts.removeText}</p>
      </ConfirmDialog>
    </>
  );
}
