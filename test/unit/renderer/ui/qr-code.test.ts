import { expect, test } from 'vitest';
import { modulesPath } from '../../../../renderer/ui/qr-code.tsx';

test('every dark module is drawn, and no light one', () => {
  const rows = [
    [true, true, false, true],
    [false, false, false, false],
    [false, true, true, true],
  ];
  const path = modulesPath(rows);
  const drawn = rows.map((row) => row.map(() => false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+Z/g)) {
    for (let i = 0; i < Number(width); i += 1) (drawn[Number(y)] ?? [])[Number(x) + i] = true;
  }
  expect(drawn).toEqual(rows);
  expect(path.match(/M/g)).toHaveLength(3);
});
