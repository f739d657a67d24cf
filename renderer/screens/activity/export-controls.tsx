// Saving what the filter lets through: what will be in the file, the formats, the progress with a way out, and what
// came of it.
import { useState } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { useStore } from 'zustand';
import type { CheckedBridge } from '../../app/bridge.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { InfoDialog } from '../../ui/dialogs.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import type { ActivityStore } from './activity-store.ts';
import { exportLog } from './export-actions.ts';
import { EXPORT_FORMATS, type ExportFormat } from './log-export.ts';
import { isFiltering, toLogFilter } from './log-filter.ts';
import { type Running, useRunning } from './use-running.ts';

export interface ExportButtonProps {
  readonly store: ActivityStore;
  readonly saveFile: CheckedBridge['app']['saveFile'];
}

export function ExportButton({ store, saveFile }: ExportButtonProps) {
  const { m } = useI18n();
  const { state } = useConnection();
  const { filter, total } = useStore(store);
  const canExport = total > 0 && toLogFilter(filter) !== undefined;
  const running = useRunning();
  const [isOpen, setOpen] = useState(false);
  const open = (): void => {
    store.setState({ exporting: { status: 'idle' } });
    setOpen(true);
  };
  const close = (): void => {
    running.current?.abort();
    setOpen(false);
  };
  return (
    <>
      <Button small isDisabled={state !== 'connected' || !canExport} onPress={open}>
        <Icon name="document" />
        {m.activity.export.open}
      </Button>
      <InfoDialog isOpen={isOpen} title={m.activity.export.title} onClose={close}>
        <ExportForm store={store} saveFile={saveFile} running={running} />
        <ExportOutcome store={store} running={running} />
      </InfoDialog>
    </>
  );
}

function ExportForm({ store, saveFile, running }: ExportButtonProps & { readonly running: Running }) {
  const { m, format: formats } = useI18n();
  const tee = useTee();
  const { exporting, filter, total } = useStore(store);
  const [withFeatures, setWithFeatures] = useState(false);
  const texts = m.activity.export;
  const isBusy = exporting.status === 'busy';
  const start = (format: ExportFormat): void => {
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    void exportLog(store, tee, { format, withFeatures, saveFile, signal, wallNowMs: Date.now });
  };
  return (
    <>
      <p>{isFiltering(filter) ? texts.filtered : texts.everything(formats.integer(total))}</p>
      <p className="soft">{texts.content}</p>
      <Checkbox className="checkbox" isSelected={withFeatures} onChange={setWithFeatures} isDisabled={isBusy}>
        <span className="checkbox-box">
          <Icon name="check" />
        </span>
        {texts.withFeatures}
      </Checkbox>
      <div className="row">
        {EXPORT_FORMATS.map((format) => (
          <Button key={format} isPending={isBusy} onPress={() => start(format)}>
            {texts.formats[format]}
          </Button>
        ))}
      </div>
    </>
  );
}

function ExportOutcome({ store, running }: { store: ActivityStore; running: Running }) {
  const { m, format } = useI18n();
  const exporting = useStore(store, (state) => state.exporting);
  const texts = m.activity.export;
  switch (exporting.status) {
    case 'idle':
      return null;
    case 'busy': {
      const { scanned, total } = exporting;
      const text = texts.reading(format.integer(scanned), format.integer(total));
      return (
        <div className="export-progress">
          <Progress label={texts.title} text={text} value={scanned} max={total} />
          <Button small onPress={() => running.current?.abort()}>
            {texts.stop}
          </Button>
        </div>
      );
    }
    case 'saved': {
      const { damaged, files, rows } = exporting;
      return (
        <div role="status" className="stack">
          <Notice kind="good">
            {texts.saved(rows, format.integer(rows))} {files > 1 ? texts.files(format.integer(files)) : null}
          </Notice>
          {damaged === 0 ? null : <p>{texts.damaged(damaged, format.integer(damaged))}</p>}
        </div>
      );
    }
    case 'cancelled':
      return (
        <div role="status">
          <Notice kind="info">
            {exporting.files === 0 ? texts.nothingSaved : texts.partSaved(format.integer(exporting.files))}
          </Notice>
        </div>
      );
    case 'failed':
      return <FailureNotice failure={exporting.failure} trace={exporting.trace} />;
  }
}
