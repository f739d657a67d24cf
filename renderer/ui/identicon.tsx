// The picture of an address. Decoration: what it is of stands beside it in words.
import { useMemo } from 'react';
import { CELLS, type Cell, identiconCells } from './identicon-cells.ts';

export function Identicon({ address, large = false }: { address: string; large?: boolean }) {
  const { colours, rows } = useMemo(() => identiconCells(address), [address]);
  const [ground, figure, spot] = colours;
  return (
    <svg
      className={large ? 'identicon identicon-large' : 'identicon'}
      viewBox={`0 0 ${CELLS} ${CELLS}`}
      aria-hidden="true"
      shapeRendering="crispEdges"
    >
      <path fill={ground} d={`M0 0h${CELLS}v${CELLS}H0Z`} />
      <path fill={figure} d={cellsPath(rows, 1)} />
      <path fill={spot} d={cellsPath(rows, 2)} />
    </svg>
  );
}

function cellsPath(rows: readonly (readonly Cell[])[], kind: Cell): string {
  return rows.flatMap((row, y) => row.map((cell, x) => (cell === kind ? `M${x} ${y}h1v1h-1Z` : ''))).join('');
}
