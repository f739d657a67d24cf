// A wallet from elsewhere: by its words, by one key, or by a file. What is typed here goes to the TEE and nowhere else.
import { useMemo, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { createSection } from '../../../app/section.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { type Made, MadeCard } from '../made-card.tsx';
import { IMPORT_KINDS, type ImportKind, isImportKind } from './import-rules.ts';
import { KeyForm } from './key-form.tsx';
import { KeystoreForm } from './keystore-form.tsx';
import { PhraseForm } from './phrase-form.tsx';

export function ImportWallet() {
  const { m } = useI18n();
  const texts = m.wallets.bring;
  const run = useMemo(() => createSection<never>(), []);
  const [kind, setKind] = useState<ImportKind>('phrase');
  const [made, setMade] = useState<Made>();
  const form = { run, onMade: setMade };
  return (
    <>
      <header className="screen-head">
        <h1>{texts.title}</h1>
        <p>{texts.lead}</p>
      </header>
      {made !== undefined ? (
        <MadeCard {...made} />
      ) : (
        <Tabs
          className="tabs narrow"
          selectedKey={kind}
          onSelectionChange={(key) => (isImportKind(key) ? setKind(key) : undefined)}
        >
          <TabList className="tab-list" aria-label={texts.kindsLabel}>
            {IMPORT_KINDS.map((name) => (
              <Tab key={name} id={name} className="tab">
                {texts.kinds[name]}
              </Tab>
            ))}
          </TabList>
          <TabPanel id="phrase" className="tab-panel card">
            <PhraseForm {...form} />
          </TabPanel>
          <TabPanel id="key" className="tab-panel card">
            <KeyForm {...form} />
          </TabPanel>
          <TabPanel id="keystore" className="tab-panel card">
            <KeystoreForm {...form} />
          </TabPanel>
        </Tabs>
      )}
    </>
  );
}
