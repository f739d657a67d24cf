// How a field got its content: typed, pasted, both, or put there by a program. Never the content itself.
import type { Features } from '../../tee-sim/protocol/features.ts';

/**
 * `typed`: by the person's own hand, chosen from a list of theirs too. `pasted`: written elsewhere, in a code that they
 * opened too.
 */
export type EntryKind = NonNullable<Features['entry']>['recipient'];

/** The part of an InputEvent that is looked at. */
export interface FieldInput {
  /** False for events that a script made. */
  readonly isTrusted: boolean;
  readonly inputType: string;
  /** Length of the inserted text. */
  readonly insertedLength: number;
  /** Whether an input method is composing: it inserts whole words. */
  readonly isComposing: boolean;
  /** Whether all that stood in the field before, perhaps nothing, gave way to it. */
  readonly replacesAll: boolean;
  /** Length of the field's whole content after this input. */
  readonly valueLength: number;
}

export class FieldEntry {
  #typed = false;
  #pasted = false;
  #programmatic = false;
  #valueLength = 0;
  #keysSinceInput = 0;

  /** A key that could write went down while the field had the focus. */
  keyPressed(): void {
    this.#keysSinceInput += 1;
  }

  input(event: FieldInput): void {
    const kind = this.#kindOf(event);
    this.#keysSinceInput = 0;
    if (event.valueLength === 0) {
      this.#forget();
      return;
    }
    // How it was filled before says nothing of what stands there now; after undoing it may stand there again.
    if (event.replacesAll && kind !== undefined) this.#forget();
    this.#valueLength = event.valueLength;
    if (kind === 'pasted') this.#pasted = true;
    else if (kind === 'programmatic') this.#programmatic = true;
    else if (kind === 'typed') this.#typed = true;
  }

  /** Somebody picked its whole content from a list of theirs, as deliberate as typing it. */
  chosen(valueLength: number): void {
    this.#forget();
    this.#typed = true;
    this.#valueLength = valueLength;
  }

  /**
   * `valueLength` as the field has it now. Where nothing stands, nobody put anything; content that no input event
   * explained came from a program.
   */
  read(valueLength: number): EntryKind {
    if (valueLength === 0) return 'typed';
    const unexplained = valueLength !== this.#valueLength;
    if (this.#programmatic || unexplained) return 'programmatic';
    if (this.#pasted) return this.#typed ? 'mixed' : 'pasted';
    return 'typed';
  }

  #kindOf({ isTrusted, inputType, insertedLength, isComposing }: FieldInput): EntryKind | undefined {
    if (!isTrusted) return 'programmatic';
    if (inputType.startsWith('delete') || inputType.startsWith('history')) return undefined;
    if (inputType.startsWith('insertFromPaste') || inputType === 'insertFromDrop') return 'pasted';
    const composed =
      isComposing || inputType === 'insertCompositionText' || inputType === 'insertFromComposition';
    if (inputType === 'insertText' || composed) {
      // Several characters at once without a key: automation, not fingers.
      return insertedLength > 1 && !composed && this.#keysSinceInput === 0 ? 'programmatic' : 'typed';
    }
    // Autofill and replacement write whole values by themselves.
    return 'programmatic';
  }

  #forget(): void {
    this.#typed = false;
    this.#pasted = false;
    this.#programmatic = false;
    this.#valueLength = 0;
  }
}
