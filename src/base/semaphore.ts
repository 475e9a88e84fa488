/**
 * At most `slots` holders at a time. A freed slot is handed to the waiter with the highest priority,
 * first come first served among equals, so that nobody can slip in between the release and the hand-over.
 */
export class Semaphore {
  #free: number;
  readonly #waiting: { priority: number; take: () => void }[] = [];

  constructor(slots: number) {
    this.#free = slots;
  }

  /** Runs `work` while holding a slot; the slot is given back whatever `work` ends in. */
  async run<T>(work: () => Promise<T>, priority = 0): Promise<T> {
    await this.#acquire(priority);
    try {
      return await work();
    } finally {
      // A turn later, so that what this work has made ready can queue for the slot before it is handed on.
      setImmediate(() => this.#release());
    }
  }

  #acquire(priority: number): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((take) => {
      const before = this.#waiting.findLastIndex((other) => other.priority >= priority);
      this.#waiting.splice(before + 1, 0, { priority, take });
    });
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next) next.take();
    else this.#free += 1;
  }
}
