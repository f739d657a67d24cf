// A person without a pointer: finds things by Tab and arrows, sees where the keyboard is, and presses Enter or Space.
// Nothing here clicks, focuses or fills by program.
import { en } from '../../renderer/i18n/en.ts';
import { expect, type Page } from '../helpers/app-fixture.ts';
import type { Screen } from './person.ts';

export type Locator = ReturnType<Page['locator']>;

/** More stops than any screen has. */
export const MAX_STOPS = 60;

/** In the page: of the element itself, or of what stretches it over its card. */
export const FOCUS_RING = `[null, '::after'].some((part) => {
  const { content, outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement, part);
  const isDrawn = part === null || content !== 'none';
  const isSeen = parseFloat(outlineWidth) > 0 && !/transparent|^rgba.*, 0\\)$/.test(outlineColor);
  return isDrawn && outlineStyle !== 'none' && isSeen;
})`;

export async function expectFocusSeen(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeFocused();
  await expect.poll(() => page.evaluate(FOCUS_RING), { message: `a ring around ${target}` }).toBe(true);
  await expect(target).toBeInViewport();
}

export async function hasFocus(page: Page, target: Locator): Promise<boolean> {
  return (await target.and(page.locator(':focus')).count()) > 0;
}

/** Key by key until the focus is there, as a person does who looks for something by its name. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; !(await hasFocus(page, target)); stops += 1) {
    expect(stops, `stops before ${target}`).toBeLessThan(MAX_STOPS);
    await page.keyboard.press(key);
  }
  await expectFocusSeen(page, target);
}

/** By arrow keys, from the place where Tab arrived. */
export async function arrowTo(page: Page, key: 'ArrowRight' | 'ArrowDown', target: Locator): Promise<void> {
  for (let steps = 0; !(await hasFocus(page, target)); steps += 1) {
    expect(steps, `steps before ${target}`).toBeLessThan(MAX_STOPS);
    await page.keyboard.press(key);
  }
  await expectFocusSeen(page, target);
}

/** Open, and the keyboard in it: a Tab before that would still move on the page behind. */
export async function expectOpen(page: Page, dialog: Locator): Promise<void> {
  await expect(dialog).toBeVisible();
  await expect(dialog.and(page.locator(':focus-within'))).toHaveCount(1);
}

export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

export async function press(page: Page, name: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, button(page, name));
  await page.keyboard.press(key);
}

export async function travel(page: Page, screen: Screen): Promise<void> {
  const navigation = page.getByRole('navigation', { name: en.app.navigation });
  await tabTo(page, navigation.getByRole('link', { name: en.app[screen], exact: true }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: en[screen].title })).toBeVisible();
  // The next Tab goes into the screen, not through the navigation again.
  await expect(page.getByRole('main')).toBeFocused();
}
