// About, and the list of shortcuts.
import { useI18n } from '../i18n/use-i18n.ts';
import { componentName } from '../ui/component-names.ts';
import { InfoDialog } from '../ui/dialogs.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { Mark } from '../ui/mark.tsx';
import { type AppDialog, keyText, SHORTCUT_ACTIONS } from './menu-actions.ts';
import { useConnectionState } from './tee-context.ts';

export interface AppDialogsProps {
  readonly open: AppDialog | undefined;
  readonly onClose: () => void;
}

export function AppDialogs({ open, onClose }: AppDialogsProps) {
  const { m } = useI18n();
  return (
    <>
      <InfoDialog isOpen={open === 'about'} title={m.app.about} onClose={onClose}>
        <About />
      </InfoDialog>
      <InfoDialog isOpen={open === 'shortcuts'} title={m.app.shortcuts} onClose={onClose}>
        <Shortcuts />
      </InfoDialog>
    </>
  );
}

function About() {
  const { m } = useI18n();
  const { app } = useConnectionState();
  return (
    <>
      <p className="row about-lead">
        <Mark />
        <span>{m.app.aboutText}</span>
      </p>
      <p>{m.app.aboutSimulated}</p>
      {app === undefined ? null : (
        <Facts>
          <Fact term={m.trusted.version}>{app.version}</Fact>
          <Fact term={m.trusted.host}>{m.trusted.hosts[app.host]}</Fact>
          {Object.entries(app.versions).map(([name, version]) => (
            <Fact key={name} term={componentName(name)}>
              {version}
            </Fact>
          ))}
        </Facts>
      )}
      <p className="faint">{m.app.copyright}</p>
    </>
  );
}

function Shortcuts() {
  const { m } = useI18n();
  const isMac = useConnectionState().app?.platform.startsWith('darwin') === true;
  const more = [
    { keys: 'Enter', name: m.app.shortcutSend },
    { keys: '↑ ↓ PgUp PgDn Home End', name: m.app.shortcutMove },
    { keys: 'Enter', name: m.app.shortcutOpen },
    { keys: 'Esc', name: m.app.shortcutClose },
  ];
  return (
    <Facts>
      {SHORTCUT_ACTIONS.map((action) => (
        <Fact key={action} term={m.app.shortcutNames[action]}>
          <kbd>{keyText(action, isMac)}</kbd>
        </Fact>
      ))}
      {more.map(({ keys, name }) => (
        <Fact key={name} term={name}>
          <kbd>{keys}</kbd>
        </Fact>
      ))}
    </Facts>
  );
}
