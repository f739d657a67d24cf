// Language and theme, where they can always be reached.
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/languages.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Segments } from '../ui/segments.tsx';
import { SelectField } from '../ui/select-field.tsx';
import type { Preferences } from './preferences.ts';

export function PreferenceControls({ store }: { store: StoreApi<Preferences> }) {
  const { m } = useI18n();
  const { language, theme } = useStore(store);
  return (
    <section className="preferences" aria-label={m.app.preferences}>
      <SelectField
        small
        label={m.app.language}
        value={language}
        options={LANGUAGES.map((id) => ({ id, name: LANGUAGE_NAMES[id], lang: id }))}
        onChange={(chosen) => store.setState({ language: chosen })}
      />
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
