// What a local client may ask over the socket, and how it is answered. Envelopes stay sealed: this carries them only.
import { failureSchema } from '../preload/contract.ts';
import { MAX_ENVELOPE_BYTES } from '../tee-sim/protocol/envelope.ts';
import { bytesSchema, z } from '../tee-sim/protocol/schema.ts';

const id = z.number().int().min(1);

export const localRequestSchema = z.discriminatedUnion('call', [
  /** First and once: which process and which program file this is. The driver looks for itself. */
  z.strictObject({
    id,
    call: z.literal('hello'),
    pid: z.number().int().min(1),
    program: z.string().min(1).max(4_096),
  }),
  z.strictObject({ id, call: z.literal('attest'), clientNonce: bytesSchema(32) }),
  z.strictObject({ id, call: z.literal('invoke'), envelope: z.string().max(MAX_ENVELOPE_BYTES) }),
]);
export type LocalRequest = z.output<typeof localRequestSchema>;
export type LocalRequestText = z.input<typeof localRequestSchema>;
export type LocalHello = Extract<LocalRequest, { call: 'hello' }>;

export const localAnswerSchema = z.discriminatedUnion('ok', [
  z.strictObject({ id, ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ id, ok: z.literal(false), error: failureSchema }),
]);
export type LocalAnswer = z.output<typeof localAnswerSchema>;
