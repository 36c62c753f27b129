/** What a company could know at best of simulated customers: all that may be seen of a week adds up to staying. */
import { Beliefs, stepOf, type SeenWeek } from '../../scripts/study-company/belief';
import { kindsBesideTruth } from '../../scripts/study-company/liked-kinds';
import { besideTruth } from '../../scripts/study-company/true-value';
import { customersDynamics } from '../../src/worlds/customers/dynamics';
import { outlooksOf } from '../../src/worlds/customers/outlook';
import { defaultCustomersConfig as config } from '../../src/worlds/customers/settings';

const nothing = { opened: false, clicked: false, complained: false, bought: false };
const seenOf = (action: number): SeenWeek[] =>
  [false, true].flatMap((bought) =>
    [
      nothing,
      { ...nothing, complained: true },
      { ...nothing, opened: true },
      { ...nothing, opened: true, clicked: true },
    ].map((one) => ({ ...one, action, bought })),
  );

it.each([0, 1, 3])('sees something of everybody who stays, after action %d', (action) => {
  const dynamics = customersDynamics(config);
  const chances = dynamics.actions.map((_, i) => (i === action ? 1 : 0));
  const { leaves } = outlooksOf(dynamics, 0, chances, 1);
  const steps = seenOf(action).map((seen) => stepOf(dynamics, 0, seen));
  leaves.forEach((chance, state) => {
    const row = (step: Float64Array) => step.subarray(state * leaves.length, (state + 1) * leaves.length);
    const stays = steps.reduce((all, step) => all + row(step).reduce((sum, one) => sum + one, 0), 0);
    expect(stays).toBeCloseTo(1 - chance, 12);
  });
});

it('takes a customer who buys without a contact to have been interested', () => {
  const beliefs = new Beliefs(config);
  const belief = beliefs.begin(config.segments[0]!.name);
  const after = beliefs.after(belief, { ...nothing, action: 0, bought: true });
  // Without interest nobody buys unasked, and satisfied interest falls: the first level was one above at least.
  const levels = Array.from({ length: config.interest.levels }, () => 0);
  after.forEach((chance, at) => {
    levels[Math.floor((at % beliefs.states) / config.fatigue.levels)]! += chance;
  });
  expect(levels.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
  // Levels 1 to 4 of 5 buy in proportion; of level l, .4 fall to l - 1, .01 rise: those at 0 are .4 of level 1's tenth.
  expect(levels[0]).toBeCloseTo(0.1 * 0.4, 12);
});

it('holds amounts against their truth, tenth by tenth', () => {
  // Two of 1 and 3, whose truth is 2 and 2: all is right in the sum, each group is off by 1, half of the mean truth.
  const { predictedOverTrue, tenthsOff, tenths } = besideTruth(
    Float64Array.of(1, 1, 3, 3),
    Float64Array.of(2, 2, 1, 3),
  );
  expect([predictedOverTrue, tenthsOff]).toEqual([1, 0.5]);
  expect(tenths).toEqual([
    { customers: 2, predicted: 1, truth: 2 },
    { customers: 2, predicted: 3, truth: 2 },
  ]);
});

it('holds shares of the money against what is liked', () => {
  const column = (name: string, values: readonly number[]) =>
    ({ name, kind: 'number', values: Float64Array.from(values) }) as const;
  const customers = {
    customers: ['ann', 'bob', 'eve'],
    columns: [
      column('purchases', [1, 6, 0]),
      ...[
        ['share_garden', 1, 0.5, NaN],
        ['share_kitchen', 0, 0.5, NaN],
        ['share_books', 0, 0, NaN],
        ['share_sport', 0, 0, NaN],
      ].map(([name, ...shares]) => column(name as string, shares as number[])),
    ],
    histories: () => {
      throw new Error('expected nobody to ask for histories');
    },
  };
  const liked = new Map([
    ['ann', [0, 1, 0, 0]],
    ['bob', [0.7, 0.3, 0, 0]],
    ['eve', [1, 0, 0, 0]],
  ]);
  const [all, often] = kindsBesideTruth(customers, liked).groups;
  // Ann is off by 1, 1, 0, 0, bob by .2, .2, 0, 0; from fourths ann is .75 and three times .25, bob .45, .05, .25, .25.
  expect(all).toMatchObject({ purchases: 1, customers: 2, sameFirst: 0.5 });
  expect(all!.distance).toBeCloseTo(2.4 / 8, 12);
  expect(all!.distanceOfEqualShares).toBeCloseTo(2.5 / 8, 12);
  expect(often).toMatchObject({ purchases: 5, customers: 1, sameFirst: 1 });
});
