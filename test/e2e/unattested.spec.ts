// A TEE that cannot trust its storage stays unattested: nothing is touched, and people learn what to do.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { en } from '../../renderer/i18n/en.ts';
import { expect, newMasterKeyFile, test } from '../helpers/app-fixture.ts';
import { unlockDevice } from './owner.ts';
import { assess, expectVerified, goTo } from './person.ts';

function digests(folder: string): Record<string, string> {
  const names = readdirSync(folder).sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(path.join(folder, name)))
        .digest('hex'),
    ]),
  );
}

test('the wrong master key: explained, nothing touched, files can be saved, the right key opens it', async ({
  launch,
  userData,
}) => {
  const first = await launch();
  await unlockDevice(first.page);
  await assess(first.page, { amount: '1' });
  await first.stop();
  const folder = path.join(userData, 'app', 'tee');
  const before = digests(folder);

  const { page, stop } = await launch({ masterKeyFile: newMasterKeyFile(userData, 'other.key') });
  await expect(page.getByText(en.connection.unattestedTitle)).toBeVisible();
  await expect(page.getByText(en.reasons['wrong-master-key'].what).first()).toBeVisible();
  await goTo(page, 'assess');
  await expect(page.getByRole('button', { name: en.assess.submit, exact: true })).toBeDisabled();
  await page.getByRole('button', { name: en.connection.exportFiles }).click();
  await expect(page.getByText(en.connection.exported(''))).toBeVisible();
  await page.getByRole('button', { name: en.connection.restart }).press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page.getByText(en.connection.unattestedTitle)).toBeVisible();
  await stop();
  expect(digests(folder)).toEqual(before);
  const copy = readdirSync(path.join(userData, 'app')).find((name) => name.startsWith('tee-export-'));
  expect(digests(path.join(userData, 'app', copy ?? 'missing'))).toMatchObject({
    'airaccount.db': before['airaccount.db'],
    head: before['head'],
  });

  const again = await launch();
  await unlockDevice(again.page);
  await goTo(again.page, 'assess');
  await expect(again.page.getByRole('row', { name: en.log.kinds.assessment })).toBeVisible();
});

test('a database that was put back from an earlier day is refused as rolled back', async ({
  launch,
  userData,
}) => {
  const file = path.join(userData, 'app', 'tee', 'airaccount.db');
  const first = await launch();
  await expectVerified(first.page);
  await first.stop();
  const earlier = readFileSync(file);
  const second = await launch();
  await unlockDevice(second.page);
  await assess(second.page, { amount: '1' });
  await second.stop();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(file, earlier);

  const { page } = await launch();
  await expect(page.getByText(en.connection.unattestedTitle)).toBeVisible();
  await expect(page.getByText(en.reasons['rolled-back'].what).first()).toBeVisible();
});
