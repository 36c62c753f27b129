/** State-marginalised importance sampling between its two ends: bins of whole histories, and one bin for all. */
import fc from 'fast-check';
import { binsByValue } from '../../../src/evaluate/off-policy/estimators/marginalised';
import { perDecisionImportanceSampling } from '../../../src/evaluate/off-policy/estimators/per-decision';
import { marginalised } from '../../../src/evaluate/off-policy/marginal-weights';
import { judgedOf, randomCustomers, type HistoryFacts } from '../../support/random-histories';

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const runs = { numRuns: 100 };

it('is PDIS where each bin holds one history', () => {
  fc.assert(
    fc.property(randomCustomers, (customers) => {
      const judged = judgedOf(customers);
      const own = Int32Array.from(customers.flatMap((history, unit) => history.map(() => unit)));
      const { value } = marginalised(judged, { count: customers.length, of: own });
      expect(value).toBeCloseTo(perDecisionImportanceSampling.estimate(judged).value, 9);
    }),
    runs,
  );
});

const rho = ({ action, b, p }: HistoryFacts[number]) => p[action]! / b[action]!;

it('weighs by products of mean ratios where all states are one bin', () => {
  fc.assert(
    fc.property(randomCustomers, (customers) => {
      // All decisions stand for themselves, so that means are plain ones.
      const plain = customers.map((history) => history.map((one) => ({ ...one, weight: 1 })));
      const judged = judgedOf(plain);
      let weight = 1;
      let value = 0;
      for (let t = 0; t < 4; t += 1) {
        const here = plain.filter((history) => history.length > t);
        const worth = (history: HistoryFacts) =>
          history.slice(0, t).reduce((w, { discount = 1 }) => w * discount, 1);
        value += weight * sum(here.map((history) => worth(history) * rho(history[t]!) * history[t]!.reward));
        // Of those who go on: the mean ratio of this step is the weight of the next.
        const goOn = here.filter((history) => history.length > t + 1);
        if (goOn.length === 0) break;
        weight *= sum(goOn.map((history) => rho(history[t]!))) / goOn.length;
      }
      const bins = { count: 1, of: new Int32Array(plain.flat().length) };
      expect(marginalised(judged, bins).value).toBeCloseTo(value / plain.length, 9);
    }),
    runs,
  );
});

it('makes its weights anew in a resample', () => {
  const drawn = fc.tuple(randomCustomers, fc.infiniteStream(fc.nat(2)), fc.infiniteStream(fc.nat(1)));
  fc.assert(
    fc.property(drawn, ([customers, stream, binStream]) => {
      const counts = customers.map(() => stream.next().value as number);
      fc.pre(counts.some((count) => count > 0));
      const bins = customers.map((history) => history.map(() => binStream.next().value as number));
      const repeated = <One>(all: readonly One[]) =>
        all.flatMap((one, i) => Array.from({ length: counts[i]! }, () => one));
      const of = (lists: readonly number[][]) => ({ count: 2, of: Int32Array.from(lists.flat()) });
      const resample = marginalised(judgedOf(repeated(customers)), of(repeated(bins))).value;
      expect(marginalised(judgedOf(customers), of(bins)).resampled(counts)).toBeCloseTo(resample, 9);
    }),
    runs,
  );
});

it('has as influence how fast its value changes with each unit', () => {
  const step = 1e-6;
  fc.assert(
    fc.property(randomCustomers, fc.infiniteStream(fc.nat(1)), (customers, stream) => {
      const bins = { count: 2, of: Int32Array.from(customers.flat(), () => stream.next().value as number) };
      const statistic = marginalised(judgedOf(customers), bins);
      customers.forEach((_, i) => {
        const at = (shift: number) => customers.map((__, j) => (j === i ? 1 + shift : 1));
        const slope = (statistic.resampled(at(step)) - statistic.resampled(at(-step))) / (2 * step);
        expect(statistic.influence[i]).toBeCloseTo(customers.length * slope, 3);
      });
    }),
    runs,
  );
});

it('makes bins of equal size, and keeps equal values together', () => {
  expect([...binsByValue(Float64Array.of(5, 1, 3, 2, 4, 6), 3).of]).toEqual([2, 0, 1, 0, 1, 2]);
  expect([...binsByValue(Float64Array.of(1, 1, 1, 2), 2).of]).toEqual([1, 1, 1, 1]);
});
