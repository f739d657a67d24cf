// Commands of layers 1, 3 and 4: clients, who is bound to which wallet, and the policy.
import { bindingSummarySchema, bindingTermsSchema, walletIdSchema } from './bindings.ts';
import {
  clientIdSchema,
  clientNameSchema,
  clientPermissionsSchema,
  clientSummarySchema,
  hexDigestSchema,
} from './clients.ts';
import { command } from './command-spec.ts';
import { userIdSchema } from './factors.ts';
import { policyChangeSchema, policySchema } from './policy.ts';
import { timeMsSchema, z } from './schema.ts';

const NoParams = z.strictObject({});

const manageClients = {
  operation: 'ManageClients',
  subject: { kind: 'device-owner' },
  level: 'Maximum',
} as const;
const viewSecurity = { operation: 'ViewSecurity', subject: { kind: 'user' }, level: 'Standard' } as const;
const ownDevice = { ...viewSecurity, subject: { kind: 'device-owner' } } as const;
const ofWallet = z.strictObject({ walletId: walletIdSchema });
const ofBinding = z.strictObject({ walletId: walletIdSchema, userId: userIdSchema });
const manageBindings = {
  operation: 'ManageBindings',
  subject: { kind: 'wallet', permission: 'MANAGE' },
  level: 'by-change',
} as const;

const policyVersion = z.number().int().min(0).max(1_000_000);

const clientTerms = z.strictObject({
  clientId: clientIdSchema,
  name: clientNameSchema,
  /** SM3 of the client's program, as the driver measures it; hex. */
  binaryHash: hexDigestSchema,
  permissions: clientPermissionsSchema,
});

export const accessCommands = {
  REGISTER_CLIENT: command(manageClients, { changesState: true, params: clientTerms, result: NoParams }),
  LIST_CLIENTS: command(ownDevice, {
    params: NoParams,
    result: z.strictObject({ clients: z.array(clientSummarySchema) }),
  }),
  /** Ends its sessions too. The client that asks cannot revoke itself. */
  REVOKE_CLIENT: command(
    { ...manageClients, level: 'Enhanced' },
    { changesState: true, params: z.strictObject({ clientId: clientIdSchema }), result: NoParams },
  ),
  /**
   * After an update: the program that the driver measured becomes the registered one of the client that asks. A
   * window whose key is new on this device is registered as a wallet.
   */
  CONFIRM_CLIENT_PROGRAM: command(manageClients, { changesState: true, params: NoParams, result: NoParams }),

  LIST_BINDINGS: command(
    { operation: 'ViewSecurity', subject: { kind: 'wallet', permission: 'READ' }, level: 'Standard' },
    {
      params: ofWallet,
      result: z.strictObject({
        bindings: z.array(bindingSummarySchema),
        /** False when a binding of the device does not hold: whose, nobody can tell. */
        isWhole: z.boolean(),
      }),
    },
  ),
  /** Grants a binding, or changes one: Maximum, and Enhanced where every part of it gets tighter. */
  PUT_BINDING: command(manageBindings, {
    changesState: true,
    params: ofBinding.extend({ terms: bindingTermsSchema }),
    result: NoParams,
  }),
  REVOKE_BINDING: command(
    { ...manageBindings, level: 'Enhanced' },
    { changesState: true, params: ofBinding, result: NoParams },
  ),
  /** The policy in force, or an earlier version. */
  GET_POLICY: command(viewSecurity, {
    params: z.strictObject({ version: policyVersion.optional() }),
    result: z.strictObject({
      version: policyVersion,
      current: policyVersion,
      changedAtMs: timeMsSchema.optional(),
      policy: policySchema,
      /** SM3 of its text, hex, as the attestation states it for the one in force. */
      digest: hexDigestSchema,
    }),
  }),
  /** What a change would do, leaf by leaf; changes nothing. */
  PREVIEW_POLICY: command(ownDevice, {
    params: z.strictObject({ policy: policySchema }),
    result: z.strictObject({
      changes: z.array(policyChangeSchema),
      /** CHANGE_POLICY would refuse it, as `policy-locks-out`. */
      locksOut: z.boolean(),
    }),
  }),
  /** `baseVersion` is the version that the change was made from: a policy that changed meanwhile is a conflict. */
  CHANGE_POLICY: command(
    { operation: 'ManagePolicy', subject: { kind: 'device-owner' }, level: 'Maximum' },
    {
      changesState: true,
      params: z.strictObject({ baseVersion: policyVersion, policy: policySchema }),
      result: z.strictObject({ version: policyVersion, changes: z.array(policyChangeSchema) }),
    },
  ),
  /** Counts the time while the TEE was off, where the policy waits for that. */
  CONFIRM_GAP: command(
    { operation: 'ManagePolicy', subject: { kind: 'device-owner' }, level: 'Maximum' },
    { changesState: true, params: NoParams, result: NoParams },
  ),
} as const;
