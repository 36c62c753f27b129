/** What a company could know at best of simulated customers: all that may be seen of a week adds up to staying. */
import { Beliefs, stepOf, type SeenWeek } from '../../scripts/study-company/belief';
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
