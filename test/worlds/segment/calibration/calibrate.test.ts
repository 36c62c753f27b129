/** What a log makes of the segment world: numbers by hand, and what is refused or left out by name. */
import { Random } from '../../../../src/core/random';
import type { FlowLog } from '../../../../src/stats/flow-log';
import { fitSegment } from '../../../../src/worlds/segment/calibration/calibrate';
import { segmentConfigSchema } from '../../../../src/worlds/segment/settings';
import { inputError } from '../../../support/input-error';
import { playedFlows, smallWorld } from '../../../support/played-flows';

/**
 * Four periods in which 10 customers of each state are left alone and 10 are mailed. Left alone, 1 active becomes
 * semiActive and nobody else moves; mailed, 2, 4, 2 and 4 of the nonActive become active.
 */
function log(changes: Partial<FlowLog> = {}): FlowLog {
  const periods = 4;
  const acted = new Int32Array(periods * 6).fill(10);
  const moved = new Int32Array(periods * 18);
  for (let period = 0; period < periods; period += 1) {
    for (const action of [0, 1])
      for (const state of [0, 1, 2]) moved[(period * 2 + action) * 9 + state * 4] = 10;
    const won = period % 2 === 0 ? 2 : 4;
    moved[period * 18] = 9;
    moved[period * 18 + 1] = 1;
    moved[period * 18 + 9 + 8] = 10 - won;
    moved[period * 18 + 9 + 6] = won;
  }
  return {
    ...{ states: ['active', 'semiActive', 'nonActive'], actions: ['none', 'mail'], hasUndecided: false },
    ...{ periods, acted, moved, priced: acted.slice() },
    customers: new Int32Array((periods + 1) * 3).fill(20),
    arrivals: Int32Array.from({ length: (periods + 1) * 3 }, (_, i) => (i % 3 === 0 ? 2 : 0)),
    money: Float64Array.from({ length: (periods + 1) * 3 }, (_, i) => (i % 3 === 0 ? 50 : 0)),
    costs: Float64Array.from({ length: periods * 6 }, (_, i) => (i % 6 < 3 ? 0 : 15)),
    ...changes,
  };
}

it('has shares, arrivals, revenue and costs by hand', () => {
  const { settings, flows, arrivals, revenue, costs, reach, defaults } = fitSegment(log()).calibration;
  const won = flows.find(({ action, from }) => action === 'mail' && from === 'nonActive')!;
  // 12 of 40. Squares: 4 x 10 (.1)^2 = .4; chance gives .21 x 3 = .63, so there is no spread beyond it.
  expect(won).toMatchObject({ to: 'active', share: 0.3, spread: 0, trials: 40, periods: 4 });
  expect(won.standardError).toBeCloseTo(Math.sqrt(0.21 / 40), 12);
  expect(arrivals[0]).toEqual({ state: 'active', mean: 2, sd: 0, standardError: 0, given: 2 });
  expect(revenue).toEqual([2.5, 0, 0]);
  expect(costs).toEqual([
    { action: 'none', cost: 0 },
    { action: 'mail', cost: 1.5 },
  ]);
  expect(reach).toEqual([1, 1, 1]);
  // 20 customers vary by chance, and truncation takes half of one: .3 + .5 / 20, and the root of .21 / 20.
  expect(settings).toEqual({
    start: { active: 18, semiActive: 20, nonActive: 20 },
    arrivals: { active: 2, semiActive: 0, nonActive: 0 },
    revenue: { active: 2.5, semiActive: 0, nonActive: 0 },
    actions: [
      { name: 'none', cost: { active: 0, semiActive: 0, nonActive: 0 } },
      { name: 'mail', cost: { active: 1.5, semiActive: 1.5, nonActive: 1.5 } },
    ],
    flows: [
      { when: 'none', from: 'active', to: 'semiActive', mean: 0.125, sd: 0.067082 },
      { when: 'mail', from: 'nonActive', to: 'active', mean: 0.325, sd: 0.10247 },
    ],
  });
  // 50 a period: of the order of 1 by a hundredth.
  expect(defaults).toEqual({ dqn: { rewardScale: 0.01 } });
  expect(segmentConfigSchema.parse(settings).periods).toBe(100);
});

it('shows of which shares a contact differs from No Action, both at once at 95 %, by hand', () => {
  const { differences, notIdentified } = fitSegment(log()).calibration;
  // Each at 97.5 %, so 2.2414 standard errors: Wilson's interval of none in 40 ends at .1116, those of 12 and of 4 in 40
  // begin at .1676 and .0349.
  const [lost, won] = differences;
  expect(lost).toMatchObject({ action: 'mail', from: 'active', to: 'semiActive', shown: false });
  expect(lost!.value).toBeCloseTo(-0.1, 12);
  expect(lost!.high).toBeCloseTo(-0.1 + Math.hypot(0.1116, 0.1 - 0.0349), 3);
  expect(won).toMatchObject({ action: 'mail', from: 'nonActive', value: 0.3, level: 0.975, shown: true });
  expect(won!.low).toBeCloseTo(0.3 - Math.hypot(0.3 - 0.1676, 0.1116), 3);
  expect(differences).toHaveLength(2);
  expect(notIdentified[0]).toBe(
    "shares are shown to differ from No Action's of mail (nonActive to active) alone, so what is gained or lost by others in this world may be noise",
  );
});

