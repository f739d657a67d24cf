import { expect, test } from 'vitest';
import { nobleEngine as engine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { type OperationContent, operationDigest } from '../../../../tee-sim/protocol/operation-digest.ts';

function digest(command: string, content: Partial<OperationContent> = {}): string {
  const whole = { params: {}, features: undefined, secrets: [], ...content };
  return bytesToHex(operationDigest(engine, command, whole));
}

test('tells command, params, features and secrets apart', () => {
  const digests = [
    digest('A'),
    digest('B'),
    digest('A', { params: { a: 1 } }),
    digest('A', { params: { a: 2n } }),
    digest('A', { params: { a: Uint8Array.of(1) } }),
    digest('A', { features: {} }),
    digest('A', { features: { localHour: 1 } }),
    digest('A', { secrets: [Uint8Array.of(1, 2)] }),
    digest('A', { secrets: [Uint8Array.of(1), Uint8Array.of(2)] }),
    digest('A', { secrets: [new Uint8Array(0), new Uint8Array(0)] }),
  ];
  expect(new Set(digests).size).toBe(digests.length);
});

test('big numbers and bytes are what their text is', () => {
  expect(digest('A', { params: { amount: 5n } })).toBe(digest('A', { params: { amount: '5' } }));
  expect(digest('A', { params: { key: Uint8Array.of(0xff) } })).toBe(digest('A', { params: { key: '_w' } }));
});
