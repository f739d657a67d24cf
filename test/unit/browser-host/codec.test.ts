import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue } from '../../../browser-host/codec.ts';

const roundTrip = (value: unknown): unknown => decodeValue(encodeValue(value));

describe('values across the socket', () => {
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['text with every kind of character', '\u0000"\\\ud83d\ude00\ud800密'],
    ['numbers JSON loses', [Number.NaN, Infinity, -Infinity, -0, 0.1, 2 ** 53]],
    ['bigint', -(2n ** 200n)],
    ['date', [new Date(0), new Date(Number.NaN)]],
    ['map and set', new Map<unknown, unknown>([[{ a: 1 }, new Set([1, 'x', undefined])]])],
    ['bytes', [new Uint8Array(0), new Uint8Array([0, 127, 128, 255]), new Uint8Array([9]).buffer]],
    ['wide views', [new Float64Array([Math.PI]), new BigUint64Array([2n ** 63n]), new Int16Array([-2])]],
    ['undefined fields', { a: undefined, b: [undefined] }],
  ])('keeps %s', (_name, value) => {
    expect(roundTrip(value)).toStrictEqual(structuredClone(value));
  });

  it('agrees with structuredClone on any plain data', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
        (value) => {
          expect(roundTrip(value)).toEqual(structuredClone(value));
        },
      ),
    );
  });

  it('keeps what is shared and what is circular', () => {
    const shared = { name: 'shared' };
    const value: Record<string, unknown> = { first: shared, second: [shared] };
    value['self'] = value;
    const back = roundTrip(value) as typeof value;
    expect(back['self']).toBe(back);
    expect((back['second'] as unknown[])[0]).toBe(back['first']);
  });

  it('is not limited by depth', () => {
    let value: unknown = 'bottom';
    for (let i = 0; i < 50_000; i += 1) value = [value];
    expect(() => roundTrip(value)).not.toThrow();
  });

  it('gives a Buffer as plain bytes, and only the bytes of its view', () => {
    const back = roundTrip(Buffer.from('abcdef').subarray(2, 4)) as Uint8Array;
    expect(back.constructor).toBe(Uint8Array);
    expect([...back]).toEqual([99, 100]);
    expect(back.buffer.byteLength).toBe(2);
  });

  it('keeps an error’s name and message, not its stack', () => {
    const back = roundTrip(new RangeError('too far')) as Error;
    expect([back.name, back.message]).toEqual(['RangeError', 'too far']);
    expect(encodeValue(new RangeError('too far'))).not.toContain('codec.test');
  });

  it('makes "__proto__" an own key and changes no prototype', () => {
    const back = roundTrip(JSON.parse('{"__proto__": {"polluted": true}}')) as Record<string, unknown>;
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(Object.hasOwn(back, '__proto__')).toBe(true);
    expect((back as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([
    ['a function', () => undefined],
    ['a symbol', Symbol('s')],
    ['a promise', Promise.resolve()],
    ['a weak map', new WeakMap()],
    ['something deep', { a: [{ b: () => undefined }] }],
  ])('refuses %s, in Electron’s words', (_name, value) => {
    expect(() => encodeValue(value)).toThrow('An object could not be cloned.');
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '[["array",1]]',
    '[["array","0"]]',
    '[["object",1,0]]',
    '[["map",5,6]]',
    '[["Uint8Array"]]',
    '[["Uint8Array","%"]]',
    '[["constructor","AA=="]]',
    '[["bigint","x"]]',
    '[{"a":1}]',
    '[["object","a",-1]]',
  ])('refuses the foreign text %s', (text) => {
    expect(() => decodeValue(text)).toThrow();
  });
});
