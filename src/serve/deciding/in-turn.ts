/** Who is decided on twice at once would be contacted twice: requests for one customer wait for each other. */

export class InTurn {
  readonly #last = new Map<string, Promise<void>>();

  /**
   * Does the work when all earlier work for any of the customers is done.
   *
   * @param customers each once
   */
  async run<Result>(customers: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = customers.flatMap((customer) => this.#last.get(customer) ?? []);
    let release: () => void = () => undefined;
    const turn = new Promise<void>((done) => (release = done));
    // All at once, so that of two requests for the same two customers one is first in both.
    for (const customer of customers) this.#last.set(customer, turn);
    try {
      if (before.length > 0) await Promise.all(before);
      return await work();
    } finally {
      for (const customer of customers) if (this.#last.get(customer) === turn) this.#last.delete(customer);
      release();
    }
  }
}
