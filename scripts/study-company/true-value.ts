/** Predicted amounts beside the true expected ones: as an order, and as amounts, tenth by tenth. */
import { calibrationOf } from '../../src/profiles/judge/calibration';

/** @param truth [rows] expected amounts @returns means of tenths from the lowest predictions to the highest */
export function besideTruth(predicted: Float64Array, truth: Float64Array) {
  const { groups, predictedOverActual } = calibrationOf(predicted, truth);
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const off = groups.reduce(
    (sum, group) => sum + group.customers * Math.abs(group.predicted - group.actual.value!),
    0,
  );
  return {
    predictedOverTrue: predictedOverActual,
    /** Mean distance of a tenth from its truth, by the mean truth. */
    tenthsOff: off / truth.length / mean,
    tenths: groups.map(({ customers, predicted: said, actual }) => ({
      ...{ customers, predicted: said, truth: actual.value! },
    })),
  };
}
