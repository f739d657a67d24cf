// Saves every signature of the wallet to a file that the person chooses.
import type { SignatureSummary } from '../../../tee-sim/protocol/review.ts';
import type { CheckedBridge } from '../../app/bridge.ts';
import type { Sent } from '../../app/networks/sent-before.ts';
import { refusedBy } from '../../app/refused.ts';
import type { Tee } from '../../app/tee.ts';
import { type ExportFormat, historyFile, historyFileName, MIME_TYPES } from './history-export.ts';
import type { HistoryStore } from './history-store.ts';

/** LIST_SIGNATURES gives no more at once. */
const CALL_LIMIT = 100;

export interface ExportOrder {
  readonly format: ExportFormat;
  readonly saveFile: CheckedBridge['app']['saveFile'];
  readonly signal: AbortSignal;
  readonly wallNowMs: () => number;
  /** Read when all signatures are there. */
  readonly sent: () => Sent;
}

/** Never rejects. */
export async function exportHistory(
  store: HistoryStore,
  tee: Pick<Tee, 'invoke'>,
  { format, saveFile, signal, wallNowMs, sent }: ExportOrder,
): Promise<void> {
  const { walletId, exporting, total } = store.getState();
  if (walletId === undefined || exporting.status === 'busy') return;
  store.setState({ exporting: { status: 'busy', read: 0, total } });
  try {
    const all: SignatureSummary[] = [];
    for (let before: number | undefined; before !== 1; before = all.at(-1)?.number) {
      const { result } = await tee.invoke('LIST_SIGNATURES', { walletId, before, limit: CALL_LIMIT });
      if (signal.aborted) return store.setState({ exporting: { status: 'cancelled' } });
      all.push(...result.signatures);
      if (result.signatures.length === 0) break;
      store.setState({ exporting: { status: 'busy', read: all.length, total: result.total } });
    }
    const suggestedName = historyFileName(format, wallNowMs());
    const { saved } = await saveFile({
      suggestedName,
      mimeType: MIME_TYPES[format],
      text: historyFile(format, all, sent()),
    });
    store.setState({
      exporting: saved ? { status: 'saved', rows: all.length } : { status: 'cancelled' },
    });
  } catch (error) {
    store.setState({ exporting: { status: 'failed', ...refusedBy(error) } });
  }
}
