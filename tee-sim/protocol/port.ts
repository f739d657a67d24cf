// What passes between the driver (Normal World) and the TEE process: structured clones over one port.
import type { TeeFailure, TeeReason } from './codes.ts';
import { driverContextSchema, signedTextSchema } from './envelope.ts';
import { z } from './schema.ts';

const bytes32 = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 32);

export const MASTER_KEY_SOURCES = ['file', 'environment', 'keychain', 'plain-keychain', 'ephemeral'] as const;
export type MasterKeySource = (typeof MASTER_KEY_SOURCES)[number];

/** The first message, once. The TEE zeroes `masterKey` when it has derived its keys. */
export const bootMessageSchema = z.strictObject({
  type: z.literal('boot'),
  dataDir: z.string().min(1).max(4_096),
  masterKey: bytes32,
  masterKeySource: z.enum(MASTER_KEY_SOURCES),
  measurements: z.strictObject({ tee: bytes32, client: bytes32 }),
  engine: z.enum(['noble', 'sm-crypto']),
  recordSuite: z.union([z.literal(1), z.literal(2)]),
  /** QA only: added to the wall clock at boot. */
  clockOffsetMs: z.number().int().default(0),
  /** The TEE before this one ended without being asked to: it panicked or was killed. */
  afterPanic: z.boolean().default(false),
});
export type BootMessage = z.input<typeof bootMessageSchema>;

const requestId = z.number().int().min(1);

export const portRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('attest'),
    id: requestId,
    clientNonce: bytes32,
    /** Absent: the window. */
    channelId: z.string().min(1).max(64).optional(),
  }),
  z.strictObject({
    type: z.literal('invoke'),
    id: requestId,
    /** Checked for size before anything else; deliberately not parsed here. */
    envelope: z.string(),
    driverContext: driverContextSchema.optional(),
    /** Which client sent it, as the driver measured that; absent: the window, measured at boot. */
    client: z.strictObject({ channelId: z.string().min(1).max(64), measurement: bytes32 }).optional(),
  }),
  /** The machine was locked or goes to sleep: sessions are locked where the policy says so. */
  z.strictObject({ type: z.literal('lock'), id: requestId, why: z.enum(['system-lock', 'suspend']) }),
  /** Copies the database files as they are; only a TEE that could not boot does it. */
  z.strictObject({ type: z.literal('export'), id: requestId, targetDir: z.string().min(1).max(4_096) }),
  /** A local client is gone: its sessions end with it. */
  z.strictObject({ type: z.literal('close-channel'), id: requestId, channelId: z.string().min(1).max(64) }),
  z.strictObject({ type: z.literal('shutdown'), id: requestId }),
]);
export type PortRequest = z.input<typeof portRequestSchema>;

/** What the TEE sends: its boot's outcome once, then one answer per request id. */
export const portAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('booted') }),
  z.strictObject({ type: z.literal('unattested'), code: z.string(), reason: z.string() }),
  z.discriminatedUnion('ok', [
    z.strictObject({ type: z.literal('answer'), id: requestId, ok: z.literal(true), value: z.unknown() }),
    z.strictObject({
      type: z.literal('answer'),
      id: requestId,
      ok: z.literal(false),
      error: z.strictObject({ code: z.string(), origin: z.string(), reason: z.string().optional() }),
    }),
  ]),
]);
export type PortAnswer = z.input<typeof portAnswerSchema>;

/** Results by request type. */
export const portResultSchemas = {
  attest: signedTextSchema,
  invoke: signedTextSchema,
  export: z.strictObject({ files: z.array(z.string()) }),
  lock: z.strictObject({}),
  'close-channel': z.strictObject({}),
  shutdown: z.strictObject({}),
} as const;

/** Why a TEE that runs is not attested: it answers only export and shutdown. */
export interface Unattested {
  readonly code: TeeFailure['code'];
  readonly reason: TeeReason;
}
