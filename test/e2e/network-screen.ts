// What a person does on the Networks screen: add the chain on this computer, at the port where it really is.
import { expect, type Page } from '@playwright/test';
import { en } from '../../renderer/i18n/en.ts';
import type { Messages } from '../../renderer/i18n/messages.ts';
import { goTo } from './person.ts';
import { press } from './security-screen.ts';

export function nodeField(page: Page, m: Messages = en, position = '1') {
  return page.getByRole('textbox', { name: m.networks.form.url(position), exact: true });
}

export async function addLocal(page: Page, url: string, m: Messages = en): Promise<void> {
  await goTo(page, 'networks', m);
  await press(page, m.networks.addLocal);
  await nodeField(page, m).fill(url);
  await press(page, m.networks.form.save);
  const said = page.getByRole('main').getByText(m.networks.saved('Anvil'), { exact: true });
  await expect(said).toBeVisible();
}
