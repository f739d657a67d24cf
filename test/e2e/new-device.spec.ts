// Another device identity than the pinned one: nothing goes on until a person has seen both fingerprints.
import { en } from '../../renderer/i18n/en.ts';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import { expect, test } from '../helpers/app-fixture.ts';
import { unlock } from './owner.ts';
import { expectVerified, goTo } from './person.ts';

const OTHER_DEVICE = `04${'bb'.repeat(64)}`;
const fingerprint = (identity: string) => bytesToHex(nobleEngine.sm3(Buffer.from(identity, 'hex')));

test('is trusted only in a question that shows both fingerprints', async ({ page }) => {
  await expectVerified(page);
  const identity = await page.evaluate<string>(`(() => {
    const pin = JSON.parse(localStorage.getItem('airaccount.pin'));
    localStorage.setItem('airaccount.pin', JSON.stringify({ ...pin, deviceIdentity: '${OTHER_DEVICE}' }));
    return pin.deviceIdentity;
  })()`);
  await page.reload();
  await goTo(page, 'trusted');
  await page.getByRole('button', { name: en.trusted.forget }).click();
  const question = page.getByRole('alertdialog', { name: en.trusted.forgetTitle });
  const shown = (await question.textContent())?.replace(/\s/g, '');
  expect(shown).toContain(fingerprint(OTHER_DEVICE));
  expect(shown).toContain(fingerprint(identity));
  const confirm = question.getByRole('button', { name: en.trusted.forgetConfirm });
  await expect(confirm).toBeDisabled();
  await question.getByText(en.trusted.forgetCheck).click();
  await confirm.click();
  await unlock(page);
  await expectVerified(page);
  expect(await page.evaluate("JSON.parse(localStorage.getItem('airaccount.pin')).deviceIdentity")).toBe(
    identity,
  );
});
