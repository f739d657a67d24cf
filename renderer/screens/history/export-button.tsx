// Saving the history: what will be in the file, the formats, and what came of it.
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useKnownNetworks } from '../../app/networks/network-services.ts';
import { sentOf } from '../../app/networks/sent-before.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { InfoDialog } from '../../ui/dialogs.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import type { SaveFile } from '../../ui/signed-parts.tsx';
import { exportHistory } from './export-actions.ts';
import { EXPORT_FORMATS, type ExportFormat } from './history-export.ts';
import type { HistoryStore } from './history-store.ts';

export interface ExportButtonProps {
  readonly store: HistoryStore;
  readonly saveFile: SaveFile;
}

export function ExportButton({ store, saveFile }: ExportButtonProps) {
  const { m } = useI18n();
  const tee = useTee();
  const { networks, transactions } = useKnownNetworks();
  const { state } = useConnection();
  const { exporting, total } = useStore(store);
  const texts = m.history.export;
  const running = useRef<AbortController>(undefined);
  const [isOpen, setOpen] = useState(false);
  const start = (format: ExportFormat): void => {
    running.current = new AbortController();
    const { signal } = running.current;
    void exportHistory(store, tee, {
      ...{ format, saveFile, signal },
      wallNowMs: Date.now,
      sent: () => sentOf(transactions.getState(), networks.getState()),
    });
  };
  return (
    <>
      <Button
        small
        isDisabled={state !== 'connected' || total === 0}
        onPress={() => {
          store.setState({ exporting: { status: 'idle' } });
          setOpen(true);
        }}
      >
        <Icon name="document" />
        {texts.open}
      </Button>
      <InfoDialog
        isOpen={isOpen}
        title={texts.title}
        onClose={() => {
          running.current?.abort();
          setOpen(false);
        }}
      >
        <p className="soft">{texts.text}</p>
        <div className="row">
          {EXPORT_FORMATS.map((format) => (
            <Button key={format} isPending={exporting.status === 'busy'} onPress={() => start(format)}>
              {texts.formats[format]}
            </Button>
          ))}
        </div>
        <Outcome store={store} />
      </InfoDialog>
    </>
  );
}

function Outcome({ store }: { store: HistoryStore }) {
  const { m, format } = useI18n();
  const exporting = useStore(store, (state) => state.exporting);
  const texts = m.history.export;
  switch (exporting.status) {
    case 'idle':
      return null;
    case 'busy': {
      const { read, total } = exporting;
      const text = texts.reading({ read: format.integer(read), total: format.integer(total) });
      return <Progress label={texts.title} text={text} value={read} max={total} />;
    }
    case 'saved':
      return (
        <div role="status">
          <Notice kind="good">{texts.saved(exporting.rows, format.integer(exporting.rows))}</Notice>
        </div>
      );
    case 'cancelled':
      return (
        <div role="status">
          <Notice kind="info">{texts.cancelled}</Notice>
        </div>
      );
    case 'failed':
      return <FailureNotice failure={exporting.failure} trace={exporting.trace} />;
  }
}
