// A wallet's signatures as a file: CSV (RFC 4180) or JSON, times in UTC, amounts in base units with every digit. Pure.
import { decodedInput } from '../../../tee-sim/protocol/decoded.ts';
import type { SignatureSummary } from '../../../tee-sim/protocol/review.ts';
import { csvRow } from '../../app/csv.ts';
import type { Sent } from '../../app/networks/sent-before.ts';
import { hexText, sentStateOf, trackedOf } from './sent-state.ts';

export const EXPORT_FORMATS = ['csv', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const MIME_TYPES = { csv: 'text/csv', json: 'application/json' } as const;

const COLUMNS = [
  'number',
  'timeUtc',
  'userName',
  'account',
  'kind',
  'what',
  'chainId',
  'nonce',
  'parties',
  'amounts',
  'flags',
  'feeWei',
  'hash',
  'transactionHash',
  'sent',
  'block',
  'feePaidWei',
  'replacedBy',
  'note',
  'logId',
] as const;

/** `sent`: what became of them, as far as it is known now. */
export function historyFile(
  format: ExportFormat,
  signatures: readonly SignatureSummary[],
  sent: Sent,
): string {
  if (format === 'json') {
    return `${JSON.stringify(
      signatures.map((each) => jsonEntry(each, sent)),
      null,
      1,
    )}\n`;
  }
  // The mark tells spreadsheets that it is UTF-8.
  return `\uFEFF${[COLUMNS, ...signatures.map((each) => csvCells(each, sent))].map(csvRow).join('')}`;
}

/** A name that sorts by time and that every file system takes. */
export function historyFileName(format: ExportFormat, atMs: number): string {
  const time = new Date(atMs).toISOString().slice(0, 19).replaceAll(':', '-');
  return `airaccount-history-${time}Z.${format}`;
}

function csvCells(signature: SignatureSummary, sent: Sent): (string | number | undefined)[] {
  const { account, chainId, decoded, hash, kind, logId, nonce, note, number, transactionHash } = signature;
  const parts = [decoded, ...decoded.inner];
  const cells: Record<(typeof COLUMNS)[number], string | number | undefined> = {
    number,
    timeUtc: new Date(signature.signedAtMs).toISOString(),
    userName: signature.userName,
    account: account.address,
    kind,
    what: decoded.kind,
    chainId,
    nonce: nonce?.toString(),
    parties: parts.flatMap(({ parties }) => parties.map((each) => `${each.role} ${each.address}`)).join('; '),
    amounts: parts
      .flatMap(({ amounts }) =>
        amounts.map(({ amount, asset, tokenId, unlimited }) =>
          [
            unlimited ? 'unlimited' : amount.toString(),
            asset,
            ...(tokenId === undefined ? [] : [`#${tokenId}`]),
          ].join(' '),
        ),
      )
      .join('; '),
    flags: [...new Set(parts.flatMap(({ flags }) => flags))].join('; '),
    feeWei: signature.feeWei.toString(),
    hash: hexText(hash),
    transactionHash: transactionHash && hexText(transactionHash),
    ...becameOf(signature, sent),
    note,
    logId,
  };
  return COLUMNS.map((column) => cells[column]);
}

/** Absent where nothing is sent, or nobody knows. */
function becameOf(signature: SignatureSummary, sent: Sent) {
  const tracked = trackedOf(signature, sent);
  return {
    sent: sentStateOf(signature, sent),
    block: tracked?.block?.number.toString(),
    feePaidWei: tracked?.feeWei?.toString(),
    replacedBy: tracked?.replacedBy,
  };
}

function jsonEntry(signature: SignatureSummary, sent: Sent): object {
  const { decoded, feeWei, hash, nonce, signedAtMs, transactionHash, ...rest } = signature;
  return {
    ...rest,
    timeUtc: new Date(signedAtMs).toISOString(),
    nonce: nonce?.toString(),
    feeWei: feeWei.toString(),
    hash: hexText(hash),
    transactionHash: transactionHash && hexText(transactionHash),
    ...becameOf(signature, sent),
    decoded: decodedInput(decoded),
  };
}
