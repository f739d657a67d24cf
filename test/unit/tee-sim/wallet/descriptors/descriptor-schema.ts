// What a bundled descriptor must look like; judged here, not at run time: they are ours, and never change there.
import { z } from 'zod';
import { FIELD_LABELS, INTENTS, PARTY_ROLES } from '../../../../../tee-sim/protocol/decoded.ts';
import { addressSchema, chainIdSchema } from '../../../../../tee-sim/protocol/payment.ts';

const eip55 = z.string().refine((text) => addressSchema.safeParse(text).data === text);
const argument = /^#(\.[A-Za-z_]\w*)+(\.\[(0|-1|1:-1)\])?$/;
const path = z.string().regex(new RegExp(`${argument.source}|^@\\.(value|to|from)$`));
const address = z.strictObject({ chainId: chainIdSchema, address: eip55, wrapped: eip55.optional() });
const label = z.enum(FIELD_LABELS);

const field = z.union([
  z.strictObject({
    label,
    format: z.literal('amount'),
    path,
    asset: z.union([z.literal('native'), path]),
  }),
  z.strictObject({
    label,
    format: z.literal('address'),
    path,
    role: z.enum(PARTY_ROLES).optional(),
  }),
  z.strictObject({ label, format: z.enum(['number', 'date', 'per-million']), path }),
]);

const value = z.union([z.string().regex(/^(0|[1-9][0-9]*)$/), eip55, z.literal('$.wrapped')]);
const condition = z.union([
  z.strictObject({ path, is: value }),
  z.strictObject({ path, isNot: z.array(value).min(1) }),
]);

const names = String.raw`[a-z]+[0-9]*(\[\])? \w+`;
export const descriptorSchema = z.strictObject({
  deployments: z.union([
    z.array(address).min(1),
    z.strictObject({ standard: z.enum(['erc20', 'erc721', 'erc1155']) }),
  ]),
  functions: z
    .array(
      z.strictObject({
        signature: z
          .string()
          .regex(new RegExp(String.raw`^\w+\((${names}|\(${names}(,${names})*\) \w+|,)*\)$`)),
        intent: z.enum(INTENTS),
        value: z.union([z.enum(['none', 'any']), path]),
        conditions: z.array(condition).optional(),
        fields: z.array(field).min(1),
        spends: z.array(z.strictObject({ asset: path, amount: path, unlessOwn: path.optional() })).optional(),
      }),
    )
    .min(1),
});
