import { expect, test } from 'vitest';
import { CELLS, identiconCells } from '../../../../renderer/ui/identicon-cells.ts';

const ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7';

test('is the same for an address in any case', () => {
  expect(identiconCells(ADDRESS)).toEqual(identiconCells(ADDRESS.toLowerCase()));
});

test('is mirrored, of the size that is drawn, with more than one colour in it', () => {
  const { rows, colours } = identiconCells(ADDRESS);
  expect(rows).toHaveLength(CELLS);
  for (const row of rows) {
    expect(row).toHaveLength(CELLS);
    expect([...row].reverse()).toEqual(row);
  }
  expect(new Set(rows.flat()).size).toBe(3);
  expect(new Set(colours).size).toBe(3);
});

test('one digit more or less changes it all over', () => {
  const cells = identiconCells(ADDRESS).rows.flat();
  for (const other of [`${ADDRESS.slice(0, -1)}8`, `0x4${ADDRESS.slice(3)}`]) {
    const different = identiconCells(other)
      .rows.flat()
      .filter((cell, i) => cell !== cells[i]);
    expect(different.length).toBeGreaterThan((CELLS * CELLS) / 4);
  }
});
