import { describe, expect, test } from 'vitest';
import { FieldEntry, type FieldInput } from '../../../../renderer/behaviour/entry.ts';

function input(valueLength: number, change: Partial<FieldInput> = {}): FieldInput {
  return {
    isTrusted: true,
    inputType: 'insertText',
    insertedLength: 1,
    isComposing: false,
    replacesAll: false,
    valueLength,
    ...change,
  };
}

function typed(entry: FieldEntry, from: number, to: number): void {
  for (let length = from + 1; length <= to; length += 1) {
    entry.keyPressed();
    entry.input(input(length));
  }
}

const paste = (length: number): FieldInput =>
  input(length, { inputType: 'insertFromPaste', insertedLength: length });

describe('how a field was filled', () => {
  test('by typing', () => {
    const entry = new FieldEntry();
    typed(entry, 0, 4);
    expect(entry.read(4)).toBe('typed');
  });

  test('by choosing its content from a list: as deliberate as typing, and the earlier content is forgotten', () => {
    const entry = new FieldEntry();
    entry.input(paste(42));
    entry.chosen(40);
    expect(entry.read(40)).toBe('typed');
    expect(entry.read(41)).toBe('programmatic');
    entry.input(paste(42));
    expect(entry.read(42)).toBe('mixed');
  });

  test('an empty field counts as typed: nothing was put there', () => {
    expect(new FieldEntry().read(0)).toBe('typed');
  });

  test.each(['insertFromPaste', 'insertFromPasteAsQuotation', 'insertFromDrop'])('by %s', (inputType) => {
    const entry = new FieldEntry();
    entry.input(input(42, { inputType, insertedLength: 42 }));
    expect(entry.read(42)).toBe('pasted');
  });

  test('by both', () => {
    const entry = new FieldEntry();
    entry.input(paste(40));
    typed(entry, 40, 42);
    expect(entry.read(42)).toBe('mixed');
  });

  test('corrections do not make pasted text typed', () => {
    const entry = new FieldEntry();
    entry.input(paste(42));
    entry.keyPressed();
    entry.input(input(41, { inputType: 'deleteContentBackward', insertedLength: 0 }));
    expect(entry.read(41)).toBe('pasted');
  });

  test('emptied and filled again counts anew', () => {
    const entry = new FieldEntry();
    entry.input(paste(42));
    entry.input(input(0, { inputType: 'deleteContentBackward', insertedLength: 0 }));
    typed(entry, 0, 3);
    expect(entry.read(3)).toBe('typed');
  });

  test.each([
    ['typed over', input(1, { replacesAll: true }), 'typed'],
    ['pasted over', { ...paste(42), replacesAll: true }, 'pasted'],
  ] as const)('by a program, then all of it %s: only what stands there counts', (_name, over, kind) => {
    const entry = new FieldEntry();
    entry.input(input(40, { isTrusted: false }));
    entry.keyPressed();
    entry.input(over);
    expect(entry.read(over.valueLength)).toBe(kind);
  });

  test('by a program, then a part of it typed over: a program still put the rest there', () => {
    const entry = new FieldEntry();
    entry.input(input(40, { isTrusted: false }));
    typed(entry, 40, 42);
    expect(entry.read(42)).toBe('programmatic');
  });

  test('undoing brings back what was there, and says nothing of the hand', () => {
    const entry = new FieldEntry();
    entry.input(input(40, { isTrusted: false }));
    entry.input(input(40, { inputType: 'historyUndo', insertedLength: 0, replacesAll: true }));
    expect(entry.read(40)).toBe('programmatic');
  });

  test('a field that the app emptied was filled by nobody', () => {
    const entry = new FieldEntry();
    entry.input(input(40, { isTrusted: false }));
    expect(entry.read(0)).toBe('typed');
  });

  test.each([
    ['a script’s event', { isTrusted: false }],
    ['autofill', { inputType: '' }],
    ['replacement', { inputType: 'insertReplacementText', insertedLength: 42 }],
    ['text inserted at once without a key', { insertedLength: 42 }],
  ] as const)('by a program: %s', (_name, change) => {
    const entry = new FieldEntry();
    entry.input(input(42, change));
    expect(entry.read(42)).toBe('programmatic');
  });

  test('by a program that tells nobody', () => {
    const entry = new FieldEntry();
    typed(entry, 0, 3);
    expect(entry.read(42)).toBe('programmatic');
  });

  test('an input method inserts words at once, and is typing', () => {
    const entry = new FieldEntry();
    entry.input(input(4, { inputType: 'insertCompositionText', insertedLength: 4, isComposing: true }));
    expect(entry.read(4)).toBe('typed');
  });
});
