import { ShapeError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { judgeProbabilities } from '../../../src/profiles/judge/judge-probabilities';

/** Customers whose chance is known; the anchor sees it for those of the town alone, the model for the others too. */
function town(rows: number, seed: number) {
  const random = Random.fromSeed(seed);
  const chances = Float64Array.from({ length: rows }, () => random.uniform());
  const target = chances.map((chance) => (random.uniform() < chance ? 1 : 0));
  const groups = Array.from({ length: rows }, (_, row) => row % 2);
  const anchor = chances.map((chance, row) => (groups[row] === 0 ? chance : 0.5));
  return { model: chances, anchor, target, groups, groupNames: ['town', 'country'] };
}

it('says that a model beats its anchor, and for whom it does not', () => {
  const { decision, groups, calibrationError, aucDifference } = judgeProbabilities(town(800, 1));
  expect(decision).toBe('better');
  expect(aucDifference.low).toBeGreaterThan(0);
  expect(groups.map(({ name, decision: own }) => [name, own])).toEqual([
    ['town', 'not shown better'],
    ['country', 'better'],
  ]);
  expect(groups.map(({ rows }) => rows)).toEqual([400, 400]);
  // True chances are calibrated: ten bins of 80 rows err by about .04 each.
  expect(calibrationError).toBeLessThan(0.08);
});

it('says so where the anchor is better, and where nothing can be said', () => {
  const given = town(800, 2);
  const turned = judgeProbabilities({ ...given, model: given.anchor, anchor: given.model });
  expect(turned.decision).toBe('worse');
  expect(judgeProbabilities({ ...given, target: new Float64Array(800) }).decision).toBe('cannot tell');
});

it('names what does not belong together', () => {
  expect(() => judgeProbabilities({ ...town(4, 1), anchor: new Float64Array(3) })).toThrow(ShapeError);
});
