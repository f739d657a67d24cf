import { expect, test } from 'vitest';
import { signatureParts } from '../../../../renderer/ui/signature-parts.ts';

test('r, s, v and the parity, as other programs take them', () => {
  const signature = new Uint8Array(65);
  signature.fill(1, 0, 32).fill(2, 32, 64)[64] = 28;
  expect(JSON.parse(signatureParts(signature))).toEqual({
    r: `0x${'01'.repeat(32)}`,
    s: `0x${'02'.repeat(32)}`,
    v: 28,
    yParity: 1,
  });
});
