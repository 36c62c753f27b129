/** Work that is begun ahead and taken in order. */

/**
 * Begins work on items while earlier ones are still at it, and gives the results in the order of the items. What goes
 * wrong comes in its turn too, after the results of the items before it: the same as if each had been waited for.
 *
 * @param most items at work at once, 1 or more
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  most: number,
  begin: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, undefined> {
  const source = items[Symbol.asyncIterator]();
  const begun: Promise<Result>[] = [];
  let isOver = false;
  const beginNext = async () => {
    let next: Promise<Result>;
    try {
      const found = await source.next();
      if (found.done === true) {
        isOver = true;
        return;
      }
      next = begin(found.value);
    } catch (error) {
      isOver = true;
      next = Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
    // Whoever takes it hears of it.
    next.catch(() => undefined);
    begun.push(next);
  };
  try {
    for (;;) {
      while (!isOver && begun.length < most) await beginNext();
      const first = begun.shift();
      if (first === undefined) return undefined;
      yield await first;
    }
  } finally {
    await source.return?.();
  }
}
