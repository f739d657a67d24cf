// The only list of renderer↔main calls and events. The preload's bridge, main's handlers and the
// tests' doubles are derived from it. Schemas are applied by the process that acts: inputs in main,
// events and results in the renderer.
import { TEE_CODES, TEE_ORIGINS, TEE_REASONS, type TeeFailure } from '../tee-sim/protocol/codes.ts';
import { LOGIN_METHODS } from '../tee-sim/protocol/commands-users.ts';
import { MAX_ENVELOPE_BYTES, signedTextSchema } from '../tee-sim/protocol/envelope.ts';
import { bytesSchema, z } from '../tee-sim/protocol/schema.ts';
import { type CallSpec, call } from './call-spec.ts';
import { networkCalls } from './network-calls.ts';
import { networkUpdateSchema } from './networks.ts';

const NoInput = z.undefined();
const Nothing = z.undefined();

const failureCode = z.enum(
  Object.keys(TEE_CODES).filter((code) => code !== 'SUCCESS') as [TeeFailure['code']],
);
const reason = z.enum(TEE_REASONS);

/** The languages of window and menus. */
export const languageSchema = z.enum(['en', 'zh-CN']);
export type Language = z.output<typeof languageSchema>;

/** What the application menu asks the page to show. */
export const menuActionSchema = z.enum([
  'about',
  'shortcuts',
  'show-wallets',
  'show-send',
  'show-sign',
  'show-history',
  'show-contacts',
  'show-assess',
  'show-activity',
  'show-trusted',
  'show-security',
  'show-networks',
  'lock',
]);
export type MenuAction = z.output<typeof menuActionSchema>;

/** The keys of those actions, as Electron writes accelerators; `CmdOrCtrl` is ⌘ on a Mac, else Ctrl. */
export const menuKeys = {
  'show-wallets': 'CmdOrCtrl+1',
  'show-send': 'CmdOrCtrl+2',
  'show-sign': 'CmdOrCtrl+3',
  'show-history': 'CmdOrCtrl+4',
  'show-contacts': 'CmdOrCtrl+5',
  'show-assess': 'CmdOrCtrl+6',
  'show-activity': 'CmdOrCtrl+7',
  'show-trusted': 'CmdOrCtrl+8',
  'show-security': 'CmdOrCtrl+9',
  'show-networks': 'CmdOrCtrl+,',
  lock: 'CmdOrCtrl+L',
  shortcuts: 'F1',
} as const satisfies Partial<Record<MenuAction, string>>;

/** Of a file that a person saves, in UTF-8. */
export const MAX_SAVED_BYTES = 64 * 1_048_576;
/** A bare name, never a path: letters and digits of any script, then also `. _ -` and spaces. */
const fileNameSchema = z.string().regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,98}[\p{L}\p{N}_-])?$/u);

/** The driver's view of the TEE process. */
export const teeStatusSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('starting') }),
  z.strictObject({ state: z.literal('ready'), starts: z.number().int() }),
  /** Runs, but could not boot properly: answers only export and quit. */
  z.strictObject({ state: z.literal('unattested'), code: failureCode, reason }),
  z.strictObject({ state: z.literal('restarting'), attempt: z.number().int(), retryInMs: z.number().int() }),
  /** Gave up after repeated deaths, or was stopped; `restart` tries again. */
  z.strictObject({ state: z.literal('stopped'), reason }),
]);
export type TeeStatus = z.output<typeof teeStatusSchema>;

export const contract = {
  tee: {
    status: call(NoInput, teeStatusSchema),
    attest: call(z.strictObject({ clientNonce: bytesSchema(32) }), signedTextSchema),
    invoke: call(z.strictObject({ envelope: z.string().max(2 * MAX_ENVELOPE_BYTES) }), signedTextSchema),
    /** Main signs the proof of OPEN_SESSION with the client's key, over the measurement that it took itself. */
    proveClient: call(
      z.strictObject({
        bootId: bytesSchema(16),
        challenge: bytesSchema(32),
        login: z.enum(LOGIN_METHODS),
        secretDigest: bytesSchema(32),
      }),
      z.strictObject({ certificate: bytesSchema(65), signature: bytesSchema(64) }),
    ),
    restart: call(NoInput, Nothing),
    /** Copies the encrypted files beside the originals, for a TEE that could not boot. */
    exportFiles: call(NoInput, z.strictObject({ folder: z.string(), files: z.array(z.string()) })),
  },
  app: {
    info: call(
      NoInput,
      z.strictObject({
        version: z.string(),
        /** What runs the app: real Electron, or the browser host that stands in for it. */
        host: z.enum(['electron', 'browser-host']),
        versions: z.record(z.string(), z.string()),
        platform: z.string(),
        masterKeySource: z.enum(['file', 'environment', 'keychain', 'plain-keychain', 'ephemeral']),
        /** The client's expected measurement from the manifest beside the bundle, hex. */
        expectedClientMeasurement: z.string(),
      }),
    ),
    openExternal: call(z.strictObject({ url: z.string().max(2_048) }), Nothing),
    /** Tells main the page's language, for the menus of this start and the next. */
    setLanguage: call(z.strictObject({ language: languageSchema }), Nothing),
    /** Asks the person where to save a text, and does; `saved` is false when they cancelled. */
    saveFile: call(
      z.strictObject({
        suggestedName: fileNameSchema,
        mimeType: z.enum(['text/csv', 'application/json', 'text/plain']),
        text: z.string().max(MAX_SAVED_BYTES),
      }),
      z.strictObject({ saved: z.boolean() }),
    ),
    /** Asks the system to keep this window out of pictures and recordings; `isProtected` is false where it cannot. */
    protectContent: call(z.strictObject({ on: z.boolean() }), z.strictObject({ isProtected: z.boolean() })),
  },
  networks: networkCalls,
} as const satisfies Readonly<Record<string, Readonly<Record<string, CallSpec<z.ZodType, z.ZodType>>>>>;

export type Contract = typeof contract;

/** Main → renderer, without an answer. */
export const events = {
  teeStatus: teeStatusSchema,
  /** The machine was locked or slept, and the TEE has been told: sessions may be locked, as the policy says. */
  systemLocked: z.strictObject({ why: z.enum(['system-lock', 'suspend']) }),
  menuAction: menuActionSchema,
  networkUpdate: networkUpdateSchema,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** Across the boundary nothing is thrown: a value, or a failure of the closed list. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: TeeFailure };

export const failureSchema = z.strictObject({
  code: failureCode,
  origin: z.enum(Object.keys(TEE_ORIGINS) as [keyof typeof TEE_ORIGINS]),
  reason: reason.optional(),
});

type Args<I> = undefined extends I ? [] : [input: I];

/** What the preload exposes as `window.airaccount`. */
export type Bridge = {
  readonly [G in keyof Contract]: {
    readonly [C in keyof Contract[G]]: Contract[G][C] extends CallSpec<infer I, infer O>
      ? (...args: Args<z.input<I>>) => Promise<Result<z.output<O>>>
      : never;
  };
} & {
  readonly on: {
    readonly [E in keyof typeof events]: (
      listener: (event: z.output<(typeof events)[E]>) => void,
    ) => () => void;
  };
};

/** What main must implement: one handler per call; throwing a `TeeError` answers its code. */
export type ApiHandlers = {
  readonly [G in keyof Contract]: {
    readonly [C in keyof Contract[G]]: Contract[G][C] extends CallSpec<infer I, infer O>
      ? (...args: Args<z.output<I>>) => Promise<z.input<O>>
      : never;
  };
};
