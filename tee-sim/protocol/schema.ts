// Zod set up for a page without `unsafe-eval`, and the brands and small schemas that many messages share.
import { z } from 'zod';
import { base64UrlToBytes } from './bytes.ts';

z.config({ jitless: true });

export { z };

/** base64url text of exactly (or, with `max`, at most) so many bytes; parses to the bytes. */
export function bytesSchema(length: number, max = length): z.ZodType<Uint8Array, string> {
  return z
    .string()
    .max(Math.ceil((max * 4) / 3) + 2)
    .transform((text, context) => {
      try {
        const bytes = base64UrlToBytes(text);
        if (bytes.length >= length && bytes.length <= max) return bytes;
      } catch {
        // falls through to the one refusal below
      }
      context.addIssue({ code: 'custom', message: 'base64url' });
      return z.NEVER;
    });
}

/** Controls, line ends, and what turns the direction of text around; joiners, which some scripts need, are none. */
const MISLEADING = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** What a person calls a thing, of 1 to 64 characters: others see it beside their own, so it shows as what it is. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .refine((name) => name.isWellFormed() && !MISLEADING.test(name));

/** Milliseconds since 1970-01-01T00:00Z, a whole number. */
export const timeMsSchema = z.number().int().min(0).max(8_640_000_000_000_000);

/** A row of the risk log; SQLite's rowid, counted from 1. */
export const logIdSchema = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).brand<'LogId'>();
export type LogId = z.output<typeof logIdSchema>;

/** 16 bytes chosen by the client; the same id never commits twice. */
export const operationIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{21}[AQgw]$/)
  .brand<'OperationId'>();
export type OperationId = z.output<typeof operationIdSchema>;

/** 16 bytes chosen by the TEE. */
export const sessionIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{21}[AQgw]$/)
  .brand<'SessionId'>();
export type SessionId = z.output<typeof sessionIdSchema>;
