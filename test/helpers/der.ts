// Turns the DER forms in which vectors write SM2 signatures and ciphertexts into the raw forms of our interface.
import { concatBytes } from '../../tee-sim/protocol/bytes.ts';

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** SEQUENCE { INTEGER r, INTEGER s } to r ‖ s. What follows the sequence is kept behind it. */
export function rawSignature(der: Uint8Array): Uint8Array {
  const { elements, rest } = readSequence(der);
  const [r, s] = elements;
  return concatBytes(integer32(r), integer32(s), rest);
}

/** SEQUENCE { INTEGER x, INTEGER y, OCTET STRING C3, OCTET STRING C2 } to 04 ‖ x ‖ y ‖ C3 ‖ C2, and the rest. */
export function rawCiphertext(der: Uint8Array): Uint8Array {
  const { elements, rest } = readSequence(der);
  const [x, y, c3, c2] = elements;
  if (c3 === undefined || c2 === undefined) throw new Error('not an SM2 ciphertext');
  return concatBytes(Uint8Array.of(4), integer32(x), integer32(y), c3.content, c2.content, rest);
}

function readSequence(der: Uint8Array): { elements: Element[]; rest: Uint8Array } {
  const [sequence, rest] = readElement(der);
  if (sequence.tag !== 0x30) throw new Error('not a sequence');
  const elements: Element[] = [];
  let left = sequence.content;
  while (left.length > 0) {
    const [element, after] = readElement(left);
    elements.push(element);
    left = after;
  }
  return { elements, rest };
}

function readElement(bytes: Uint8Array): [Element, Uint8Array] {
  const [tag = 0, first = 0, second = 0] = bytes;
  const [length, start] = first < 0x80 ? [first, 2] : first === 0x81 ? [second, 3] : [Number.NaN, 0];
  const content = bytes.subarray(start, start + length);
  if (content.length !== length) throw new Error('truncated');
  return [{ tag, content }, bytes.subarray(start + length)];
}

function integer32(element: Element | undefined): Uint8Array {
  if (element?.tag !== 0x02) throw new Error('not an integer');
  const bytes = new Uint8Array(32);
  const digits = element.content.subarray(Math.max(0, element.content.length - 32));
  bytes.set(digits, 32 - digits.length);
  return bytes;
}
