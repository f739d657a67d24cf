import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES, messagesFor } from '../../../../../renderer/i18n/languages.ts';
import { PASTE_PROBLEMS } from '../../../../../renderer/screens/sign/paste-error.ts';
import { parsePasted, parseTypedData } from '../../../../../renderer/screens/sign/paste-parser.ts';
import {
  authorizationSchema,
  transactionSchema,
  userOperationSchema,
} from '../../../../../tee-sim/protocol/ethereum.ts';

// EIP-55's own example addresses.
const SIGNER = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const TO = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359';

const base = {
  chainId: 1,
  nonce: '0x7',
  gas: '0x5208',
  to: TO,
  value: '1',
  maxFeePerGas: '30',
  maxPriorityFeePerGas: '1',
};
const parse = (value: unknown) =>
  parsePasted(typeof value === 'string' ? value : JSON.stringify(value), SIGNER);
const problemOf = (value: unknown) => {
  const pasted = parse(value);
  return pasted.ok ? undefined : [pasted.problem, pasted.field];
};

describe('hex', () => {
  test('is an unsigned transaction, however it was copied', () => {
    const content = { kind: 'transaction', transaction: { unsigned: '0x02c0ff' } };
    for (const text of ['0x02c0ff', '02C0FF', ' 0x02c0\n  ff\r\n']) {
      expect(parse(text)).toEqual({ ok: true, content });
    }
  });

  test.each([
    ['', 'empty'],
    ['   \n', 'empty'],
    ['0x', 'unknown'],
    ['0x123', 'odd-hex'],
    ['0x12 3', 'odd-hex'],
    ['hello', 'unknown'],
    ['０x12', 'unknown'],
    [`0x${'ab'.repeat(32)}`, 'looks-like-key'],
    ['ab'.repeat(32), 'looks-like-key'],
    [`0x${'00'.repeat(262_145)}`, 'too-large'],
  ])('%.20j is none: %s', (text, problem) => {
    expect(problemOf(text)?.[0]).toBe(problem);
  });
});

describe('JSON of a transaction', () => {
  const quantity = (value: bigint) =>
    fc.constantFrom<unknown>(
      value.toString(),
      `0x${value.toString(16)}`,
      value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString(),
    );
  const uint = (bits: number) => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 2n });
  const written = (bits: number) =>
    uint(bits).chain((value) => quantity(value).map((text) => ({ value, text })));

  test('says exactly what it said, in whatever way numbers were written', () => {
    const fields = fc.record({
      nonce: written(64),
      gas: written(64),
      value: written(256),
      maxFee: written(256),
      data: fc.uint8Array({ maxLength: 100 }),
      to: fc.option(fc.constant(TO)),
    });
    fc.assert(
      fc.property(fields, ({ nonce, gas, value, maxFee, data, to }) => {
        const hex = `0x${Buffer.from(data).toString('hex')}`;
        const pasted = parse({
          chainId: '0x2105',
          nonce: nonce.text,
          gasLimit: gas.text,
          value: value.text,
          maxFeePerGas: maxFee.text,
          maxPriorityFeePerGas: 0,
          input: hex.toUpperCase().replace('0X', '0x'),
          to,
        });
        if (!pasted.ok || pasted.content.kind !== 'transaction') throw new Error(JSON.stringify(pasted));
        expect(pasted.content.transaction).toEqual({
          type: 'eip1559',
          chainId: 8453,
          nonce: nonce.value.toString(),
          gasLimit: gas.value.toString(),
          valueWei: value.value.toString(),
          maxFeePerGasWei: maxFee.value.toString(),
          maxPriorityFeePerGasWei: '0',
          to,
          data: hex,
          accessList: [],
        });
        expect(transactionSchema.safeParse(pasted.content.transaction).success).toBe(true);
      }),
    );
  });

  test.each([
    [{ gasPrice: '5', maxFeePerGas: undefined, maxPriorityFeePerGas: undefined }, 'legacy'],
    [{ type: '0x0', gasPrice: '5', maxFeePerGas: undefined, maxPriorityFeePerGas: undefined }, 'legacy'],
    [{ gasPrice: '5', accessList: [], maxFeePerGas: undefined, maxPriorityFeePerGas: undefined }, 'eip2930'],
    [{ type: 2 }, 'eip1559'],
    [{ from: SIGNER.toLowerCase() }, 'eip1559'],
  ])('%j is of type %s', (change, type) => {
    expect(parse({ ...base, ...change })).toMatchObject({ ok: true, content: { transaction: { type } } });
  });

  test.each([
    [{ nonce: undefined }, ['missing-field', 'nonce']],
    [{ chainId: undefined }, ['missing-field', 'chainId']],
    [{ to: undefined }, ['missing-field', 'to']],
    [{ maxFeePerGas: undefined }, ['missing-field', 'maxFeePerGas']],
    [{ memo: 'hi' }, ['unknown-field', 'memo']],
    [{ gasPrice: '5' }, ['unknown-field', 'maxFeePerGas']],
    [{ value: 1e18 }, ['inexact-number', 'value']],
    [{ value: 0.5 }, ['inexact-number', 'value']],
    [{ value: -1 }, ['inexact-number', 'value']],
    [{ value: '-1' }, ['bad-value', 'value']],
    [{ value: '1.0' }, ['bad-value', 'value']],
    [{ value: '0x' }, ['bad-value', 'value']],
    [{ value: true }, ['bad-value', 'value']],
    [{ value: (2n ** 256n).toString() }, ['bad-value', 'valueWei']],
    [{ to: TO.replace('fB', 'Fb') }, ['bad-value', 'to']],
    [{ to: '0x12' }, ['bad-value', 'to']],
    [{ data: '0x1' }, ['bad-value', 'data']],
    [{ data: '0x12', input: '0x34' }, ['bad-value', 'input']],
    [{ type: '0x3' }, ['unsupported-type', 'type']],
    [{ type: 'constructor' }, ['unsupported-type', 'type']],
    [{ authorizationList: [] }, ['delegation-list', 'authorizationList']],
    [{ from: TO }, ['other-account', 'from']],
    [{ maxPriorityFeePerGas: '31' }, ['bad-value', undefined]],
    [{ chainId: 0 }, ['bad-value', 'chainId']],
    [{ accessList: [{ address: TO }] }, ['bad-value', 'accessList']],
  ] as const)('%j is refused, and says why', (change, problem) => {
    expect(problemOf({ ...base, ...change })).toEqual(problem);
  });
});

