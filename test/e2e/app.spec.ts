// The app as it opens: attested, quiet on the network, within its own policy.
import { SANDBOX_POLICY } from '../../browser-host/csp.ts';
import { en } from '../../renderer/i18n/en.ts';
import { expect, hostName, type Page, test } from '../helpers/app-fixture.ts';
import { assess, expectVerified, goTo } from './person.ts';

/** Everything that is there to be clicked on, once. */
async function clickThrough(page: Page): Promise<void> {
  await expectVerified(page);
  await assess(page, { amount: '0.25', note: 'rent' });
  for (const disclosure of await page.locator('main .disclosure-trigger').all()) await disclosure.click();
  await goTo(page, 'activity');
  await page.getByRole('row', { name: en.log.kinds.assessment }).first().click();
  await expect(page.getByText(en.activity.detailLead)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: en.activity.verifyNow }).click();
  await expect(page.getByRole('main').getByText(en.activity.verified, { exact: true })).toBeVisible();
  await goTo(page, 'trusted');
  await page.getByRole('button', { name: en.trusted.verifyAgain }).click();
  await expectVerified(page);
  for (const theme of [en.app.themeDark, en.app.themeLight]) {
    await page.getByRole('radio', { name: theme }).click({ force: true });
  }
}

test('opens with the wallets and a verified TEE', async ({ page }) => {
  await expectVerified(page);
  await expect(page.getByRole('heading', { level: 1, name: en.wallets.title })).toBeVisible();
  await expect(page.getByRole('main').getByRole('button', { name: en.wallets.create })).toBeEnabled();
  await expect(page).toHaveTitle(hostName === 'electron' ? /AirAccount$/ : /AirAccount · browser host$/);
});

test('says what it runs on', async ({ page }) => {
  await goTo(page, 'trusted');
  await expect(page.getByText(en.trusted.hosts[hostName]).first()).toBeVisible();
});

test('names what it is built on as its makers do', async ({ page }) => {
  await expectVerified(page);
  await page.getByRole('button', { name: en.app.about }).click();
  const about = page.getByRole('dialog', { name: en.app.about });
  for (const name of ['Node.js', 'V8']) await expect(about.getByText(name, { exact: true })).toBeVisible();
  for (const key of ['node', 'v8']) await expect(about.getByText(key, { exact: true })).toHaveCount(0);
});

test('the keys of the menu bring each screen', async ({ page }) => {
  test.skip(
    hostName === 'electron',
    "Electron's menus listen below the page, where no key of Playwright's is",
  );
  await expectVerified(page);
  for (const [key, screen] of [
    ['2', en.send],
    ['3', en.sign],
    ['4', en.history],
    ['5', en.contacts],
    ['6', en.assess],
    ['7', en.activity],
    ['8', en.trusted],
    ['9', en.security],
    [',', en.networks],
    ['1', en.wallets],
  ] as const) {
    await page.keyboard.press(`ControlOrMeta+${key}`);
    await expect(page.getByRole('heading', { level: 1, name: screen.title })).toBeVisible();
  }
});

test('breaks no rule of its policy, logs no error and asks nothing of the network', async ({
  page,
  watched,
}) => {
  await clickThrough(page);
  expect(watched.violations).toEqual([]);
  expect(watched.errors).toEqual([]);
  const origin = new URL(page.url()).origin;
  const own = (url: string): boolean => url.startsWith('app://airaccount/') || new URL(url).origin === origin;
  expect(watched.requests.length).toBeGreaterThan(0);
  expect(watched.requests.filter((url) => !own(url) && !url.startsWith('data:'))).toEqual([]);
});

test('would notice a broken rule: each kind of injected content is refused and seen', async ({
  page,
  watched,
}) => {
  await expectVerified(page);
  const injected = {
    'img-src': "document.body.append(Object.assign(new Image(), { src: 'https://example.com/x.png' }))",
    'require-trusted-types-for': "document.body.innerHTML = '<p>'",
    'script-src-elem': "import('https://example.com/x.js').catch(() => undefined)",
    'style-src-elem':
      "document.body.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }))",
    'connect-src': "fetch('https://example.com/').catch(() => undefined)",
    'frame-src':
      "document.body.append(Object.assign(document.createElement('iframe'), { src: '/index.html' }))",
  };
  for (const [rule, code] of Object.entries(injected)) {
    // Some throw as well.
    await page.evaluate(code).catch(() => undefined);
    const seen = (): boolean => watched.violations.some((text) => text.includes(rule));
    await expect.poll(seen, { message: rule }).toBe(true);
  }
});

test('serves its document under the policy that main wrote, and the host adds a source and a sandbox', async ({
  page,
}) => {
  const answer = await page.reload();
  const policy = answer?.headers()['content-security-policy'] ?? '';
  const directives = policy.split(/[;,] /);
  const own = directives.filter((directive) => !/^(connect-src|sandbox) /.test(directive));
  expect(own).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-|https?:|\*/);
  const { host } = new URL(page.url());
  const added = directives.filter((directive) => !own.includes(directive));
  expect(added).toEqual(
    hostName === 'electron' ? [] : [`connect-src ws://${host}/.host/socket`, SANDBOX_POLICY],
  );
});
