/** The segment world with known flows, played into fifty logs: what a calibration finds of them. */
import { Random } from '../../../../src/core/random';
import { moments } from '../../../../src/stats/moments';
import { extraneousVariance, varyingShare } from '../../../../src/stats/varying-share';
import { fitSegment } from '../../../../src/worlds/segment/calibration/calibrate';
import { actedOver, movedOver } from '../../../../src/worlds/segment/calibration/estimates';
import { playedFlows, smallWorld } from '../../../support/played-flows';

const LOGS = 50;
const PERIODS = 24;

/** Every flow that there is, in every log. */
function foundFlows(spread: number) {
  const world = smallWorld(spread);
  return Array.from({ length: LOGS }, (_, seed) => {
    const log = playedFlows(world, PERIODS, Random.fromSeed(seed).fork(`recovery/${spread}`));
    return world.mean.flatMap((rows, action) =>
      rows.flatMap((row, from) =>
        row.flatMap((mean, to) => {
          if (mean === 0) return [];
          const [moved, acted] = [movedOver(log, action, from, to), actedOver(log, action, from)];
          const variance = extraneousVariance(moved, acted)!;
          const found = varyingShare(moved, acted)!;
          return [{ mean, sd: world.sd[action]![from]![to]!, variance, found }];
        }),
      ),
    );
  }).flat();
}

// 50 logs of 15 flows: a coverage of 95 % is found as 95 % with a standard error of .8 points.
describe.each([0, 1, 2])('with %s times the published spread', (spread) => {
  const all = foundFlows(spread);

  it('covers the known shares as often as it says', () => {
    const covered = all.filter(({ mean, found }) => found.low <= mean && mean <= found.high).length;
    const error = Math.sqrt((0.95 * 0.05) / all.length);
    expect(Math.abs(covered / all.length - 0.95)).toBeLessThan(3 * error);
  });

  it('finds shares without a bias, as far off as their standard errors say', () => {
    const scores = moments(all.map(({ mean, found }) => (found.share - mean) / found.standardError));
    expect(Math.abs(scores.mean)).toBeLessThan(3 / Math.sqrt(all.length));
    expect(scores.variance).toBeGreaterThan(0.8);
    expect(scores.variance).toBeLessThan(1.25);
  });

  it('finds the spread beyond chance that there is, and none where there is none', () => {
    const errors = moments(all.map(({ sd, variance }) => variance - sd ** 2));
    expect(Math.abs(errors.mean)).toBeLessThan(3 * Math.sqrt(errors.variance / all.length));
  });
});

it.each([0, 1])('shows no difference of contacts that make none, with %s times the spread', (spread) => {
  const { mean, sd, ...world } = smallWorld(spread);
  const same = { ...world, mean: mean.map(() => mean[0]!), sd: sd.map(() => sd[0]!) };
  const wrong = Array.from({ length: LOGS }, (_, seed) => {
    const log = playedFlows(same, PERIODS, Random.fromSeed(seed).fork(`same/${spread}`));
    return fitSegment(log).calibration.differences.some(({ shown }) => shown);
  }).filter(Boolean).length;
  // In 5 % of logs at most: of 50, more than 8 with a chance below one in a thousand.
  expect(wrong).toBeLessThanOrEqual(8);
});
