// Device, time zone and hour, as the browser tells them.
import type { Features } from '../../tee-sim/protocol/features.ts';

/** The part of the browser's globals that is looked at. */
export interface Surroundings {
  readonly navigator: {
    readonly hardwareConcurrency: number;
    readonly language: string;
    readonly platform: string;
  };
  readonly screen: { readonly width: number; readonly height: number };
  readonly devicePixelRatio: number;
}

const MAX_TEXT = 64;

/** What cannot be told is left out: unknown, not invented. */
export function readDevice(about: Surroundings): Features['device'] {
  const { hardwareConcurrency, language, platform } = about.navigator;
  const { width, height } = about.screen;
  if (!(hardwareConcurrency >= 1 && width >= 1 && height >= 1)) return undefined;
  return {
    platform: platform.slice(0, MAX_TEXT),
    cores: Math.min(1_024, Math.round(hardwareConcurrency)),
    screen: {
      width: Math.round(width),
      height: Math.round(height),
      pixelRatio: Math.min(20, Math.max(0.1, about.devicePixelRatio)),
    },
    locale: language.slice(0, MAX_TEXT),
  };
}

export function readTimeZone(at: Date): NonNullable<Features['timeZone']> {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { name: name.slice(0, MAX_TEXT), offsetMinutes: -at.getTimezoneOffset() };
}