it('says of which contacts nothing is shown', () => {
  // Those who were mailed move as those left alone did, so that the sides are the same.
  const moved = log().moved.map((_, i, all) => all[Math.floor(i / 18) * 18 + (i % 9)]!);
  const { notIdentified } = fitSegment(log({ moved })).calibration;
  expect(notIdentified[0]).toBe(
    "mail: of none of its shares is it shown that it differs from No Action's, so what is gained or lost by it in this world may be noise",
  );
});

it('moves by a campaign only whom the log decides on', () => {
  // On a third of the nonActive nothing was decided; 1 in 10 of them came back by themselves.
  const { periods, acted, moved } = log();
  const gone = log({ actions: ['none', 'mail', 'nothing decided'], hasUndecided: true });
  const wide = (values: Int32Array, width: number) => {
    const out = new Int32Array(periods * 3 * width);
    for (let period = 0; period < periods; period += 1)
      out.set(values.subarray(period * 2 * width, (period + 1) * 2 * width), period * 3 * width);
    return out;
  };
  const more = { acted: wide(acted, 3), moved: wide(moved, 9) };
  for (let period = 0; period < periods; period += 1) {
    more.acted[period * 9 + 8] = 10;
    more.moved[period * 27 + 26] = 9;
    more.moved[period * 27 + 24] = 1;
  }
  const counted = { ...gone, ...more, priced: wide(acted, 3), costs: new Float64Array(periods * 9) };
  const customers = gone.customers.map((count, i) => (i % 3 === 2 ? 30 : count));
  const { reach, settings, flows } = fitSegment({ ...counted, customers }).calibration;
  expect(reach[2]).toBeCloseTo(2 / 3, 12);
  const { mean, sd } = (settings.flows as { when: string; from: string; mean: number; sd: number }[]).find(
    ({ when, from }) => when === 'mail' && from === 'nonActive',
  )!;
  // Two thirds of .3 and one of .1, half of a customer of 30 more; and the chance of .21 and .09 of each.
  expect(mean).toBeCloseTo((2 / 3) * 0.3 + (1 / 3) * 0.1 + 0.5 / 30, 5);
  expect(sd).toBeCloseTo(Math.sqrt(((2 / 3) * 0.21 + (1 / 3) * 0.09) / 30), 5);
  expect((settings.actions as { name: string }[]).map(({ name }) => name)).toEqual(['none', 'mail']);
  expect(flows.filter(({ action }) => action === 'nothing decided')).toHaveLength(1);
});

it('leaves an action out that no customer of a state was given, by name', () => {
  const played = playedFlows(smallWorld(1), 6, Random.fromSeed(1));
  for (let period = 0; period < 6; period += 1) {
    // Of resurrection, what happened to the active is struck out.
    played.acted[(period * 3 + 2) * 3] = 0;
    played.moved.fill(0, ((period * 3 + 2) * 3 + 0) * 3, ((period * 3 + 2) * 3 + 1) * 3);
  }
  const { settings, notIdentified } = fitSegment(played).calibration;
  expect((settings.actions as { name: string }[]).map(({ name }) => name)).toEqual(['none', 'email']);
  expect(notIdentified).toContain(
    'what resurrection does is not identified: no customer in state active was given it; the world has no such action',
  );
});

it('says that costs are not identified where the log has none', () => {
  const { costs, notIdentified } = fitSegment(log({ priced: new Int32Array(24) })).calibration;
  expect(costs[1]).toEqual({ action: 'mail', cost: null });
  expect(notIdentified.join('\n')).toContain('costs of mail are not identified: the log has none');
});

it('refuses a log that cannot tell of No Action, of any contact, or of a spread', () => {
  const alone = (action: number) => {
    const acted = log().acted.map((count, i) => (Math.floor(i / 3) % 2 === action ? count : 0));
    return log({ acted, moved: log().moved.map((n, i) => (Math.floor(i / 9) % 2 === action ? n : 0)) });
  };
  expect(() => fitSegment(alone(1))).toThrow(
    inputError(
      'log: expected periods of active, semiActive, nonActive customers without a contact, which No Action of the world is made of, got none',
    ),
  );
  expect(() => fitSegment(alone(0))).toThrow(
    inputError(
      'log: expected a contact that customers of every state were given (active, semiActive, nonActive), got none among mail',
    ),
  );
  expect(() => fitSegment(log({ periods: 2 }))).toThrow(
    inputError('log: expected at least 3 periods to tell a spread, got 2'),
  );
  expect(() => fitSegment(log({ customers: new Int32Array(15) }))).toThrow(
    inputError('log: expected customers at the beginning of a period, got none'),
  );
});

it('gives no state more than all of its customers to lose', () => {
  for (let seed = 0; seed < 5; seed += 1) {
    const { flows } = fitSegment(playedFlows(smallWorld(2), 5, Random.fromSeed(seed))).calibration;
    for (const { action, from } of flows) {
      const own = flows.filter((flow) => flow.action === action && flow.from === from);
      expect(own.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-12);
    }
  }
});
