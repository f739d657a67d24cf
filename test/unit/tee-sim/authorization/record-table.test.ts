import { expect, it } from 'vitest';
import { RecordTable } from '../../../../tee-sim/authorization/record-table.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { z } from '../../../../tee-sim/protocol/schema.ts';
import type { ReadStorage, Transaction } from '../../../../tee-sim/storage/storage.ts';

const schema = z.strictObject({ amount: z.string().transform(BigInt) });

/** One table in memory; keeps every buffer that it gave or got. */
function memory() {
  const rows = new Map<string, Uint8Array>();
  const buffers: Uint8Array[] = [];
  const given = (bytes: Uint8Array): Uint8Array => {
    buffers.push(bytes);
    return bytes;
  };
  const storage: Pick<ReadStorage, 'get' | 'scan' | 'scanSound'> = {
    get: (_table: string, rowKey: string) => {
      const stored = rows.get(rowKey);
      return stored && given(stored.slice());
    },
    scan: () => [...rows.values()].map((stored) => given(stored.slice())),
    scanSound: (name) => ({ opened: storage.scan(name), isWhole: true }),
  };
  const tx = {
    get: storage.get,
    put: (_table: string, rowKey: string, _userId: string, plaintext: Uint8Array) => {
      buffers.push(plaintext);
      rows.set(rowKey, plaintext.slice());
    },
    remove: (_table: string, rowKey: string) => rows.delete(rowKey),
  } as unknown as Transaction;
  const table = new RecordTable(storage, 'wallets', schema);
  const allWiped = () => buffers.length > 0 && buffers.every((bytes) => bytes.every((byte) => byte === 0));
  return { rows, storage, tx, table, allWiped };
}

it('keeps records as JSON, gives them parsed, and wipes every buffer', () => {
  const { rows, tx, table, allWiped } = memory();
  table.put(tx, 'a', 'u', { amount: '5' });
  expect(Buffer.from(rows.get('a') ?? []).toString()).toBe('{"amount":"5"}');
  expect(table.get('a')).toEqual({ amount: 5n });
  expect(table.get('b')).toBeUndefined();
  expect(table.all()).toEqual([{ amount: 5n }]);
  table.remove(tx, 'a');
  expect(table.get('a')).toBeUndefined();
  expect(allWiped()).toBe(true);
});

it('wipes what it read also when that is no record', () => {
  const { rows, storage, table, allWiped } = memory();
  rows.set('good', utf8ToBytes('{"amount":"1"}'));
  for (const [rowKey, text] of [
    ['not JSON', 'amount'],
    ['another form', '{"amount":"1","more":1}'],
  ] as const) {
    rows.set(rowKey, utf8ToBytes(text));
    expect(() => table.get(rowKey)).toThrow('damaged-record');
    expect(() => table.all()).toThrow('damaged-record');
    // A list leaves it out, and says so.
    expect(table.sound(storage)).toEqual({ records: [{ amount: 1n }], isWhole: false });
    rows.delete(rowKey);
  }
  expect(table.sound(storage)).toEqual({ records: [{ amount: 1n }], isWhole: true });
  expect(allWiped()).toBe(true);
});

it('reads out of a transaction what that wrote', () => {
  const [outside, inside] = [memory(), memory()];
  inside.rows.set('a', utf8ToBytes('{"amount":"7"}'));
  expect(outside.table.get('a', inside.tx)).toEqual({ amount: 7n });
  expect(outside.table.get('a')).toBeUndefined();
});
