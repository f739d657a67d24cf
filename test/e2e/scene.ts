// A picture of what is on the page, and the checks that every picture takes: it fits its window, axe finds nothing.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Messages } from '../../renderer/i18n/messages.ts';
import { expect, type Page } from '../helpers/app-fixture.ts';
import { ROOT, type RunningApp } from '../helpers/running-app.ts';
import { violations } from './axe.ts';
import type { LanguageTag } from './person.ts';

/** Each state is looked at in both: walking to it costs more than looking. The last one is left showing. */
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const FOLDER = path.join(ROOT, 'test-output/screenshots');
const USUAL = { width: 1_280, height: 800 };
const SMALL = { width: 800, height: 600 };

/** What sticks out of the window, or of the part of it that scrolls, in CSS px. */
const OVERFLOW = `[document.scrollingElement, ...document.querySelectorAll('main, [role=dialog], [role=alertdialog]')]
  .map((box) => Math.max(0, box.scrollWidth - box.clientWidth))`;

/** Colours pass into those of another theme; one that is inherited may start the next. */
const END_TRANSITIONS = `for (let round = 0; round < 10; round += 1)
  for (const passing of document.getAnimations()) if (passing instanceof CSSTransition) passing.finish()`;

export interface Scene {
  readonly app: RunningApp;
  readonly page: Page;
  readonly m: Messages;
  /** Pictures what is there now, in both themes; small: at 800 × 600 too. */
  shoot(name: string, small?: 'small'): Promise<void>;
}

/** The app in a window of the usual size, its pictures named after language and theme. */
export async function openScene(app: RunningApp, m: Messages, tag: LanguageTag): Promise<Scene> {
  mkdirSync(FOLDER, { recursive: true });
  const { page } = app;
  // Nothing fades while it is looked at, and the style for people who want no motion is the one looked at.
  const show = async (colorScheme: Theme): Promise<void> => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(END_TRANSITIONS);
  };
  const picture = async (name: string): Promise<void> => {
    await page.evaluate('document.fonts.ready');
    expect(Math.max(...(await page.evaluate<number[]>(OVERFLOW))), name).toBe(0);
    for (const theme of THEMES) {
      await show(theme);
      const file = path.join(FOLDER, `${tag}-${theme}-${name}.png`);
      await page.screenshot({ path: file, animations: 'disabled' });
    }
  };
  const shoot = async (name: string, small?: 'small'): Promise<void> => {
    await picture(name);
    expect(await violations(page, 'colours'), `${name}, dark`).toEqual([]);
    await show('light');
    expect(await violations(page), `${name}, light`).toEqual([]);
    if (small === undefined) return;
    await page.setViewportSize(SMALL);
    await picture(`${name}-800x600`);
    await page.setViewportSize(USUAL);
    await show('light');
  };
  await page.setViewportSize(USUAL);
  await show('light');
  return { app, page, m, shoot };
}

export async function scrollTo(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { name }).evaluate('(heading) => heading.scrollIntoView()');
}

export async function close(page: Page, role: 'dialog' | 'alertdialog'): Promise<void> {
  const open = page.getByRole(role);
  // While another one closes, the keyboard is nowhere for a frame or two.
  await expect(open.and(page.locator(':focus-within'))).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(open).toHaveCount(0);
}
