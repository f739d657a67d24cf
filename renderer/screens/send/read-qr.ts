// Finds a QR code in a picture from a file. The decoder is loaded when it is first needed, and looks at a small copy
// first: a large one takes longer than a window should stand still.
const MAX_FILE_BYTES = 20 * 1_048_576;
/** Longest sides that are tried, in pixels. */
const SIDES = [480, 1_100] as const;

export type ReadPicture =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: 'picture-unreadable' | 'picture-without-code' };

/** Never rejects. */
export async function readQr(file: Blob): Promise<ReadPicture> {
  if (file.size > MAX_FILE_BYTES) return { ok: false, problem: 'picture-unreadable' };
  try {
    const { default: decode } = await import('jsqr');
    const picture = await createImageBitmap(file);
    try {
      for (const side of SIDES) {
        const { data, width, height } = pixelsOf(picture, side);
        const found = decode(data, width, height);
        if (found !== null && found.data !== '') return { ok: true, text: found.data };
        await idle();
      }
      return { ok: false, problem: 'picture-without-code' };
    } finally {
      picture.close();
    }
  } catch {
    return { ok: false, problem: 'picture-unreadable' };
  }
}

function pixelsOf(picture: ImageBitmap, side: number): ImageData {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new Error('no canvas');
  // A picture with a transparent ground is read as one on white.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

function idle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
