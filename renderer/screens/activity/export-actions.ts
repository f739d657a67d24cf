// Saves what the filter lets through to files that the person chooses: decrypted entries, newest first.
import { MAX_SAVED_BYTES } from '../../../preload/contract.ts';
import type { LogFilter } from '../../../tee-sim/protocol/assessment.ts';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import type { LogId } from '../../../tee-sim/protocol/schema.ts';
import type { CheckedBridge } from '../../app/bridge.ts';
import { refusedBy } from '../../app/refused.ts';
import type { Tee } from '../../app/tee.ts';
import type { ActivityStore } from './activity-store.ts';
import { FileParts } from './file-parts.ts';
import {
  type ExportEntry,
  type ExportFormat,
  entryText,
  exportName,
  FRAMES,
  MIME_TYPES,
} from './log-export.ts';
import { toLogFilter } from './log-filter.ts';

const CALL_LIMIT = 200;

export interface ExportOrder {
  readonly format: ExportFormat;
  readonly withFeatures: boolean;
  readonly saveFile: CheckedBridge['app']['saveFile'];
  readonly signal: AbortSignal;
  readonly wallNowMs: () => number;
  /** Of one file, bytes. */
  readonly maxBytes?: number;
}

type Found = CommandResult<'SEARCH_RISK_LOGS'>;

/** Thrown where the person does not want the next file. */
class NotSaved extends Error {}

/** Does nothing for a filter that is none. What is too much for one file goes on in the next; the person says for each where, and can stop at any. */
export async function exportLog(store: ActivityStore, tee: Tee, order: ExportOrder): Promise<void> {
  const { format, signal, withFeatures, maxBytes = MAX_SAVED_BYTES } = order;
  const filter = toLogFilter(store.getState().filter);
  if (filter === undefined || store.getState().exporting.status === 'busy') return;
  const startedAtMs = order.wallNowMs();
  let [files, rows, damaged, scanned] = [0, 0, 0, 0];
  store.setState({ exporting: { status: 'busy', scanned, total: store.getState().total, files } });
  const save = async (text: string, isOnly: boolean): Promise<void> => {
    const suggestedName = exportName(format, startedAtMs, isOnly ? undefined : files + 1);
    const { saved } = await order.saveFile({ suggestedName, mimeType: MIME_TYPES[format], text });
    if (!saved || signal.aborted) throw new NotSaved();
    files += 1;
  };
  try {
    const parts = new FileParts(FRAMES[format](withFeatures), maxBytes, (text) => save(text, false));
    for await (const found of everything(tee, filter, withFeatures)) {
      for (const entry of newestFirst(found)) await parts.add(entryText(format, entry, withFeatures));
      rows += found.rows.length;
      damaged += found.damaged.length;
      scanned += found.scanned;
      if (signal.aborted) throw new NotSaved();
      store.setState({ exporting: { status: 'busy', scanned, total: found.total, files } });
    }
    await save(parts.rest(), files === 0);
    store.setState({ exporting: { status: 'saved', rows, damaged, files } });
  } catch (error) {
    store.setState({
      exporting:
        error instanceof NotSaved
          ? { status: 'cancelled', files }
          : { status: 'failed', ...refusedBy(error) },
    });
  }
}

async function* everything(tee: Tee, filter: LogFilter, withFeatures: boolean): AsyncGenerator<Found> {
  const content = withFeatures ? 'record-and-features' : 'record';
  let beforeId: LogId | undefined;
  do {
    const { result } = await tee.invoke('SEARCH_RISK_LOGS', { filter, beforeId, limit: CALL_LIMIT, content });
    yield result;
    beforeId = result.nextBeforeId;
  } while (beforeId !== undefined);
}

function newestFirst({ rows, damaged }: Found): ExportEntry[] {
  return [
    ...rows.map((row) => ({ id: row.summary.id, entry: row })),
    ...damaged.map((id) => ({ id, entry: { damaged: id } })),
  ]
    .sort((a, b) => b.id - a.id)
    .map(({ entry }) => entry);
}
