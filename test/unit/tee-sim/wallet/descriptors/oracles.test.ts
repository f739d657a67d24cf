// Every bundled function at every one of its contracts, with any arguments: encoded by viem and ethers, read by us.
import { ethers } from 'ethers';
import fc from 'fast-check';
import { encodeFunctionData, parseAbi } from 'viem';
import { expect, it } from 'vitest';
import { hexToBytes } from '../../../../../tee-sim/protocol/bytes.ts';
import type { Decoded } from '../../../../../tee-sim/protocol/decoded.ts';
import type { Address } from '../../../../../tee-sim/protocol/payment.ts';
import { decodeCall } from '../../../../../tee-sim/wallet/decode-call.ts';
import type { Call } from '../../../../../tee-sim/wallet/decoded.ts';
import { DESCRIPTORS } from '../../../../../tee-sim/wallet/descriptors/describe-call.ts';
import type { Deployment, FunctionDescriptor } from '../../../../../tee-sim/wallet/descriptors/descriptor.ts';
import { bundledTokens } from '../../../../../tee-sim/wallet/known-contracts.ts';
import { toHex } from '../../../../../tee-sim/wallet/uint.ts';
import { address, uint256 } from '../arbitraries.ts';

const USDC: Deployment = { chainId: 1, address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48' };
const FORMS = DESCRIPTORS.flatMap(({ deployments, functions }) =>
  functions.flatMap((form) =>
    ('standard' in deployments ? [USDC] : deployments).map((deployment) => ({ form, deployment })),
  ),
);
const decode = (call: Call): Decoded => decodeCall(call, bundledTokens);

/** Any value of an ABI type, by ethers' reading of the signature. */
function anyOf(type: ethers.ParamType): fc.Arbitrary<unknown> {
  if (type.components !== null) return fc.tuple(...type.components.map(anyOf));
  if (type.arrayChildren !== null) return fc.array(anyOf(type.arrayChildren), { minLength: 2, maxLength: 5 });
  if (type.type === 'address') return address;
  const bits = BigInt(type.type.slice('uint'.length));
  return uint256.map((value) => BigInt.asUintN(Number(bits), value));
}

/** By the descriptor's path, as ethers names what it decoded. */
function lookUp(path: string, decoded: ethers.Result, call: Call): unknown {
  if (path === '@.value') return call.valueWei;
  if (path === '@.to') return call.to;
  let value: unknown = decoded;
  for (const name of path.split('.').slice(1)) {
    const list = value as ethers.Result;
    if (name === '[1:-1]') value = [...list].slice(1, -1);
    else if (name.startsWith('[')) value = [...list].at(Number(name.slice(1, -1)));
    else value = list.getValue(name);
  }
  return value;
}

interface Sample {
  readonly call: Call;
  readonly form: FunctionDescriptor;
  readonly decoded: ethers.Result;
}
function sampleOf(g: fc.GeneratorValue): Sample {
  const { form, deployment } = g(fc.constantFrom, ...FORMS);
  const fragment = ethers.FunctionFragment.from(`function ${form.signature}`);
  const abi = new ethers.Interface([fragment]);
  const args = fragment.inputs.map((type) => g(anyOf, type));
  for (const { path, is } of form.conditions ?? []) {
    if (is !== undefined) put(args, fragment.inputs, path, is === '$.wrapped' ? deployment.wrapped : is);
  }
  const data = abi.encodeFunctionData(fragment, args);
  const viem = parseAbi([`function ${fragment.format('full').replace('function ', '')}`] as never);
  const [item] = viem as readonly { name: string; inputs: readonly unknown[] }[];
  const viemArgs = abi.decodeFunctionData(fragment, data).toArray(true);
  if (item?.inputs.every((input) => !('components' in (input as object)))) {
    expect(encodeFunctionData({ abi: viem, functionName: item?.name, args: viemArgs } as never)).toBe(data);
  }
  const decoded = abi.decodeFunctionData(fragment, data);
  const bare = { chainId: deployment.chainId, from: g(() => address), to: deployment.address as Address };
  const call: Call = { ...bare, data: hexToBytes(data.slice(2)), valueWei: 0n };
  const any = g(() => uint256);
  const valueWei =
    form.value === 'none' ? 0n : form.value === 'any' ? any : (lookUp(form.value, decoded, call) as bigint);
  return { call: { ...call, valueWei }, form, decoded };
}

/** Writes `value` where `path` leads. */
function put(args: unknown[], types: readonly ethers.ParamType[], path: string, value: unknown): void {
  const [, name, next] = path.split('.');
  const at = types.findIndex((type) => type.name === name);
  const inner = args[at] as unknown[];
  if (next === undefined) args[at] = value;
  else if (next.startsWith('[')) inner[next === '[0]' ? 0 : inner.length - 1] = value;
  else put(inner, types[at]?.components ?? [], `#.${next}`, value);
}

function isForbidden({ form, decoded, call }: Sample): boolean {
  return (form.conditions ?? []).some(({ path, isNot = [] }) =>
    isNot.includes(String(lookUp(path, decoded, call))),
  );
}

it('shows exactly what viem and ethers encode', () => {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const sample = sampleOf(g);
      const { call, form, decoded } = sample;
      const ours = decode(call);
      if (isForbidden(sample)) {
        expect(ours).toMatchObject({ kind: 'contract-call' });
        return;
      }
      expect(ours).toMatchObject({ kind: 'described-call', described: { intent: form.intent } });
      expect(ours.flags).not.toContain('blind');
      const expected = form.fields.flatMap(({ label, path, asset, format }) => {
        const found = lookUp(path, decoded, call);
        const shownAsset =
          asset === undefined || asset === 'native' ? asset : String(lookUp(asset, decoded, call));
        return (Array.isArray(found) ? found : [found]).map((value: unknown) => ({
          label,
          value: format === 'per-million' ? `${Number(value) / 10_000} %` : String(value),
          ...(shownAsset === undefined ? {} : { asset: shownAsset }),
        }));
      });
      expect(ours.described?.fields.map(({ format: _, ...field }) => field)).toEqual(expected);
    }),
    { numRuns: 1_500 },
  );
});

