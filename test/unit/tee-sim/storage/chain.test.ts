import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { chainMac, encodeChanges, GENESIS_MAC } from '../../../../tee-sim/storage/chain.ts';

const key = new Uint8Array(32).fill(1);
const databaseId = new Uint8Array(16).fill(2);
const row = {
  id: 5,
  userId: 'u',
  kind: 'boot',
  atMs: 9,
  recordDigest: new Uint8Array(32).fill(3),
  featuresDigest: undefined,
  changes: Uint8Array.of(4),
  stateDigest: new Uint8Array(32).fill(5),
};
const mac = (...args: Parameters<typeof chainMac> extends [unknown, unknown, ...infer R] ? R : never) =>
  bytesToHex(chainMac(nobleEngine, key, ...args));

it('is HMAC-SM3 over the length-prefixed parts (OpenSSL as oracle)', () => {
  const lp = (bytes: Uint8Array | string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.from(bytes).length);
    return Buffer.concat([length, Buffer.from(bytes)]);
  };
  const u64 = (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(value);
    return bytes;
  };
  const parts = ['airaccount/1/log-row', databaseId, GENESIS_MAC, u64(5n), 'u', 'boot', u64(9n)];
  const rest = [row.recordDigest, '', row.changes, row.stateDigest];
  const expected = createHmac('sm3', key)
    .update(Buffer.concat([...parts, ...rest].map(lp)))
    .digest('hex');
  expect(mac(databaseId, GENESIS_MAC, row)).toBe(expected);
});

it('changes with everything that it covers', () => {
  const others = [
    mac(new Uint8Array(16), GENESIS_MAC, row),
    mac(databaseId, new Uint8Array(32).fill(1), row),
    ...[
      { id: 6 },
      { userId: 'v' },
      { kind: 'session' },
      { atMs: 10 },
      { recordDigest: new Uint8Array(32) },
      { featuresDigest: new Uint8Array(32) },
      { changes: new Uint8Array(0) },
      { stateDigest: new Uint8Array(32) },
      { userId: 'ub', kind: 'oot' },
    ].map((change) => mac(databaseId, GENESIS_MAC, { ...row, ...change })),
  ];
  expect(new Set([mac(databaseId, GENESIS_MAC, row), ...others]).size).toBe(others.length + 1);
});

it('writes a removal as a tombstone, apart from any record', () => {
  const change = { table: 't', rowKey: Uint8Array.of(1), version: 2 };
  const written = encodeChanges([{ ...change, digest: new Uint8Array(32) }]);
  expect(bytesToHex(encodeChanges([change]))).toBe('0000000174000000010100000008000000000000000200000000');
  expect(bytesToHex(written)).not.toBe(bytesToHex(encodeChanges([change])));
});
