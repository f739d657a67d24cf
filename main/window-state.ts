// How the window stood when it was last seen: bounds, maximized, full screen, zoom; in one file of its own.
import type { BrowserWindow } from 'electron';
import { z } from '../tee-sim/protocol/schema.ts';
import type { Log } from './log-entry.ts';
import { readSmallFile, writeSmallFile } from './small-file.ts';

const SETTLE_MS = 500;
/** Display servers number pixels in 16 bits. */
const position = z.number().int().min(-32_768).max(32_767);
const extent = z.number().int().min(1).max(32_767);

const windowStateSchema = z.strictObject({
  v: z.literal(1),
  bounds: z.strictObject({ x: position, y: position, width: extent, height: extent }),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
  /** Scale = 1.2 ^ level, within what Chromium can display (25 % to 500 %). */
  zoomLevel: z.number().min(-7.7).max(8.9),
});
export type WindowState = z.output<typeof windowStateSchema>;

export function readWindowState(path: string): WindowState | undefined {
  return readSmallFile(path, windowStateSchema);
}

/** Keeps the file in step with the window, the last time as it closes. */
export function rememberWindow(window: BrowserWindow, path: string, log: Log): void {
  let settling: NodeJS.Timeout | undefined;
  const keep = (): void => {
    clearTimeout(settling);
    const state = windowStateSchema.safeParse(stateOf(window));
    if (state.success) writeSmallFile(path, state.data, log);
  };
  const keepSoon = (): void => {
    clearTimeout(settling);
    settling = setTimeout(keep, SETTLE_MS);
  };
  window.on('resize', keepSoon);
  window.on('move', keepSoon);
  window.on('close', keep);
  window.on('closed', () => clearTimeout(settling));
}

function stateOf(window: BrowserWindow): WindowState {
  const { x, y, width, height } = window.getNormalBounds();
  return {
    v: 1,
    bounds: { x, y, width, height },
    maximized: window.isMaximized(),
    fullScreen: window.isFullScreen(),
    zoomLevel: window.webContents.getZoomLevel(),
  };
}
