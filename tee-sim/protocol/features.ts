// Feature data: what a client may tell about how a request was made. Every part is optional;
// what is missing is unknown, not safe. Never which keys were pressed.
import { z } from './schema.ts';

const durationMs = z.number().min(0).max(600_000);
const count = z.number().int().min(0).max(100_000);
const ratio = z.number().min(0).max(1);
const shortText = z.string().max(64);

export const featuresSchema = z.strictObject({
  /** Key rhythm over the whole form: how long keys were held and the time from one press to the next, ms. */
  typing: z
    .strictObject({
      holdMs: z.array(durationMs).max(512),
      flightMs: z.array(durationMs).max(512),
      corrections: count,
    })
    .optional(),
  /** How each field got its content. */
  entry: z
    .strictObject({
      recipient: z.enum(['typed', 'pasted', 'mixed', 'programmatic']),
      amount: z.enum(['typed', 'pasted', 'mixed', 'programmatic']),
    })
    .optional(),
  pointer: z
    .strictObject({
      /** Straight distance over travelled distance; 1 is a perfectly straight path. */
      pathEfficiency: ratio,
      /** Mean speed in CSS pixels per second. */
      speedPxPerS: z.number().min(0).max(1_000_000),
      moves: count,
    })
    .optional(),
  /** From the form's first display, and from its last change, to the request. */
  timing: z.strictObject({ onScreenMs: durationMs, hesitationMs: durationMs }).optional(),
  device: z
    .strictObject({
      platform: shortText,
      cores: z.number().int().min(1).max(1024),
      screen: z.strictObject({
        width: z.number().int().min(1).max(100_000),
        height: z.number().int().min(1).max(100_000),
        pixelRatio: z.number().min(0.1).max(20),
      }),
      locale: shortText,
    })
    .optional(),
  /** IANA zone name, and minutes east of UTC. */
  timeZone: z
    .strictObject({ name: shortText, offsetMinutes: z.number().int().min(-900).max(900) })
    .optional(),
  /** Hour of the person's own day, 0–23. */
  localHour: z.number().int().min(0).max(23).optional(),
});
export type Features = z.output<typeof featuresSchema>;
