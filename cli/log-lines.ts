// Rows of the log as lines of a table: never their content.
import type { LogSummary } from '../tee-sim/protocol/assessment.ts';
import { bytes } from './tables.ts';

export function logCells(row: LogSummary): string[] {
  const at = new Date(row.atMs).toISOString();
  const cipher = `${row.ciphertextHead.slice(0, 16)}…`;
  return [String(row.id).padStart(3), at, row.kind, bytes(row.sizeBytes).padStart(8), cipher, row.features];
}
