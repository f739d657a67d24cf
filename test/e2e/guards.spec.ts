// What no page of the app ever needs is refused, whatever script asks for it.
import { expect, test } from '../helpers/app-fixture.ts';
import { expectVerified } from './person.ts';

test('permissions are denied', async ({ page }) => {
  await expectVerified(page);
  const asked = {
    geolocation: `new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve('granted'), () => resolve('denied')))`,
    camera: `navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'granted', () => 'denied')`,
    microphone: `navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', () => 'denied')`,
    notifications: `Notification.requestPermission().then((state) => state)`,
    clipboard: `navigator.clipboard.readText().then(() => 'granted', () => 'denied')`,
    usb: `navigator.usb ? navigator.usb.requestDevice({ filters: [] }).then(() => 'granted', () => 'denied') : 'denied'`,
    screen: `navigator.mediaDevices.getDisplayMedia().then(() => 'granted', () => 'denied')`,
  };
  for (const [permission, code] of Object.entries(asked)) {
    expect(await page.evaluate(code), permission).toBe('denied');
  }
});

test('the page cannot be left, by script, link or form', async ({ page }) => {
  await expectVerified(page);
  const address = page.url();
  const attempts = [
    "location.href = 'https://example.com/'",
    "location.replace('https://example.com/')",
    "location.assign('/assets/')",
    "document.body.append(Object.assign(document.createElement('a'), { href: 'https://example.com/', id: 'out', textContent: 'out' })); document.querySelector('#out').click()",
    "{ const form = Object.assign(document.createElement('form'), { action: 'https://example.com/', method: 'post' }); document.body.append(form); form.submit() }",
  ];
  for (const attempt of attempts) {
    await page.evaluate(attempt).catch(() => undefined);
    await page.waitForTimeout(200);
    expect(page.url(), attempt).toBe(address);
    expect(await page.evaluate('typeof airaccount'), attempt).toBe('object');
  }
});

test('no second window opens', async ({ page }) => {
  await expectVerified(page);
  const { length } = page.context().pages();
  expect(await page.evaluate("String(window.open('https://example.com/'))")).toBe('null');
  await page.evaluate(
    "document.body.append(Object.assign(document.createElement('a'), { href: '/index.html', target: '_blank', id: 'new', textContent: 'new' }))",
  );
  await page.locator('#new').click();
  await page.waitForTimeout(300);
  expect(page.context().pages()).toHaveLength(length);
});

test('only listed https links leave the app', async ({ page }) => {
  await expectVerified(page);
  const refused = [
    'https://example.com/',
    'http://ethereum.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'x',
  ];
  for (const url of refused) {
    const answer = await page.evaluate(`airaccount.app.openExternal({ url: ${JSON.stringify(url)} })`);
    expect(answer, url).toEqual({ ok: false, error: { code: 'ACCESS_DENIED', origin: 'API' } });
  }
});

test('the page has the bridge and nothing of Node or Electron', async ({ page }) => {
  const found = await page.evaluate(`({
    node: [typeof require, typeof process, typeof Buffer, typeof module, typeof electron].join(),
    bridge: Object.keys(airaccount).sort().join(),
    frozen: Object.isFrozen(airaccount) && Object.isFrozen(airaccount.tee),
  })`);
  expect(found).toEqual({
    node: 'undefined,undefined,undefined,undefined,undefined',
    bridge: 'app,networks,on,tee',
    frozen: true,
  });
});

test('a blank frame, whose functions nobody guards, opens no window and does not leave the page', async ({
  page,
}) => {
  await expectVerified(page);
  const address = page.url();
  const { length } = page.context().pages();
  const inFrame = {
    open: "answer = String(frame.contentWindow.open('https://example.com/'))",
    blank: "answer = String(frame.contentWindow.open('about:blank'))",
    link: "{ const link = Object.assign(frame.contentDocument.createElement('a'), { href: 'https://example.com/', target: '_blank' }); frame.contentDocument.body.append(link); link.click(); }",
    leave:
      "{ const link = Object.assign(frame.contentDocument.createElement('a'), { href: 'https://example.com/', target: '_top' }); frame.contentDocument.body.append(link); link.click(); }",
  };
  await page.evaluate(
    "frame = document.createElement('iframe'); document.body.append(frame); button = document.createElement('button'); button.id = 'press'; button.textContent = 'press'; document.body.append(button)",
  );
  for (const [way, code] of Object.entries(inFrame)) {
    // At a person's click, so that no pop-up blocker does the work.
    await page.evaluate(`button.onclick = () => { answer = 'null'; ${code} }`);
    await page.locator('#press').click();
    expect(await page.evaluate('answer'), way).toBe('null');
    await page.waitForTimeout(200);
    expect(page.context().pages(), way).toHaveLength(length);
    expect(page.url(), way).toBe(address);
  }
});
