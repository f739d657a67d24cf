// A payment request in a picture of a QR code: its network, recipient and exact amount are taken over.
import { encode } from 'uqr';
import { en as m } from '../../renderer/i18n/en.ts';
import { Anvil } from '../helpers/anvil.ts';
import { expect, test } from '../helpers/app-fixture.ts';
import { addLocal } from './network-screen.ts';
import { goTo, RECIPIENT } from './person.ts';
import { importPhrase } from './wallet-screen.ts';

const MODULE_PX = 6;

/** A 24-bit BMP: the one picture format that needs no compression. */
function pictureOf(text: string): Buffer {
  const { data, size } = encode(text, { border: 4 });
  const side = size * MODULE_PX;
  const row = Math.ceil((side * 3) / 4) * 4;
  const file = Buffer.alloc(54 + row * side, 0xff);
  file.fill(0, 0, 54);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  for (const [at, value] of [
    [10, 54],
    [14, 40],
    [18, side],
    [22, side],
    [34, row * side],
  ] as const) {
    file.writeUInt32LE(value, at);
  }
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      if (!data[Math.floor(y / MODULE_PX)]?.[Math.floor(x / MODULE_PX)]) continue;
      file.fill(0, 54 + (side - 1 - y) * row + x * 3, 54 + (side - 1 - y) * row + x * 3 + 3);
    }
  }
  return file;
}

test('a QR code in a picture brings recipient and amount; one of another network changes nothing', async ({
  page,
  watched,
}) => {
  const anvil = await Anvil.start();
  try {
    await importPhrase(page, 'Household');
    await addLocal(page, anvil.url);
    await goTo(page, 'send');
    const choose = async (text: string): Promise<void> => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: m.send.qrLabel }).click();
      await (await chooser).setFiles({ name: 'code.bmp', mimeType: 'image/bmp', buffer: pictureOf(text) });
    };
    await choose(`ethereum:${RECIPIENT}@1?value=1`);
    await expect(page.getByText(m.send.chainUnknown({ chain: '1' })).first()).toBeVisible();
    await choose(`ethereum:${RECIPIENT}@31337?value=1.5e18`);
    await expect(page.getByRole('textbox', { name: m.assess.recipient, exact: true })).toHaveValue(RECIPIENT);
    await expect(page.getByRole('textbox', { name: m.assess.amount, exact: true })).toHaveValue('1.5');
    expect(watched.errors).toEqual([]);
    expect(watched.violations).toEqual([]);
  } finally {
    await anvil.stop();
  }
});
