import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeFrame, FrameReader } from '../../../main/local-frames.ts';

const MAX_BYTES = 4_096;

it('frames come out as they went in, however they were cut on their way', () => {
  const message = fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 40 }), { maxKeys: 4 });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 12 }), (sent, cuts) => {
      const whole = Buffer.concat(sent.map(encodeFrame));
      const ends = [...cuts.map((cut) => cut % (whole.length + 1)), whole.length].sort((a, b) => a - b);
      const reader = new FrameReader(MAX_BYTES);
      const read = ends.flatMap((end, i) => [...reader.read(whole.subarray(ends[i - 1] ?? 0, end))]);
      expect(read).toEqual(JSON.parse(JSON.stringify(sent)));
    }),
  );
});

it('a frame may be as long as the most, and no byte longer', () => {
  const text = 'x'.repeat(MAX_BYTES - '{"t":""}'.length);
  expect([...new FrameReader(MAX_BYTES).read(encodeFrame({ t: text }))]).toEqual([{ t: text }]);
  expect(() => [...new FrameReader(MAX_BYTES).read(encodeFrame({ t: `${text}x` }))]).toThrow(RangeError);
});

it('any bytes are frames, or are refused, and never anything else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        for (const message of new FrameReader(MAX_BYTES).read(Buffer.from(bytes))) JSON.stringify(message);
      } catch (error) {
        expect(error instanceof RangeError || error instanceof SyntaxError).toBe(true);
      }
    }),
  );
});
