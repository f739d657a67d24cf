// The Security screen for real: another program is registered, answered and revoked; sessions are seen and ended; the
// policy is edited, compared, changed and rolled back.
import { en as m } from '../../renderer/i18n/en.ts';
import { presetPermissions } from '../../tee-sim/protocol/clients.ts';
import { expect, type Page, test } from '../helpers/app-fixture.ts';
import { type CommandLineClient, newCommandLineClient, passwordFile } from './command-line.ts';
import { NAME, PASSWORD, proveTwice, unlock } from './owner.ts';
import { goTo } from './person.ts';
import { close } from './scene.ts';
import { expectDone, openSection, press } from './security-screen.ts';
import { createWallet } from './wallet-screen.ts';

const { clients, policy, sessions, sections } = m.security;
const READER = 'Reader';
const WALLET = 'Household';

async function fillInClient(page: Page, client: CommandLineClient): Promise<void> {
  await openSection(page, 'clients');
  await press(page, clients.register);
  const dialog = page.getByRole('dialog', { name: clients.registerTitle });
  await dialog.getByRole('textbox', { name: clients.name }).fill(READER);
  await dialog.getByRole('textbox', { name: clients.clientId }).fill(client.clientId);
  await dialog.getByRole('textbox', { name: clients.binaryHash }).fill(client.programHash);
}

async function registerClient(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: clients.registerTitle });
  await dialog.getByRole('button', { name: clients.registerSubmit, exact: true }).click();
}

const entry = (page: Page, text: string) =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: text });

async function expectInLog(page: Page, kind: string, count: number): Promise<void> {
  await goTo(page, 'activity');
  await page.getByRole('search').getByRole('button', { name: m.log.kind }).click();
  await page.getByRole('option', { name: kind, exact: true }).click();
  const found = m.activity.search.found(count, String(count));
  await expect(page.getByText(found, { exact: true }).first()).toBeVisible();
}

/** What the preset says of this moment; its networks are those of the machine that the test runs on. */
function isBusinessHour(): boolean {
  const { accessTimeWindow } = presetPermissions('read-only', 'UTC');
  const now = new Date();
  const minute = now.getHours() * 60 + now.getMinutes();
  const { fromMinute = 0, toMinute = 0, weekDays = [] } = accessTimeWindow ?? {};
  return weekDays.includes(now.getDay() || 7) && minute >= fromMinute && minute < toMinute;
}

test('S2’s read-only client is registered in words, held to them, and revoked', async ({
  page,
  kept,
  userData,
}) => {
  const reader = await newCommandLineClient(userData, READER);
  const stranger = await reader.ask('status');
  expect(stranger.err).toContain('unknown-client');

  await fillInClient(page, reader);
  const dialog = page.getByRole('dialog', { name: clients.registerTitle });
  await expect(dialog.getByRole('button', { name: clients.preset })).toContainText(
    clients.presets['read-only'],
  );
  await expect(dialog).toContainText(m.security.operations.ViewWalletAddress);
  await expect(dialog).toContainText('09:00–18:00');
  await expect(dialog).toContainText('10.0.0.0/8');
  await registerClient(page);
  await proveTwice(page, kept);
  await expectDone(page, m.security.done.REGISTER_CLIENT);
  await expect(entry(page, READER)).toContainText(m.security.operations.ViewTransactionHistory);
  await expect(entry(page, READER)).not.toContainText(m.security.operations.SignTransaction);

  const answer = await reader.ask('status');
  if (!isBusinessHour()) expect(answer.err).toContain('outside-access-time');
  else if (answer.code === 0) expect(answer.out).toContain(READER);
  else expect(answer.err).toContain('outside-address-range');

  await entry(page, READER).getByRole('button', { name: clients.revoke, exact: true }).click();
  const confirm = page.getByRole('alertdialog', { name: clients.revokeTitle(READER) });
  await expect(confirm).toContainText(clients.revokeText);
  await confirm.getByRole('button', { name: clients.revokeConfirm, exact: true }).click();
  await expectDone(page, m.security.done.REVOKE_CLIENT);
  await expect(entry(page, READER)).toContainText(clients.revoked);
  await expect(entry(page, READER).getByRole('button', { name: clients.revoke })).toHaveCount(0);
  const revoked = await reader.ask('status');
  expect(revoked.code).not.toBe(0);
  expect(revoked.err).toContain('unknown-client');
});

test('a program with more permissions reads the wallets of who logs in there, and nothing after it is revoked', async ({
  page,
  kept,
  userData,
}) => {
  const reader = await newCommandLineClient(userData, READER);
  const wallets = ['wallets', '--user', NAME, '--password-file', passwordFile(userData, PASSWORD)];
  await createWallet(page, WALLET);
  await fillInClient(page, reader);
  await page.getByRole('button', { name: clients.preset }).click();
  await page.getByRole('option', { name: clients.presets.wallet, exact: true }).click();
  await registerClient(page);
  await proveTwice(page, kept);
  await expectDone(page, m.security.done.REGISTER_CLIENT);
  const answer = await reader.ask(...wallets);
  expect(answer.err).toBe('');
  expect(answer.out).toContain(WALLET);

  await entry(page, READER).getByRole('button', { name: clients.revoke, exact: true }).click();
  await press(page, clients.revokeConfirm);
  await expectDone(page, m.security.done.REVOKE_CLIENT);
  const after = await reader.ask(...wallets);
  expect(after.err).toContain('unknown-client');
  expect(after.out).not.toContain(WALLET);

  // The window itself was registered when it opened its first session.
  await expectInLog(page, m.log.kinds.client, 3);
});