describe('JSON of other things', () => {
  const operation = {
    sender: TO,
    nonce: '0x1',
    callData: '0xABCD',
    callGasLimit: '1',
    verificationGasLimit: '2',
    preVerificationGas: '3',
    maxFeePerGas: '4',
    maxPriorityFeePerGas: '4',
  };
  const target = { chainId: 1, entryPoint: SIGNER };

  test('a user operation, flat or nested', () => {
    for (const value of [
      { ...operation, ...target },
      { ...target, userOperation: operation },
      { ...target, version: '0.8', userOperation: { ...operation, signature: '0x' } },
    ]) {
      const pasted = parse(value);
      if (!pasted.ok || pasted.content.kind !== 'user-operation') throw new Error(JSON.stringify(pasted));
      expect(pasted.content.target).toMatchObject(target);
      expect(userOperationSchema.safeParse(pasted.content.userOperation).success).toBe(true);
    }
  });

  test.each([
    [operation, ['missing-field', 'entryPoint']],
    [{ ...operation, ...target, accountGasLimits: '0x' }, ['packed-user-operation', 'accountGasLimits']],
    [{ ...operation, ...target, signature: '0x12' }, ['bad-value', 'signature']],
    [{ ...operation, ...target, version: '0.6' }, ['bad-value', 'version']],
    [{ ...target, userOperation: 'x' }, ['bad-value', 'userOperation']],
    [{ ...target, userOperation: { ...operation, extra: 1 } }, ['unknown-field', 'extra']],
  ])('%.60j is refused, and says why', (value, problem) => {
    expect(problemOf(value)).toEqual(problem);
  });

  test('a delegation', () => {
    const pasted = parse({ chainId: 1, address: TO, nonce: 3 });
    if (!pasted.ok || pasted.content.kind !== 'delegation') throw new Error(JSON.stringify(pasted));
    expect(authorizationSchema.safeParse(pasted.content.authorization).success).toBe(true);
    expect(problemOf({ chainId: 0, address: TO, nonce: 3 })?.[0]).toBe('bad-value');
  });

  test('typed data goes on letter by letter', () => {
    const text = '{ "types": {}, "primaryType":"A","domain":{},"message":{"n": 12345678901234567890} }';
    const content = { kind: 'message', message: { kind: 'typed-data', json: text } };
    expect(parse(`\n${text} `)).toEqual({ ok: true, content });
    expect(parseTypedData(text)).toEqual({ ok: true, content });
  });

  test.each([
    ['', 'empty'],
    ['{', 'json'],
    ['[]', 'unknown'],
    ['{"types":{}}', 'missing-field'],
    [JSON.stringify({ types: 'x'.repeat(262_145), primaryType: '', domain: {}, message: {} }), 'too-large'],
  ])('%.30j is no typed data: %s', (text, problem) => {
    expect(parseTypedData(text)).toMatchObject({ ok: false, problem });
  });

  test.each([
    ['{"a":1', 'json'],
    ['{}', 'unknown'],
    ['[1]', 'unknown'],
    ['"0x02"', 'unknown'],
    ['{"__proto__":{"to":"x"}}', 'unknown'],
  ])('%j is %s', (text, problem) => {
    expect(problemOf(text)?.[0]).toBe(problem);
  });
});

test('nothing that can be pasted throws, or is taken for what it is not', () => {
  const json = fc.oneof(
    fc.json(),
    fc.object().map((value) => JSON.stringify(value)),
  );
  const near = fc
    .record({ key: fc.constantFrom(...Object.keys(base), 'from', 'type', 'sender'), value: fc.jsonValue() })
    .map(({ key, value }) => JSON.stringify({ ...base, [key]: value }));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), json, near), (text) => {
      const pasted = parsePasted(text, SIGNER);
      if (!pasted.ok) expect(PASTE_PROBLEMS).toContain(pasted.problem);
      parseTypedData(text);
    }),
  );
});

test.each(LANGUAGES)('%s has a sentence for every problem', (language) => {
  const { paste } = messagesFor(language).sign;
  const sentences = PASTE_PROBLEMS.map((problem) => paste[problem]({ field: 'nonce' }));
  expect(new Set(sentences).size).toBe(PASTE_PROBLEMS.length);
});
