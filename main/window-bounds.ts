// Where a remembered window may stand now: displays come and go. Pure.

/** In device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where and how large to open; without a position the window is centred. */
export type Placement = Size | Bounds;

/** No window is smaller, whatever was remembered. */
export const MIN_SIZE: Size = { width: 400, height: 480 };

/**
 * The remembered bounds, moved and shrunk into the work area that they cover most. On none of those that there
 * are (or when they are not known), only the size is kept; of what was never remembered, `size`.
 */
export function placeWindow(
  remembered: Bounds | undefined,
  workAreas: readonly Bounds[],
  size: Size,
): Placement {
  const area = remembered && mostCovered(remembered, workAreas);
  if (remembered === undefined || area === undefined) return fitAnywhere(remembered ?? size, workAreas);
  const { width, height } = fitSize(remembered, area);
  return {
    x: clamp(remembered.x, area.x, area.x + area.width - width),
    y: clamp(remembered.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

function mostCovered(bounds: Bounds, areas: readonly Bounds[]): Bounds | undefined {
  const covered = areas
    .map((area) => ({ area, pixels: overlap(bounds, area) }))
    .filter(({ pixels }) => pixels > 0);
  return covered.sort((a, b) => b.pixels - a.pixels)[0]?.area;
}

function overlap(a: Bounds, b: Bounds): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** Which display the window will be centred on is not known here, so it has to fit all of them. */
function fitAnywhere(size: Size, areas: readonly Bounds[]): Size {
  return areas.reduce(fitSize, fitSize(size, { width: Infinity, height: Infinity }));
}

function fitSize(size: Size, limit: Size): Size {
  return {
    width: clamp(size.width, MIN_SIZE.width, limit.width),
    height: clamp(size.height, MIN_SIZE.height, limit.height),
  };
}

/** `low` wins where they contradict each other: the title bar stays in reach. */
function clamp(value: number, low: number, high: number): number {
  return Math.max(Math.min(value, high), low);
}
