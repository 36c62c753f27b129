/** Batches leave full or in time, keep requests whole and in order, and grow while others are under way. */
import { Batches } from '../../../src/serve/deciding/batches';

/** Answers each item by ten times itself when it is let go. */
function held() {
  const batches: { readonly items: readonly number[]; readonly letGo: (error?: Error) => void }[] = [];
  const run = (items: readonly number[]) =>
    new Promise<readonly number[]>((done, fail) => {
      const letGo = (error?: Error) =>
        error === undefined ? done(items.map((item) => 10 * item)) : fail(error);
      batches.push({ items, letGo });
    });
  return { batches, run };
}

const turn = () => new Promise((done) => setImmediate(() => setImmediate(done)));
const sizes = ({ batches }: ReturnType<typeof held>) => batches.map(({ items }) => items.length);

it('sends what fills a batch at once, and the rest in its time', async () => {
  const work = held();
  const batches = new Batches({ mostItems: 4, latency: 0, mostWaiting: 100 }, work.run);
  const answers = [[1, 2], [3], [4], [5]].map((items) => batches.add(items));
  expect(sizes(work)).toEqual([4]);
  await turn();
  expect(sizes(work)).toEqual([4, 1]);
  for (const { letGo } of work.batches) letGo();
  expect(await Promise.all(answers)).toEqual([[10, 20], [30], [40], [50]]);
});

it('never has more than two under way: the third grows meanwhile, and parts no request', async () => {
  const work = held();
  const batches = new Batches({ mostItems: 3, latency: 0, mostWaiting: 100 }, work.run);
  const answers = [[1, 2, 3], [4, 5, 6], [7, 8], [9, 10], [11]].map((items) => batches.add(items));
  await turn();
  expect(sizes(work)).toEqual([3, 3]);
  expect(batches.waiting).toBe(5);
  work.batches[0]!.letGo();
  await turn();
  // 7 and 8 with nobody else: 9 and 10 belong together.
  expect(work.batches[2]!.items).toEqual([7, 8]);
  work.batches[1]!.letGo();
  work.batches[2]!.letGo();
  await turn();
  expect(work.batches[3]!.items).toEqual([9, 10, 11]);
  work.batches[3]!.letGo();
  expect((await Promise.all(answers)).flat()).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]);
});

it('tells those of a failed batch alone, and refuses what would wait too long', async () => {
  const work = held();
  const batches = new Batches({ mostItems: 1, latency: 0, mostWaiting: 1 }, work.run);
  const [first, second] = [batches.add([1]), batches.add([2])];
  const [third, fourth] = [batches.add([3]), batches.add([4])];
  await expect(fourth).rejects.toThrow('too many wait for a decision already: 1');
  work.batches[0]!.letGo(new Error('dead'));
  await expect(first).rejects.toThrow('dead');
  work.batches[1]!.letGo();
  expect(await second).toEqual([20]);
  await turn();
  work.batches[2]!.letGo();
  expect(await third).toEqual([30]);
});
