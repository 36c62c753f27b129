/** Who leaves a telephone company, on five folds; scikit-learn's numbers are of scripts/bench-customers. */
import { Random } from '../../../src/core/random';
import { areaUnderCurve } from '../../../src/profiles/judge/auc';
import { judgeProbabilities } from '../../../src/profiles/judge/judge-probabilities';
import { applyChurn, churnSettingsSchema, fitChurn } from '../../../src/profiles/models/churn/churn';
import { applyRecencyRule, fitRecencyRule } from '../../../src/profiles/models/churn/recency-rule';
import { rowsOf } from '../../../src/profiles/models/feature-table';
import { applyPreparation, fitPreparation } from '../../../src/profiles/models/preparation';
import { kMeans } from '../../../src/profiles/models/segments/k-means';
import { readTelco } from '../../../scripts/bench-customers/telco';
import { describeOn, publicLog } from '../../support/public-logs';

const FILE = 'telco-churn/Telco-Customer-Churn.csv.gz';
const FOLDS = 5;

describeOn(FILE)('the Telco customers', () => {
  const { table, churned } = readTelco(publicLog(FILE));
  const places = Array.from(churned, (_, row) => row);
  const folds = Array.from({ length: FOLDS }, (_, fold) => ({
    own: places.filter((row) => row % FOLDS === fold),
    others: places.filter((row) => row % FOLDS !== fold),
  }));
  const labelsOf = (rows: readonly number[]) => Float64Array.from(rows, (row) => churned[row]!);

  it.each([
    ['logistic', 0.8453, 0.005],
    ['tree', 0.8271, 0.01],
    ['forest', 0.8447, 0.01],
  ] as const)(
    'are told by %s as by scikit-learn, and better than by tenure alone',
    (method, theirs, within) => {
      const settings = churnSettingsSchema.parse({ method, learner: { forestTrees: 60 } });
      let auc = 0;
      const [model, anchor] = [new Float64Array(table.rows), new Float64Array(table.rows)];
      folds.forEach(({ own, others }, fold) => {
        const [fitted, labels] = [rowsOf(table, others), labelsOf(others)];
        const asked = rowsOf(table, own);
        const probabilities = applyChurn(fitChurn(fitted, labels, settings, Random.fromSeed(fold)), asked);
        const rule = applyRecencyRule(fitRecencyRule(fitted, labels, 'tenure'), asked);
        auc += areaUnderCurve(probabilities, labelsOf(own)) / FOLDS;
        own.forEach((row, i) => {
          model[row] = probabilities[i]!;
          anchor[row] = rule[i]!;
        });
      });
      expect(Math.abs(auc - theirs)).toBeLessThan(within);
      const judged = judgeProbabilities({
        ...{ model, anchor, target: churned, groupNames: [], groups: new Int32Array(table.rows).fill(-1) },
      });
      expect(judged.decision).toBe('better');
      expect(judged.brierDifference.high).toBeLessThan(0);
      expect(judged.calibrationError).toBeLessThan(0.03);
    },
  );

  it('have the inertia of scikit-learn', () => {
    const preparation = fitPreparation(table);
    const points = applyPreparation(preparation, table);
    const { inertia } = kMeans(points, preparation.length, 4, 3, Random.fromSeed(1));
    expect(Math.abs(inertia / 112099.3 - 1)).toBeLessThan(0.01);
  });
});
