// A list that keeps its newest values only.

export class LatestValues {
  readonly #limit: number;
  #values: number[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(value: number): void {
    this.#values.push(value);
    // Cut in blocks, so that a long session does not copy the list at every key.
    if (this.#values.length >= 2 * this.#limit) this.#values = this.#values.slice(-this.#limit);
  }

  /** Oldest first. */
  read(): number[] {
    return this.#values.slice(-this.#limit);
  }
}
