// Calls that a bundled descriptor tells about. A descriptor speaks only for its own contract on its own chain, of
// arguments in their one canonical encoding, under all its conditions, and only where every argument is shown.
import { bytesToHex } from '../../protocol/bytes.ts';
import type { Amount, Decoded, DecodedFlag, DescribedField, Party } from '../../protocol/decoded.ts';
import type { Address } from '../../protocol/payment.ts';
import { type AbiValue, decodeArguments } from '../abi.ts';
import { type Call, isUnlimited, partyFlags, type TokenBook } from '../decoded.ts';
import { AAVE_V3 } from './aave-v3.ts';
import { ALLOWANCES } from './allowances.ts';
import type { Deployment, Descriptor, FieldFormat, FunctionDescriptor, Path } from './descriptor.ts';
import { LIDO } from './lido.ts';
import { leafPaths, type NamedFunction, namedFunction, valueAt } from './signature.ts';
import { UNISWAP_V2 } from './uniswap-v2.ts';
import { UNISWAP_SWAP_ROUTER, UNISWAP_SWAP_ROUTER_02 } from './uniswap-v3.ts';
import { WRAPPED_COIN } from './wrapped-coin.ts';

/** A function takes the first of its descriptors whose conditions hold. */
export const DESCRIPTORS: readonly Descriptor[] = [
  WRAPPED_COIN,
  UNISWAP_V2,
  UNISWAP_SWAP_ROUTER,
  UNISWAP_SWAP_ROUTER_02,
  AAVE_V3,
  LIDO,
  ALLOWANCES,
];

const MAX_FIELDS = 32;

interface Compiled extends NamedFunction {
  readonly descriptor: FunctionDescriptor;
  readonly isWhole: boolean;
}
/** A descriptor at one call: where its paths lead. */
interface Reading {
  readonly call: Call;
  readonly deployment: Deployment;
  readonly form: Compiled;
  readonly values: readonly AbiValue[];
}

/** What `descriptors` make of `call`; `undefined` when none of them can. Never throws. */
export function describeCall(
  call: Call,
  tokens: TokenBook,
  descriptors: readonly Descriptor[] = DESCRIPTORS,
): Decoded | undefined {
  const selector = bytesToHex(call.data.subarray(0, 4));
  for (const descriptor of descriptors) {
    const deployment = deploymentOf(descriptor, call, tokens);
    if (deployment === undefined) continue;
    for (const form of compiled(descriptor)) {
      const values =
        form.selector === selector ? decodeArguments(form.inputs, call.data.subarray(4)) : undefined;
      if (values === undefined) continue;
      const decoded = decodedOf({ call, deployment, form, values }, tokens);
      if (decoded !== undefined) return decoded;
    }
  }
  return undefined;
}

function deploymentOf(descriptor: Descriptor, call: Call, tokens: TokenBook): Deployment | undefined {
  const { deployments } = descriptor;
  const here = { chainId: call.chainId, address: call.to };
  if ('standard' in deployments) {
    return tokens.standardOf(call.chainId, call.to) === deployments.standard ? here : undefined;
  }
  return deployments.find(({ chainId, address }) => chainId === call.chainId && address === call.to);
}

function decodedOf(reading: Reading, tokens: TokenBook): Decoded | undefined {
  const { call, form } = reading;
  if (!holds(reading)) return undefined;
  const fields = form.descriptor.fields.map((field) => linesOf(reading, field));
  if (fields.includes(undefined) || fields.flat().length > MAX_FIELDS) return undefined;
  const lines = fields.flat().filter((line) => line !== undefined);
  const amounts = amountsOf(reading);
  if (amounts === undefined) return undefined;
  const parties: Party[] = [{ role: 'contract', address: call.to }, ...partiesOf(reading)];
  const flags: DecodedFlag[] = form.isWhole ? [] : ['blind'];
  flags.push(...partyFlags(parties, call.chainId, tokens));
  const assets = [...lines.map(({ asset }) => asset), ...amounts.map(({ asset }) => asset)];
  const isKnown = (asset: string | undefined): boolean =>
    asset === undefined ||
    asset === 'native' ||
    tokens.standardOf(call.chainId, asset as Address) === 'erc20';
  if (!assets.every(isKnown)) flags.push('unknown-token');
  if (parties.some(({ role }) => role === 'owner')) flags.push('moves-of-another');
  return {
    kind: 'described-call',
    chainId: call.chainId,
    parties,
    amounts,
    flags,
    inner: [],
    described: { intent: form.descriptor.intent, fields: lines },
  };
}