test('what is no digest registers nothing', async ({ page, userData }) => {
  const reader = await newCommandLineClient(userData, READER);
  await openSection(page, 'clients');
  await expect(entry(page, clients.current)).toHaveCount(1);
  await fillInClient(page, { ...reader, clientId: 'not a digest' });
  const dialog = page.getByRole('dialog', { name: clients.registerTitle });
  await expect(dialog.getByText(clients.digestForm)).toBeVisible();
  await expect(dialog.getByRole('button', { name: clients.registerSubmit })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(entry(page, READER)).toHaveCount(0);
});

test('sessions: this one is named, another is ended', async ({ page }) => {
  await page.reload();
  await unlock(page);
  await openSection(page, 'sessions');
  const own = entry(page, sessions.current);
  await expect(own).toHaveCount(1);
  await expect(own).toContainText(sessions.user(NAME));
  await expect(own.getByRole('button', { name: sessions.terminate })).toHaveCount(0);
  const others = page.getByRole('main').getByRole('button', { name: sessions.terminate });
  await expect(others).toHaveCount(1);
  await others.click();
  await press(page, sessions.terminateConfirm);
  await expectDone(page, m.security.done.TERMINATE_SESSION);
  await expect(others).toHaveCount(0);
});

test('the policy is edited, compared value by value, changed, and rolled back', async ({ page, kept }) => {
  const idle = policy.leaves['sessionSecurity.idleMs'];
  const minimum = policy.leaves['userAuthentication.minPasswordCharacters'];
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await openSection(page, 'policy');
  await press(page, policy.edit);

  await test.step('a value that cannot be is named, and nothing is asked', async () => {
    await page.getByRole('textbox', { name: idle }).fill('0');
    await press(page, policy.preview);
    await expect(page.getByText(policy.atLeast('1'))).toBeVisible();
    await expect(page.getByRole('textbox', { name: idle })).toBeFocused();
  });

  await test.step('one value stricter, one looser: said before anything changes', async () => {
    await page.getByRole('textbox', { name: idle }).fill('10');
    await page.getByRole('textbox', { name: minimum }).fill('8');
    await press(page, policy.preview);
    await expect(page.getByRole('heading', { name: policy.previewTitle(2, '2') })).toBeVisible();
    await expect(row(idle)).toContainText(policy.effects.tightens);
    await expect(row(minimum)).toContainText(policy.effects.loosens);
    await expect(page.getByText(policy.loosensText)).toBeVisible();
  });

  await test.step('cancelled, it stays as it was; confirmed, it is version 1', async () => {
    await press(page, policy.perform);
    await close(page, 'dialog');
    await expect(row(idle)).toBeVisible();
    await press(page, policy.perform);
    await proveTwice(page, kept);
    await expectDone(page, m.security.done.CHANGE_POLICY);
    await expect(page.getByRole('button', { name: policy.versionLabel })).toContainText(
      policy.inForce(policy.version('1')),
    );
  });

  await test.step('back to version 0: the same comparison the other way round', async () => {
    await page.getByRole('button', { name: policy.versionLabel }).click();
    await page.getByRole('option', { name: policy.version('0'), exact: true }).click();
    await expect(page.getByText(policy.earlier)).toBeVisible();
    await press(page, policy.rollBack);
    await expect(row(idle)).toContainText(policy.effects.loosens);
    await expect(row(minimum)).toContainText(policy.effects.tightens);
    await press(page, policy.perform);
    await proveTwice(page, kept);
    await expectDone(page, m.security.done.CHANGE_POLICY);
    await expect(page.getByRole('button', { name: policy.versionLabel })).toContainText(
      policy.inForce(policy.version('2')),
    );
  });
  await expectInLog(page, m.log.kinds.policy, 2);
});

test('a policy under which nobody could confirm anything is not even asked for, and the one in force stays', async ({
  page,
}) => {
  await openSection(page, 'policy');
  await press(page, policy.edit);
  const factors = page.getByRole('group', { name: policy.leaves['userAuthentication.maximumFactors'] });
  await factors.getByText(m.account.factors.password, { exact: true }).click();
  await expect(factors.getByRole('checkbox', { name: m.account.factors.password })).not.toBeChecked();
  await press(page, policy.preview);
  await expect(page.getByText(m.reasons['policy-locks-out'].what)).toBeVisible();
  await expect(page.getByRole('button', { name: policy.perform, exact: true })).toBeDisabled();
  await press(page, m.common.cancel);
  await expect(page.getByRole('button', { name: policy.versionLabel })).toContainText(
    policy.inForce(policy.version('0')),
  );
});

test('the sections are reached by arrow keys, and the one that was open is open again', async ({ page }) => {
  await openSection(page, 'signIn');
  for (const name of ['sessions', 'people', 'clients', 'wallets', 'policy'] as const) {
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: sections[name], exact: true })).toBeFocused();
    await expect(page.getByRole('tabpanel', { name: sections[name] })).toBeVisible();
  }
  await goTo(page, 'assess');
  await goTo(page, 'security');
  await expect(page.getByRole('tab', { name: sections.policy })).toHaveAttribute('aria-selected', 'true');
});
