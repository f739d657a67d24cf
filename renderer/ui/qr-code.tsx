// A QR code as one SVG path, dark on light in both themes: cameras want it so.
import { encode } from 'uqr';

/** Modules of quiet around the code, ISO/IEC 18004 §5.3.8. */
const QUIET_ZONE = 4;

export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: QUIET_ZONE, ecc: 'L' });
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path className="qr-ground" d={`M0 0h${size}v${size}H0Z`} />
      <path className="qr-modules" d={modulesPath(data)} shapeRendering="crispEdges" />
    </svg>
  );
}

/** Each dark run of a row as one rectangle. */
export function modulesPath(rows: readonly (readonly boolean[])[]): string {
  return rows.map((row, y) => rowPath(row, y)).join('');
}

function rowPath(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== true) continue;
    const start = x;
    while (row[x + 1] === true) x += 1;
    path += `M${start} ${y}h${x + 1 - start}v1H${start}Z`;
  }
  return path;
}