it('reads a changed byte as another call of the same form, or not at all', () => {
  fc.assert(
    fc.property(fc.gen(), fc.nat(), fc.nat({ max: 7 }), (g, at, bit) => {
      const { call, form } = sampleOf(g);
      const data = Uint8Array.from(call.data);
      const i = at % data.length;
      data[i] = (data[i] ?? 0) ^ (1 << bit);
      const ours = decode({ ...call, data });
      if (ours.kind !== 'described-call') {
        expect(ours.flags).toContain('blind');
        return;
      }
      const abi = new ethers.Interface([`function ${form.signature}`]);
      const fragment = abi.fragments[0] as ethers.FunctionFragment;
      const again = abi.encodeFunctionData(fragment, abi.decodeFunctionData(fragment, data));
      expect(again).toBe(toHex(data));
    }),
    { numRuns: 1_500 },
  );
});

it('is blind elsewhere, and to anything before or behind', () => {
  fc.assert(
    fc.property(fc.gen(), address, fc.uint8Array({ minLength: 1, maxLength: 64 }), (g, elsewhere, more) => {
      const { call } = sampleOf(g);
      for (const change of [
        { to: elsewhere },
        { chainId: call.chainId + 1 },
        { data: Uint8Array.of(...call.data, ...more) },
        { data: call.data.subarray(0, Math.max(0, call.data.length - more.length)) },
      ]) {
        const ours = decode({ ...call, ...change });
        if (call.data.length > 4 || ours.kind !== 'native-transfer') expect(ours.flags).toContain('blind');
      }
    }),
    { numRuns: 500 },
  );
});
