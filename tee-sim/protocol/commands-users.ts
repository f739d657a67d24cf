// Commands of layer 2: sessions, logging in, and what a user can do with their own factors.
import { command, openCommand } from './command-spec.ts';
import {
  ENROLMENT_SAMPLES,
  FACTORS,
  keystrokeSampleSchema,
  oneTimeCodeSchema,
  PASSWORD_BYTES,
  ROLES,
  userIdSchema,
  userNameSchema,
  userSummarySchema,
} from './factors.ts';
import { bytesSchema, sessionIdSchema, timeMsSchema, z } from './schema.ts';

/** GlobalPlatform login methods that this TA accepts: the client application proves who it is. */
export const LOGIN_METHODS = ['LOGIN_APPLICATION'] as const;

const NoParams = z.strictObject({});

const anyone = { operation: 'Authenticate', subject: { kind: 'client' }, level: 'Standard' } as const;
const self = { operation: 'ManageAccount', subject: { kind: 'user' }, level: 'Standard' } as const;
const selfAtMaximum = { ...self, level: 'Maximum' } as const;

const samples = z.array(keystrokeSampleSchema).length(ENROLMENT_SAMPLES);
const newPassword = { password: PASSWORD_BYTES } as const;

/** What a registration brings besides the password. */
const registration = z.strictObject({
  name: userNameSchema,
  /** From the secret of PREPARE_FACTORS. */
  oneTimeCode: oneTimeCodeSchema,
  /** The prepared recovery words at `wordsToCheck`, in that order: proof that they were written down. */
  checkedWords: z.array(z.string().max(16)).length(2),
  typing: samples.optional(),
});
const registered = z.strictObject({ userId: userIdSchema, name: z.string(), role: z.enum(ROLES) });

const loggedIn = z.strictObject({
  /** In place of the id that the request named, which is over: ids are rotated at login. */
  sessionId: sessionIdSchema,
  user: userSummarySchema,
});

/** Another session as lists name it: not its id, which only its owner may know. */
const sessionRef = z.string().regex(/^[0-9a-f]{16}$/);

