// Language and theme, where they can always be reached.
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/languages.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Segments } from '../ui/segments.tsx';
import { SelectField } from '../ui/select-field.tsx';
import type { AppDialog } from './menu-actions.ts';
import type { Preferences } from './preferences.ts';

export interface PreferenceControlsProps {
  readonly store: StoreApi<Preferences>;
  readonly onOpen: (dialog: AppDialog) => void;
}

export function PreferenceControls({ store, onOpen }: PreferenceControlsProps) {
  const { m } = useI18n();
  const { language, theme } = useStore(store);
  return (
    <section className="preferences" aria-label={m.app.preferences}>
      <div className="preference-row">
        <SelectField
          small
          label={m.app.language}
          value={language}
          options={LANGUAGES.map((id) => ({ id, name: LANGUAGE_NAMES[id], lang: id }))}
          onChange={(chosen) => store.setState({ language: chosen })}
        />
        <Button weight="quiet" label={m.app.shortcuts} onPress={() => onOpen('shortcuts')}>
          <Icon name="keyboard" />
        </Button>
        <Button weight="quiet" label={m.app.about} onPress={() => onOpen('about')}>
          <Icon name="info" />
        </Button>
      </div>
      <Segments
        label={m.app.theme}
        value={theme}
        options={[
          { id: 'system', name: m.app.themeSystem, icon: 'screen' },
          { id: 'light', name: m.app.themeLight, icon: 'sun' },
          { id: 'dark', name: m.app.themeDark, icon: 'moon' },
        ]}
        onChange={(chosen) => store.setState({ theme: chosen })}
      />
    </section>
  );
}
