import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Json, parseStrictJson } from '../../../../tee-sim/wallet/strict-json.ts';
import { refusalOf, TOO_LARGE, TYPED_DATA_VALUE } from './refusal.ts';

function plain(json: Json): unknown {
  if (json instanceof Map) {
    const result: Record<string, unknown> = Object.create(null);
    for (const [name, value] of json as ReadonlyMap<string, Json>) result[name] = plain(value);
    return result;
  }
  if (Array.isArray(json)) return (json as readonly Json[]).map(plain);
  return typeof json === 'bigint' ? Number(json) : json;
}

it('reads what JSON.parse reads', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'binary' }),
      fc.maxSafeInteger().map((n) => (n === 0 ? 0 : n)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value')),
      fc.dictionary(fc.string(), tie('value')),
    ),
  })).value;
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 1, '\t\r\n'), (each, space) => {
      const text = JSON.stringify(each, null, space);
      expect(plain(parseStrictJson(text))).toEqual(plain2(JSON.parse(text)));
    }),
    { numRuns: 1000 },
  );
});

it.each([
  ['nothing', ''],
  ['two values', '1 2'],
  ['a name twice', '{"a":1,"a":1}'],
  ['a name twice, once escaped', '{"a":1,"\\u0061":1}'],
  ['a trailing comma', '[1,]'],
  ['a trailing comma in an object', '{"a":1,}'],
  ['no value', '{"a"}'],
  ['a name without quotes', '{a:1}'],
  ['single quotes', "'a'"],
  ['an open array', '[1'],
  ['an open string', '"a'],
  ['a bad escape', '"\\x"'],
  ['a line break in a string', '"a\nb"'],
  ['half a surrogate pair', '"\\ud800"'],
  ['a fraction', '1.0'],
  ['an exponent', '1e3'],
  ['a leading zero', '01'],
  ['a plus', '+1'],
  ['minus zero', '-0'],
  ['2⁵³, which others round', '9007199254740992'],
  ['a comment', '1 // one'],
  ['another word', 'undefined'],
  ['a run-on word', 'nullnull'],
  ['an odd space', '\u00a01'],
  ['a byte-order mark', '\ufeff1'],
  ['an abyss', `${'['.repeat(40)}${']'.repeat(40)}`],
])('refuses %s', (_, text) => {
  expect(refusalOf(() => parseStrictJson(text))).toBe(TYPED_DATA_VALUE);
});

it('refuses a flood', () => {
  expect(refusalOf(() => parseStrictJson(`[${'0,'.repeat(32_767)}0]`))).toBe(TOO_LARGE);
  expect(parseStrictJson(`[${'0,'.repeat(32_766)}0]`)).toHaveLength(32_767);
  expect(refusalOf(() => parseStrictJson(' '.repeat(262_145)))).toBe(TOO_LARGE);
});

it('gives no name a meaning of its own', () => {
  const json = parseStrictJson('{"__proto__":1}');
  expect(json instanceof Map && json.get('__proto__')).toBe(1n);
});

/** With objects that have no prototype, as `plain` makes them. */
function plain2(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain2);
  if (typeof value !== 'object' || value === null) return value;
  return Object.assign(
    Object.create(null),
    Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain2(member)])),
  );
}
