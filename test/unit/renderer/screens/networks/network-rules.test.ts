import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { networkChoiceSchema } from '../../../../../preload/networks.ts';
import {
  choiceOf,
  coinOf,
  draftInsteadOf,
  emptyNetwork,
  filledFrom,
  hasProblems,
  isEndpoint,
  keptAgain,
  type NetworkValues,
  networkFormProblems,
  newDraft,
  valuesOfNetwork,
  valuesOfOffered,
} from '../../../../../renderer/screens/networks/network-rules.ts';
import { LOCAL, OFFERED } from '../../app/networks/network-samples.ts';

const [ANVIL, ETHEREUM] = OFFERED;
const NONE: ReadonlySet<number> = new Set();

function valuesWith(change: Partial<NetworkValues> = {}): NetworkValues {
  const filled = { name: 'Mine', chainId: '7', endpoints: [newDraft('https://node.example/key')] };
  return { ...emptyNetwork(), ...filled, ...change };
}

describe('a form', () => {
  test('of an offered network is ready but for the node that the person chooses', () => {
    if (ANVIL === undefined || ETHEREUM === undefined) throw new Error('no samples');
    expect(hasProblems(networkFormProblems(valuesOfOffered(ANVIL), NONE))).toBe(false);
    const problems = networkFormProblems(valuesOfOffered(ETHEREUM), NONE);
    expect(Object.values(problems.urls)).toEqual(['urlEmpty']);
  });

  test('of a configured network gives back what it is, its nodes by their ids', () => {
    const values = valuesOfNetwork(LOCAL);
    expect(hasProblems(networkFormProblems(values, NONE))).toBe(false);
    expect(choiceOf(values)).toEqual({
      name: 'Anvil',
      chainId: 31_337,
      symbol: 'ETH',
      confirmations: 3,
      endpoints: [{ id: 'local-node' }],
      bundlers: [],
    });
  });

  test('leaves empty rows and slashes at the end away', () => {
    const values = valuesWith({
      explorer: ' https://scan.example/ ',
      endpoints: [newDraft(' https://a.example '), newDraft('')],
      bundlers: [newDraft(' ')],
    });
    expect(hasProblems(networkFormProblems(values, NONE))).toBe(false);
    expect(choiceOf(values)).toMatchObject({
      explorer: 'https://scan.example',
      endpoints: [{ url: 'https://a.example' }],
      bundlers: [],
    });
  });

  test.each([
    [{ name: ' ' }, { name: 'nameEmpty' }],
    [{ name: 'x'.repeat(65) }, { name: 'nameLong' }],
    [{ chainId: '' }, { chainId: 'chainForm' }],
    [{ chainId: '0' }, { chainId: 'chainForm' }],
    [{ chainId: '1.5' }, { chainId: 'chainForm' }],
    [{ chainId: '9007199254740993' }, { chainId: 'chainForm' }],
    [{ chainId: '1' }, { chainId: 'chainKnown' }],
    [{ symbol: '' }, { symbol: 'symbolForm' }],
    [{ symbol: 'A B' }, { symbol: 'symbolForm' }],
    [{ symbol: 'ABCDEFGHIJKLM' }, { symbol: 'symbolForm' }],
    [{ confirmations: '0' }, { confirmations: 'confirmationsForm' }],
    [{ confirmations: '1001' }, { confirmations: 'confirmationsForm' }],
    [{ explorer: 'http://scan.example' }, { explorer: 'explorerForm' }],
    [{ explorer: 'https://scan.example/?q=' }, { explorer: 'explorerForm' }],
  ] as const)('with %j is not sent', (change, problem) => {
    expect(networkFormProblems(valuesWith(change), new Set([1]))).toMatchObject(problem);
  });

  test.each([
    ['node.example', 'urlForm'],
    ['ws://127.0.0.1:1', 'urlForm'],
    ['http://node.example', 'urlInsecure'],
    ['http://127.0.0.1:8545/#x', 'urlFragment'],
    ['https://node.example/#x', 'urlFragment'],
  ] as const)('with a node at %j says what is wrong there: %s', (url, problem) => {
    const endpoints = [newDraft(url)];
    const { urls } = networkFormProblems(valuesWith({ endpoints }), NONE);
    expect(urls).toEqual({ [endpoints[0]?.key ?? '']: problem });
  });

  test('gives a kept node another address, as it was where that is known, or keeps it after all', () => {
    const [local] = LOCAL.endpoints;
    if (local === undefined) throw new Error('no sample');
    const kept = { key: 'row', kept: local, url: '' };
    const draft = draftInsteadOf(local);
    expect(draft).toMatchObject({ kept: undefined, url: 'http://127.0.0.1:8545' });
    expect(draftInsteadOf({ ...local, hasCredentials: true }).url).toBe('');
    expect(keptAgain({ ...draft, key: 'row' })).toEqual(kept);
    const values = valuesOfNetwork(LOCAL);
    const moved = { ...values, endpoints: [{ ...draft, url: 'http://127.0.0.1:9545' }] };
    expect(choiceOf(moved).endpoints).toEqual([{ url: 'http://127.0.0.1:9545' }]);
    // Left empty it is no way to drop a node unawares.
    const emptied = { ...values, endpoints: [kept, { ...draft, url: ' ' }] };
    expect(networkFormProblems(emptied, NONE).urls).toEqual({ [draft.key]: 'urlEmpty' });
  });

  test('the same node twice is a slip', () => {
    const twice = [newDraft('https://a.example'), newDraft('https://A.example/')];
    const { urls } = networkFormProblems(valuesWith({ endpoints: twice }), NONE);
    expect(urls).toEqual({ [twice[1]?.key ?? '']: 'urlTwice' });
  });

  test('without problems is one that the contract takes, whatever was typed', () => {
    const text = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('', '1', '18', 'ETH', 'Mine'));
    const url = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.constantFrom('http://127.0.0.1:1', 'http://localhost', ''),
    );
    const typed = fc.record({
      name: text,
      chainId: fc.oneof(text, fc.integer({ min: 1 }).map(String)),
      symbol: text,
      confirmations: text,
      explorer: fc.oneof(url, fc.constant('')),
      endpoints: fc.array(url.map(newDraft), { minLength: 1, maxLength: 3 }),
      bundlers: fc.array(url.map(newDraft), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          typed,
          typed.map((some) => valuesWith({ endpoints: some.endpoints, explorer: some.explorer })),
        ),
        (values) => {
          if (hasProblems(networkFormProblems(values, NONE))) return;
          expect(networkChoiceSchema.safeParse(choiceOf(values)).error).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('the coin of a well-known chain is not for the person to name', () => {
  expect(coinOf({ chainId: ' 1 ' }, OFFERED)).toBe('ETH');
  expect(coinOf({ chainId: '7' }, OFFERED)).toBeUndefined();
  expect(coinOf({ chainId: '' }, OFFERED)).toBeUndefined();
});

describe('what a node says it is', () => {
  test('fills an empty form with what is known of its chain', () => {
    const filled = filledFrom(emptyNetwork(), 1, OFFERED);
    expect(filled).toMatchObject({ name: 'Ethereum', chainId: '1', confirmations: '12' });
  });

  test('overwrites nothing that somebody wrote', () => {
    expect(filledFrom(valuesWith(), 1, OFFERED)).toEqual(valuesWith({ endpoints: expect.anything() }));
    const named = { ...emptyNetwork(), name: 'My own' };
    expect(filledFrom(named, 1, OFFERED)).toEqual({ ...named, chainId: '1' });
    expect(filledFrom(emptyNetwork(), 99, OFFERED)).toMatchObject({ name: '', chainId: '99' });
  });
});

test.each([
  ['https://node.example', true],
  ['https://user:password@node.example/key?k=1', true],
  ['http://127.0.0.1:8545', true],
  ['http://localhost:8545', true],
  ['http://[::1]:8545', true],
  ['http://node.example', false],
  ['http://127.0.0.1.example', false],
  ['https://node.example/#x', false],
  ['ws://127.0.0.1:8545', false],
  ['file:///etc/passwd', false],
  ['node.example', false],
  ['', false],
])('%j may be the address of a node: %s', (text, may) => {
  expect(isEndpoint(text)).toBe(may);
});
