// The attestation document: who answers, which boot and code it is, and the keys to talk to it with.
import { PROTOCOL_VERSION } from './envelope.ts';
import { bytesSchema, timeMsSchema, z } from './schema.ts';

export const MODULE_ID = 'airaccount-tee-sim';

/** `teeTimeMs` at signing; a document older than this on arrival is refused. */
export const ATTESTATION_MAX_AGE_MS = 30_000;

/** Epoch life (DESIGN §3): 15 min or 1,000 opened requests, and the previous key answers for 60 s more. */
export const EPOCH_LIFE_MS = 900_000;
export const EPOCH_REQUESTS = 1_000;
export const EPOCH_OVERLAP_MS = 60_000;

/** Exact JSON text signed by the device identity key under `LABELS.attestation`. Bytes are base64url. */
export const attestationDocumentSchema = z.strictObject({
  moduleId: z.literal(MODULE_ID),
  /** Always true: this Secure World is a process, not silicon. */
  simulated: z.literal(true),
  protocolVersion: z.literal(PROTOCOL_VERSION),
  bootId: bytesSchema(16),
  bootedAtMs: timeMsSchema,
  teeTimeMs: timeMsSchema,
  /** SM3 of the TEE's bundle and of the client's, both as measured by the driver before use. */
  measurements: z.strictObject({ tee: bytesSchema(32), client: bytesSchema(32) }),
  policyDigest: bytesSchema(32),
  deviceIdentity: bytesSchema(65),
  epoch: z.strictObject({
    /** First 8 bytes of SM3(channelPublicKey). */
    keyId: bytesSchema(8),
    channelPublicKey: bytesSchema(65),
    notAfterMs: timeMsSchema,
  }),
  responsePublicKey: bytesSchema(65),
  clientNonce: bytesSchema(32),
  issuedAtMs: timeMsSchema,
});
export type AttestationDocumentText = z.input<typeof attestationDocumentSchema>;
export type AttestationDocument = z.output<typeof attestationDocumentSchema>;
