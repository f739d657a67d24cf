import { expect, it } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { decodeHead, encodeHead } from '../../../../tee-sim/storage/head.ts';

const key = new Uint8Array(32).fill(1);
const head = {
  databaseId: new Uint8Array(16).fill(2),
  counter: 2 ** 40 + 7,
  count: 2 ** 33 + 5,
  lastMac: new Uint8Array(32).fill(3),
  stateDigest: new Uint8Array(32).fill(4),
};

it('reads back what was sealed', () => {
  const read = decodeHead(nobleEngine, key, encodeHead(nobleEngine, key, head));
  expect(read).toMatchObject({ counter: head.counter, count: head.count });
  expect(bytesToHex(read?.databaseId ?? new Uint8Array())).toBe('02'.repeat(16));
  expect(bytesToHex(read?.lastMac ?? new Uint8Array())).toBe('03'.repeat(32));
  expect(bytesToHex(read?.stateDigest ?? new Uint8Array())).toBe('04'.repeat(32));
});

it('reads nothing out of an edited, cut or foreign head', () => {
  const sealed = encodeHead(nobleEngine, key, head);
  for (let i = 0; i < sealed.length; i += 1) {
    const edited = Uint8Array.from(sealed);
    edited[i] = (edited[i] ?? 0) ^ 0x80;
    expect(decodeHead(nobleEngine, key, edited)).toBeUndefined();
    expect(decodeHead(nobleEngine, key, sealed.subarray(0, i))).toBeUndefined();
  }
  expect(decodeHead(nobleEngine, new Uint8Array(32), sealed)).toBeUndefined();
});
