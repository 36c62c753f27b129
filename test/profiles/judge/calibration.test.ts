import { calibrationOf } from '../../../src/profiles/judge/calibration';

it('groups customers from the lowest prediction to the highest', () => {
  const { groups, predictedOverActual } = calibrationOf(Float64Array.of(4, 1, 3, 2), [10, 0, 2, 2], 2);
  expect(groups.map(({ customers, predicted, actual }) => [customers, predicted, actual.value])).toEqual([
    [2, 1.5, 1],
    [2, 3.5, 6],
  ]);
  expect(predictedOverActual).toBeCloseTo(10 / 14, 12);
  // Of 0 and 2: mean 1, standard error 1, Student's t of one degree of freedom 12.7062.
  expect(groups[0]!.actual.high).toBeCloseTo(1 + 12.7062, 4);
});

it('keeps equal predictions together', () => {
  const predicted = Float64Array.of(1, 1, 1, 1, 1, 2, 3, 4);
  const { groups } = calibrationOf(predicted, predicted, 4);
  expect(groups.map(({ customers }) => customers)).toEqual([5, 1, 2]);
});

it('has no ratio to nothing', () => {
  expect(calibrationOf(Float64Array.of(1, 2), [0, 0]).predictedOverActual).toBeNull();
});

it('has no more groups than customers', () => {
  expect(calibrationOf(Float64Array.of(1, 2, 3), [0, 0, 1]).groups.map(({ customers }) => customers)).toEqual(
    [1, 1, 1],
  );
});
