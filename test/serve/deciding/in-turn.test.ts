/** Work for one customer is done one after the other; that for others does not wait. */
import fc from 'fast-check';
import { InTurn } from '../../../src/serve/deciding/in-turn';

it('never does two things at once for one customer, and comes to an end', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }), fc.boolean()), {
        maxLength: 12,
      }),
      async (requests) => {
        const inTurn = new InTurn();
        const busy = new Set<string>();
        const done: number[] = [];
        const work = ([customers, fails]: readonly [readonly string[], boolean], i: number) =>
          inTurn
            .run(customers, async () => {
              for (const customer of customers) {
                expect(busy.has(customer)).toBe(false);
                busy.add(customer);
              }
              await new Promise((later) => setImmediate(later));
              for (const customer of customers) busy.delete(customer);
              done.push(i);
              if (fails) throw new RangeError('this one fails, and lets the next one in');
            })
            .catch((error: unknown) => {
              if (!(error instanceof RangeError)) throw error;
            });
        await Promise.all(requests.map(work));
        expect(done).toHaveLength(requests.length);
        // In the order of arrival, for each customer.
        for (const customer of ['a', 'b', 'c']) {
          const own = done.filter((i) => (requests[i]![0] as readonly string[]).includes(customer));
          expect(own).toEqual([...own].sort((one, other) => one - other));
        }
      },
    ),
    { numRuns: 30 },
  ));

it('lets others through meanwhile', async () => {
  const inTurn = new InTurn();
  let release: () => void = () => undefined;
  const first = inTurn.run(['a'], () => new Promise<void>((done) => (release = done)));
  expect(await inTurn.run(['b'], () => Promise.resolve('b'))).toBe('b');
  release();
  await first;
});