/** Coins as the descriptor wants them, and every condition. */
function holds(reading: Reading): boolean {
  const { value, conditions = [] } = reading.form.descriptor;
  const { valueWei } = reading.call;
  if (value === 'none' && valueWei !== 0n) return false;
  if (value !== 'none' && value !== 'any' && at(reading, value) !== valueWei) return false;
  return conditions.every(({ path, is, isNot = [] }) => {
    const found = at(reading, path);
    if (found === undefined || isNot.includes(String(found))) return false;
    if (is === undefined) return true;
    return String(found) === (isPath(is) ? at(reading, is) : is);
  });
}

/** `undefined`: what the field tells of is not there. */
function linesOf(reading: Reading, field: FieldFormat): DescribedField[] | undefined {
  const found = at(reading, field.path);
  const asset = field.asset === undefined ? undefined : assetAt(reading, field.asset);
  if (found === undefined || (field.asset !== undefined && asset === undefined)) return undefined;
  const each = Array.isArray(found) ? (found as readonly AbiValue[]) : [found];
  const { label, format } = field;
  return each.map((value) =>
    format === 'per-million'
      ? { label, format: 'text', value: `${Number(value) / 10_000} %` }
      : { label, format, value: String(value), ...(asset === undefined ? {} : { asset }) },
  );
}

function amountsOf(reading: Reading): Amount[] | undefined {
  const { call, form } = reading;
  const amounts: Amount[] = [];
  if (call.valueWei > 0n) amounts.push({ asset: 'native', amount: call.valueWei, unlimited: false });
  for (const spend of form.descriptor.spends ?? []) {
    const asset = assetAt(reading, spend.asset);
    const amount = at(reading, spend.amount);
    if (asset === undefined || typeof amount !== 'bigint') return undefined;
    if (spend.unlessOwn !== undefined && at(reading, spend.unlessOwn) === call.from) continue;
    amounts.push({ asset, amount, unlimited: isUnlimited(amount) });
  }
  return amounts;
}

function partiesOf(reading: Reading): Party[] {
  return reading.form.descriptor.fields.flatMap(({ role, path }) => {
    const address = at(reading, path);
    return role === undefined || address === reading.call.from ? [] : [{ role, address: address as Address }];
  });
}

function assetAt(reading: Reading, path: Path): Address | 'native' | undefined {
  const asset = path === 'native' ? path : at(reading, path);
  return typeof asset === 'string' ? (asset as Address | 'native') : undefined;
}

function isPath(text: string): boolean {
  return /^[#@$]\./.test(text);
}

function at({ call, deployment, form, values }: Reading, path: Path): AbiValue | undefined {
  if (path === '@.value') return call.valueWei;
  if (path === '@.to') return call.to;
  if (path === '@.from') return call.from;
  if (path === '$.wrapped') return deployment.wrapped as Address | undefined;
  const [, ...names] = path.replace(/\.\[.*$/, '').split('.');
  const value = valueAt(form.arguments, values, names);
  const index = /\[(.+)\]$/.exec(path)?.[1];
  if (index === undefined) return value;
  // A list of one has no first and last.
  if (!Array.isArray(value) || value.length < 2) return undefined;
  const list = value as readonly AbiValue[];
  return index === '1:-1' ? list.slice(1, -1) : list.at(Number(index));
}

const compiledForms = new WeakMap<Descriptor, readonly Compiled[]>();

function compiled(descriptor: Descriptor): readonly Compiled[] {
  const forms =
    compiledForms.get(descriptor) ??
    descriptor.functions.map((each) => {
      const named = namedFunction(each.signature);
      return { ...named, descriptor: each, isWhole: leavesOut(each).length === 0 };
    });
  compiledForms.set(descriptor, forms);
  return forms;
}

/** The arguments that a person would not see: neither shown nor held to one value. Opaque bytes are never shown. */
export function leavesOut({ signature, fields, conditions = [] }: FunctionDescriptor): string[] {
  const told = new Set([
    ...fields.flatMap(({ path, asset }) => [path, asset]),
    ...conditions.filter(({ is }) => is !== undefined).map(({ path }) => path),
  ]);
  return leafPaths(namedFunction(signature).arguments)
    .filter(({ path, type }) => {
      if ('items' in type) return !['[0]', '[1:-1]', '[-1]'].every((index) => told.has(`${path}.${index}`));
      return ('atom' in type && type.atom === 'bytes') || !told.has(path);
    })
    .map(({ path }) => path);
}
