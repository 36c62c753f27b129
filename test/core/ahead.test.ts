import { inOrder } from '../../src/core/ahead';

async function* given<Item>(items: readonly Item[], failure?: Error): AsyncGenerator<Item, undefined> {
  for (const item of items) yield await Promise.resolve(item);
  if (failure !== undefined) throw failure;
}

const later = (turns: number) => new Promise<void>((done) => setTimeout(done, turns));

/** What comes, and what ends it. */
async function taken<Result>(results: AsyncIterable<Result>): Promise<(Result | string)[]> {
  const all: (Result | string)[] = [];
  try {
    for await (const result of results) all.push(result);
  } catch (error) {
    all.push((error as Error).message);
  }
  return all;
}

it.each([1, 2, 3, 10])(
  'gives results in the order of the items, with %i at work at once and no more',
  async (most) => {
    let atWork = 0;
    let seen = 0;
    const begin = async (item: number) => {
      atWork += 1;
      seen = Math.max(seen, atWork);
      // The later an item, the sooner it is done.
      await later(10 - 2 * item);
      atWork -= 1;
      return 10 * item;
    };
    expect(await taken(inOrder(given([0, 1, 2, 3, 4]), most, begin))).toEqual([0, 10, 20, 30, 40]);
    expect(seen).toBe(Math.min(most, 5));
  },
);

it('tells of a failure in its turn, be it of the work or of the items', async () => {
  const begin = async (item: number) => {
    // The failure is there long before the results in front of it.
    if (item === 2) throw new Error('two');
    await later(5);
    return item;
  };
  expect(await taken(inOrder(given([0, 1, 2, 3]), 4, begin))).toEqual([0, 1, 'two']);
  expect(await taken(inOrder(given([0, 1], new Error('no more')), 4, begin))).toEqual([0, 1, 'no more']);
  expect(await taken(inOrder(given([0, 1, 2], new Error('no more')), 4, begin))).toEqual([0, 1, 'two']);
});

it('ends the items where nobody takes more', async () => {
  let isEnded = false;
  async function* items(): AsyncGenerator<number, undefined> {
    try {
      for (let item = 0; ; item += 1) yield await Promise.resolve(item);
    } finally {
      isEnded = true;
    }
  }
  for await (const result of inOrder(items(), 3, (item) => Promise.resolve(item))) if (result === 4) break;
  expect(isEnded).toBe(true);
});
