// Renders resources/icon.svg into what the systems want: PNGs for Linux (and our window there), .ico, .icns.
// Run by hand after the drawing changed; the results are committed, so that packing needs no icon tool.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { launchChromium } from '../test/helpers/chromium.ts';

const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const;
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256] as const;
/** Types of an .icns entry that hold a PNG, by pixels; the last four are for displays of double density. */
const ICNS_TYPES = [
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
  ['ic10', 1024],
] as const;

async function render(sizes: readonly number[]): Promise<Map<number, Buffer>> {
  const svg = readFileSync('resources/icon.svg').toString('base64');
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const images = new Map<number, Buffer>();
    for (const size of new Set(sizes)) {
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(
        `<style>body{margin:0}img{display:block}</style><img width=${size} src="data:image/svg+xml;base64,${svg}">`,
      );
      images.set(size, await page.screenshot({ omitBackground: true }));
    }
    return images;
  } finally {
    await browser.close();
  }
}

/** ICONDIR `0 ‖ 1 ‖ count`, one 16-byte ICONDIRENTRY per image (256 is written as 0), then the PNGs. Little-endian. */
function ico(images: readonly (readonly [number, Buffer])[]): Buffer {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [index, [size, png]] of images.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...images.map(([, png]) => png)]);
}

/** `type ‖ length of all (u32, big-endian) ‖ bytes`, nested once. */
function icnsBlock(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(8 + body.length);
  return Buffer.concat([Buffer.from(type, 'latin1'), length, body]);
}

const images = await render([...LINUX_SIZES, ...ICO_SIZES, ...ICNS_TYPES.map(([, size]) => size)]);
const png = (size: number): Buffer => {
  const image = images.get(size);
  if (image === undefined) throw new Error(`not rendered: ${size}`);
  return image;
};
mkdirSync('resources/icons', { recursive: true });
for (const size of LINUX_SIZES) writeFileSync(`resources/icons/${size}x${size}.png`, png(size));
writeFileSync('resources/icon.ico', ico(ICO_SIZES.map((size) => [size, png(size)] as const)));
const entries = ICNS_TYPES.map(([type, size]) => icnsBlock(type, png(size)));
writeFileSync('resources/icon.icns', icnsBlock('icns', Buffer.concat(entries)));