export const userCommands = {
  /** Something fresh for the proof of OPEN_SESSION. */
  GET_CHALLENGE: openCommand({ params: NoParams, result: z.strictObject({ challenge: bytesSchema(32) }) }),
  /**
   * GP TEEC_OpenSession. The secret MACs every later request of the session. The certificate is the client's SM2
   * public key; its signature covers `openSessionProofInput`. The first client ever is registered as the wallet.
   */
  OPEN_SESSION: openCommand({
    secrets: { sessionSecret: 32 },
    params: z.strictObject({
      taUuid: z.string().max(36),
      login: z.enum(LOGIN_METHODS),
      challenge: bytesSchema(32),
      certificate: bytesSchema(65),
      signature: bytesSchema(64),
    }),
    result: z.strictObject({
      sessionId: sessionIdSchema,
      clientName: z.string(),
      /** Whether the device has its owner yet; until then anyone may become it. */
      ownerExists: z.boolean(),
      /**
       * The client's program is another than the registered one; or it is the window, whose key this device does not
       * know yet. Its user can log in, and the device owner CONFIRM_CLIENT_PROGRAM: nothing else until then.
       */
      programChanged: z.boolean(),
    }),
  }),
  /** GP TEEC_CloseSession. */
  CLOSE_SESSION: command(anyone, { params: NoParams, result: NoParams }),
  /** S2's authenticate_session: the request's `proof` is checked, and the session is the user's from then on. */
  AUTHENTICATE_USER: command(anyone, { params: NoParams, result: loggedIn }),
  /** Wipes the user's key; the session stays open and needs AUTHENTICATE_USER again. */
  LOCK_SESSION: command(anyone, { params: NoParams, result: NoParams }),
  /** Who this session's user is; `locked` names the user who locked it. */
  GET_ACCOUNT: command(anyone, {
    params: NoParams,
    result: z.strictObject({
      ownerExists: z.boolean(),
      user: userSummarySchema.optional(),
      lockedUser: z.string().optional(),
      /** Needed for the `templateHash` of a typing proof; of the logged-in or locked user. */
      typingTemplateHash: bytesSchema(32).optional(),
      /** Enhanced needs no factor for so much longer, ms. */
      enhancedForMs: z.number().int().min(0),
      /** Time while the TEE was off that the owner has not confirmed yet (policy `gaps: 'confirm'`), ms. */
      unconfirmedGapMs: z.number().int().min(0),
    }),
  }),
  /**
   * Draws what a registration or a new one-time-code factor needs and keeps it for this session, in memory only,
   * for 15 minutes. Shown once; asked again, it draws anew.
   */
  PREPARE_FACTORS: command(anyone, {
    params: z.strictObject({ name: userNameSchema }),
    result: z.strictObject({
      /** RFC 4648 base32 of 20 bytes, and the same as an otpauth URI for a QR code. */
      oneTimeCodeSecret: z.string(),
      oneTimeCodeUri: z.string(),
      recoveryCodes: z.array(z.string()).length(8),
      /** BIP-39 English words, 128 bits: they restore a forgotten password. */
      recoveryWords: z.array(z.string()).length(12),
      /** Which of them a registration must repeat, counted from 0. */
      wordsToCheck: z.array(z.number().int().min(0).max(11)).length(2),
    }),
  }),
  /** The first user of the device, with two factors. Refused once there is one. */
  REGISTER_OWNER: command(anyone, {
    changesState: true,
    secrets: newPassword,
    params: registration,
    result: registered,
  }),
  /** Another user, who starts without any wallet. */
  REGISTER_USER: command(
    { operation: 'ManageUsers', subject: { kind: 'device-owner' }, level: 'Enhanced' },
    { changesState: true, secrets: newPassword, params: registration, result: registered },
  ),
  LIST_USERS: command(
    { operation: 'ViewSecurity', subject: { kind: 'user' }, level: 'Standard' },
    { params: NoParams, result: z.strictObject({ users: z.array(userSummarySchema) }) },
  ),
  CHANGE_PASSWORD: command(selfAtMaximum, {
    changesState: true,
    secrets: newPassword,
    params: NoParams,
    result: NoParams,
  }),
  /** Puts what PREPARE_FACTORS drew in place of the old secret and recovery codes. */
  REPLACE_ONE_TIME_CODE: command(selfAtMaximum, {
    changesState: true,
    params: z.strictObject({ oneTimeCode: oneTimeCodeSchema }),
    result: NoParams,
  }),
  ENROL_TYPING: command(selfAtMaximum, {
    changesState: true,
    params: z.strictObject({ typing: samples }),
    result: NoParams,
  }),
  /** Refused when Maximum could not be reached any more. */
  REMOVE_FACTOR: command(selfAtMaximum, {
    changesState: true,
    params: z.strictObject({ factor: z.enum(FACTORS).exclude(['password']) }),
    result: NoParams,
  }),
  /** A forgotten password: the recovery words (as UTF-8, single spaces) in its place; every session of the user ends. */
  RECOVER_PASSWORD: command(
    { ...anyone, operation: 'ManageAccount' },
    {
      changesState: true,
      secrets: { words: [1, 256], password: PASSWORD_BYTES },
      params: z.strictObject({ name: userNameSchema }),
      result: NoParams,
    },
  ),
  /** The user's own; the device owner sees everyone's. */
  LIST_SESSIONS: command(
    { operation: 'ViewSecurity', subject: { kind: 'user' }, level: 'Standard' },
    {
      params: NoParams,
      result: z.strictObject({
        sessions: z.array(
          z.strictObject({
            ref: sessionRef,
            clientName: z.string(),
            userName: z.string().optional(),
            openedAtMs: timeMsSchema,
            lastUsedAtMs: timeMsSchema,
            current: z.boolean(),
          }),
        ),
      }),
    },
  ),
  TERMINATE_SESSION: command(self, {
    changesState: true,
    params: z.strictObject({ ref: sessionRef }),
    result: NoParams,
  }),
} as const;
