// What an address's own picture looks like: three colours and a mirrored pattern, all from a hash of it, so that two
// addresses that differ in one digit differ everywhere. Pure. A help for the eye, never a proof.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { hexToBytes } from '../../tee-sim/protocol/bytes.ts';

/** Cells of a side; the right half mirrors the left. */
export const CELLS = 8;
const COLUMNS = CELLS / 2;

/** 0: ground · 1: figure · 2: spot. */
export type Cell = 0 | 1 | 2;

export interface IdenticonCells {
  /** Ground, figure and spot, as CSS colours that hold on both themes. */
  readonly colours: readonly [string, string, string];
  /** Row by row, each from left to right. */
  readonly rows: readonly (readonly Cell[])[];
}

/** Of an address in any case. */
export function identiconCells(address: string): IdenticonCells {
  const hash = keccak_256(hexToBytes(address.slice(2).toLowerCase()));
  const byte = (at: number): number => hash[at] ?? 0;
  const hue = (byte(0) * 360) / 256;
  const away = 90 + (byte(1) * 180) / 256;
  const rows = Array.from({ length: CELLS }, (_, y) => {
    const left = Array.from({ length: COLUMNS }, (_, x) => cellOf(byte(2 + y), x));
    return [...left, ...left.toReversed()];
  });
  return {
    colours: [
      `hsl(${hue.toFixed()} 42% 84%)`,
      `hsl(${hue.toFixed()} 56% 40%)`,
      `hsl(${((hue + away) % 360).toFixed()} 70% 52%)`,
    ],
    rows,
  };
}

/** Two bits a cell: half of all are ground. */
function cellOf(byte: number, x: number): Cell {
  const bits = (byte >> (2 * x)) & 3;
  return bits < 2 ? 0 : bits === 2 ? 1 : 2;
}
