// Setting up, unlocking, proving and granting without a pointer; nothing here clicks, focuses or fills by program.
import { en as m } from '../../renderer/i18n/en.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { fromBase32 } from '../helpers/test-user.ts';
import {
  arrowTo,
  button,
  expectFocusSeen,
  expectOpen,
  hasFocus,
  MAX_STOPS,
  press,
  tabTo,
  travel,
} from './by-keyboard.ts';
import { Keepsakes, NAME, PASSWORD } from './owner.ts';
import { expectVerified, RECIPIENT, typeByHand } from './person.ts';
import { expectDone } from './security-screen.ts';

const { security, registration } = m;

async function enter(page: Page, label: string, text: string): Promise<void> {
  await tabTo(
    page,
    page.getByRole('textbox', { name: label, exact: true }).or(page.getByLabel(label, { exact: true })),
  );
  await page.keyboard.type(text);
}

async function openTab(page: Page, name: keyof typeof security.sections): Promise<void> {
  await tabTo(page, page.getByRole('tab', { selected: true }));
  await arrowTo(page, 'ArrowRight', page.getByRole('tab', { name: security.sections[name], exact: true }));
  await expect(page.getByRole('tabpanel', { name: security.sections[name] })).toBeVisible();
}

async function proveByKeys(page: Page, code: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: m.stepUp.titles.Maximum });
  await expectOpen(page, dialog);
  const password = dialog.getByLabel(m.account.password, { exact: true });
  await expectFocusSeen(page, password);
  await page.keyboard.type(PASSWORD);
  await tabTo(page, dialog.getByRole('textbox', { name: m.account.code }));
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
}

/** Who listens and who sees begins at what would happen; approving is reached after declining, and only pressed. */
async function signByKeys(page: Page): Promise<void> {
  await travel(page, 'sign');
  for (const [name, text] of [
    [m.assess.recipient, RECIPIENT],
    [m.assess.amount, '0.5'],
  ] as const) {
    await tabTo(page, page.getByRole('textbox', { name, exact: true }));
    await typeByHand(page, text);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Send 0\.5 ETH/ })).toBeFocused();
  await tabTo(page, button(page, m.sign.decline));
  await page.keyboard.press('Tab');
  await expectFocusSeen(page, button(page, m.sign.approve));
  await expect(button(page, m.sign.approve)).not.toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByText(m.sign.signedTitle, { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Send 0\.5 ETH/ })).toBeFocused();
}

test.describe('a new device', () => {
  test.use({ device: 'new' });

  test('is set up', async ({ page }) => {
    const kept = new Keepsakes();
    await expect(page.getByRole('heading', { level: 1, name: m.welcome.title })).toBeVisible();
    await enter(page, m.account.name, NAME);
    await enter(page, m.account.password, PASSWORD);
    await enter(page, m.account.repeat, PASSWORD);
    await press(page, registration.next);

    const words = page.getByRole('list', { name: registration.wordsLabel }).getByRole('listitem');
    await expect(words).toHaveCount(12);
    kept.words = await words.allTextContents();
    const written = page.getByRole('checkbox', { name: registration.written });
    for (let stops = 0; !(await hasFocus(page, written)); stops += 1) {
      expect(stops).toBeLessThan(MAX_STOPS);
      await page.keyboard.press('Tab');
    }
    // What is seen of a checkbox is its label.
    const label = page.locator('label').filter({ has: written });
    await expect(label).toBeInViewport();
    await expect(label).toHaveAttribute('data-focus-visible', 'true');
    await page.keyboard.press('Space');
    await expect(written).toBeChecked();
    await press(page, registration.next);

    const fields = page.getByRole('textbox', { name: /^Word \d+$/ });
    await expect(fields).toHaveCount(2);
    for (const field of await fields.all()) {
      await tabTo(page, field);
      const place = Number((await field.getAttribute('name'))?.replace('word-', ''));
      await page.keyboard.type(kept.words[place] ?? '');
    }
    await page.keyboard.press('Enter');
    await press(page, registration.typingSkip, 'Space');

    const shown = page.getByText(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    kept.secret = fromBase32((await shown.innerText()).replaceAll(' ', ''));
    await enter(page, m.account.code, kept.nextCode());
    await page.keyboard.press('Enter');
    await expect(button(page, m.account.lock)).toBeVisible();
  });
});

test('locked and unlocked, with the keyboard in the password at once', async ({ page }) => {
  await expectVerified(page);
  await press(page, m.account.lock, 'Space');
  const password = page.getByLabel(m.account.password, { exact: true });
  await expectFocusSeen(page, password);
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByText(m.reasons['wrong-proof'].what).first()).toBeVisible();
  await expectFocusSeen(page, password);
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: m.unlock.title })).toHaveCount(0);
  await press(page, m.account.lock);
  await expectFocusSeen(page, password);
});

test('a wallet is made with its words proven, signed with, kept from removal by Escape, and removed', async ({
  page,
  kept,
}) => {
  const { wallets } = m;
  await expectVerified(page);
  await press(page, wallets.create);
  await enter(page, wallets.make.name, 'Household');
  await page.keyboard.press('Enter');
  await press(page, wallets.show);
  const words = await page
    .getByRole('list', { name: wallets.wordsLabel })
    .getByRole('listitem')
    .allTextContents();
  await tabTo(page, button(page, wallets.hide));
  const written = page.getByRole('checkbox', { name: wallets.make.written });
  for (let stops = 0; !(await hasFocus(page, written)); stops += 1) {
    expect(stops).toBeLessThan(MAX_STOPS);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Space');
  await press(page, wallets.make.next);
  const fields = page.getByRole('textbox', { name: /^Word \d+$/ });
  await expect(fields).toHaveCount(3);
  for (const field of await fields.all()) {
    await tabTo(page, field);
    await page.keyboard.type(words[Number((await field.getAttribute('name'))?.replace('word-', ''))] ?? '');
  }
  await page.keyboard.press('Enter');
  await press(page, wallets.make.open);

  await signByKeys(page);
  await travel(page, 'wallets');
  await tabTo(page, page.getByRole('link', { name: 'Household', exact: true }));
  await page.keyboard.press('Enter');

  const question = page.getByRole('alertdialog', { name: wallets.removal.title('Household') });
  await press(page, wallets.detail.remove);
  await expectOpen(page, question);
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expectFocusSeen(page, button(page, wallets.detail.remove));
  await page.keyboard.press('Enter');
  await expectOpen(page, question);
  await enter(page, wallets.removal.typeName('Household'), 'Household');
  await press(page, wallets.removal.confirm);
  await proveByKeys(page, kept.nextCode());
  await expectDone(page, security.done.DELETE_WALLET);
});

test('the policy is edited and compared, and the form is left as it was', async ({ page }) => {
  const { policy } = security;
  await expectVerified(page);
  await travel(page, 'security');
  await openTab(page, 'policy');
  await press(page, policy.edit);
  const idle = page.getByRole('textbox', { name: policy.leaves['sessionSecurity.idleMs'] });
  await tabTo(page, idle);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('10');
  await press(page, policy.preview);
  await expect(page.getByRole('heading', { name: policy.previewTitle(1, '1') })).toBeVisible();
  await press(page, policy.perform);
  await expectOpen(page, page.getByRole('dialog', { name: m.stepUp.titles.Maximum }));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expectFocusSeen(page, button(page, policy.perform));
  await press(page, policy.backToForm);
  await expect(idle).toHaveValue('10');
});
