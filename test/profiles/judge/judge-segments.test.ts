import { ShapeError } from '../../../src/core/errors';
import { judgeSegments } from '../../../src/profiles/judge/judge-segments';

const points = Float64Array.of(0, 1, 10, 11);
const [right, wrong] = [Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 0, 1)];

it('compares segments with an anchor row by row, worked by hand', () => {
  // Right: 1 - 1/10.5, 1 - 1/9.5 and the same again. Wrong: own 10, next (1 + 11) / 2 = 6: 6/10 - 1; for 1: own 10, next 5: -1/2.
  const { silhouette, anchorSilhouette, difference, decision } = judgeSegments(points, 1, right, wrong);
  expect(silhouette.value).toBeCloseTo(1 - (1 / 10.5 + 1 / 9.5) / 2, 12);
  expect(anchorSilhouette.value).toBeCloseTo((-0.4 - 0.5) / 2, 12);
  expect(difference.value).toBeCloseTo(silhouette.value! - anchorSilhouette.value!, 12);
  expect(decision).toBe('better');
  expect(judgeSegments(points, 1, wrong, right).decision).toBe('worse');
});

it('cannot tell of no segments', () => {
  const none = new Int32Array(4).fill(-1);
  expect(judgeSegments(points, 1, none, wrong)).toMatchObject({
    ...{ silhouette: { value: null }, difference: { value: null }, decision: 'cannot tell' },
  });
  expect(() => judgeSegments(points, 1, right, Int32Array.of(1))).toThrow(ShapeError);
});
