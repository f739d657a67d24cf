// docs/PROTOCOL.md lists every refusal of TEE and storage with its code, and every reason: this holds the two together.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REFUSALS } from '../../../tee-sim/os/refusals.ts';
import { TEE_CODES, TEE_REASONS, type TeeFailure } from '../../../tee-sim/protocol/codes.ts';
import { STORAGE_CODES } from '../../../tee-sim/storage/storage-errors.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/PROTOCOL.md'), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim()));

/** A row that has this code in its second cell and this reason in its third. */
function isListed(code: string, reason: string | undefined): boolean {
  return rows.some(
    ([, , codes = '', reasons = '']) =>
      codes.split(', ').includes(code) && reasons.split(', ').includes(reason ?? '–'),
  );
}

describe('the failure table of PROTOCOL.md', () => {
  const refusals: [string, TeeFailure][] = Object.entries(REFUSALS);

  it.each(refusals)('lists the refusal %s', (_name, { code, reason }) => {
    expect(isListed(code, reason)).toBe(true);
  });

  it.each(Object.entries(STORAGE_CODES))('lists the storage failure %s', (reason, code) => {
    expect(isListed(code, reason)).toBe(true);
  });

  it.each(TEE_REASONS.filter((reason) => !reason.startsWith('attestation-')))(
    'lists the reason %s',
    (reason) => {
      expect(rows.some(([, , , reasons = '']) => reasons.split(', ').includes(reason))).toBe(true);
    },
  );

  it('names only codes and reasons that exist', () => {
    const listed = rows.filter(([, , codes = '']) => /^[A-Z_, ]+$/.test(codes) && codes.includes('_'));
    expect(listed.length).toBeGreaterThan(30);
    for (const [, , codes = '', reasons = ''] of listed) {
      for (const code of codes.split(', ')) expect(TEE_CODES).toHaveProperty(code);
      const known: readonly string[] = [...TEE_REASONS, '–', 'attestation-…'];
      for (const reason of reasons.split(', ')) expect(known).toContain(reason);
    }
  });
});
