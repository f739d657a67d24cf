// Where the master key comes from is shown, and where it is in plain text that is said aloud.
import { readFileSync } from 'node:fs';
import { en } from '../../renderer/i18n/en.ts';
import { expect, hostName, test } from '../helpers/app-fixture.ts';
import { setUpDevice, unlockDevice } from './owner.ts';
import { assess, expectVerified, goTo } from './person.ts';

test.use({ device: 'new' });

test('without a keychain that protects, the key is kept in plain text and the app says so', async ({
  launch,
}) => {
  test.skip(hostName === 'electron', 'the machine of a real Electron may have a keychain');
  const first = await launch({ masterKeyFile: null });
  await setUpDevice(first.page);
  await expectVerified(first.page);
  await goTo(first.page, 'trusted');
  await expect(first.page.getByText(en.trusted.plainKeyTitle)).toBeVisible();
  await expect(first.page.getByText(en.trusted.keySources['plain-keychain']).first()).toBeVisible();
  await goTo(first.page, 'assess');
  await assess(first.page, { amount: '1' });
  await first.stop();
  // The same key the next time.
  const { page } = await launch({ masterKeyFile: null });
  await unlockDevice(page);
  await goTo(page, 'assess');
  await expect(page.getByRole('row', { name: en.log.kinds.assessment })).toBeVisible();
});

test('a key in the environment is named as such, and no child process has it', async ({ launch }) => {
  const key = 'a1'.repeat(32);
  const { page, utilityPids } = await launch({ masterKeyFile: null, env: { DB_MASTER_KEY: key } });
  await setUpDevice(page);
  await expectVerified(page);
  await goTo(page, 'trusted');
  await expect(page.getByText(en.trusted.keySources.environment).first()).toBeVisible();
  if (process.platform !== 'linux') return;
  for (const pid of await utilityPids()) {
    for (const file of ['environ', 'cmdline']) {
      expect(readFileSync(`/proc/${pid}/${file}`, 'latin1')).not.toContain(key);
    }
  }
});
