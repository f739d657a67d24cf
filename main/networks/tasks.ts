// What the page asked for and may call off: one signal for each task.
export class Tasks {
  readonly #running = new Map<string, AbortController>();

  /** A second task of the same name ends the first. */
  async run<T>(name: string | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    if (name === undefined) return work(controller.signal);
    this.cancel(name);
    this.#running.set(name, controller);
    try {
      return await work(controller.signal);
    } finally {
      if (this.#running.get(name) === controller) this.#running.delete(name);
    }
  }

  cancel(name: string): void {
    this.#running.get(name)?.abort();
  }
}
