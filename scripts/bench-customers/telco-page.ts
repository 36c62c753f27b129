/** Churn and segments of the Telco customers beside scikit-learn: what was agreed, and the tables. */
import { table } from '../docs/markdown';
import { within, type Agreed } from './agreed';
import type { besideScikit } from './beside-scikit';

export type Telco = Awaited<ReturnType<typeof besideScikit>>;

export function telcoAgreed({ churn, segments: { kMeans, dbscan, ward } }: Telco): Agreed[] {
  return [
    ...churn.map((one) =>
      within(`Telco churn, ${one.method}: AUC`, one.ours.auc, one.theirs.auc, one.within),
    ),
    {
      ...{
        what: 'k-means: inertia over that of scikit-learn',
        got: (kMeans.inertia / kMeans.theirInertia).toFixed(6),
      },
      ...{ bound: '1 ± 0.01', holds: kMeans.holds },
    },
    ...Object.entries({ DBSCAN: dbscan, "Ward's tree": ward }).map(([name, one]) => ({
      what: `${name}: labels beside those of scikit-learn, adjusted Rand index`,
      ...{ got: String(one.adjustedRand), bound: '1', holds: one.holds },
    })),
  ];
}

const percents = (value: number | null) => (value === null ? '–' : `${(100 * value).toFixed(1)} %`);

function calibrationTable(churn: Telco['churn']): string {
  const rows = churn.flatMap(({ method, ours: { calibration } }) =>
    calibration.map(({ rows: customers, predicted, observed }) => [
      ...[method, String(customers), percents(predicted), percents(observed.value)],
      `${percents(observed.low)} to ${percents(observed.high)}`,
    ]),
  );
  return table(['model', 'customers', 'forecast', 'left', 'its interval'], rows);
}

export function telcoTables({ customers, features, folds, churn, segments }: Telco): string[] {
  const { kMeans, dbscan, ward } = segments;
  const judged = churn.flatMap(({ method, ours, theirs }) =>
    (
      [
        ['ours', ours],
        ['scikit-learn', theirs],
      ] as const
    ).map(([whose, one]) => [
      ...[`${method}, ${whose}`, one.auc.toFixed(4), one.brier!.toFixed(4), one.calibrationError.toFixed(4)],
      one.seconds.toFixed(2),
    ]),
  );
  const grouped = [
    ['k-means', `inertia ${kMeans.inertia.toFixed(1)}`, `inertia ${kMeans.theirInertia.toFixed(1)}`, kMeans],
    ['DBSCAN', `${dbscan.groups} groups, ${dbscan.noise} customers in none`, 'the same', dbscan],
    [`Ward's tree of ${ward.rows} customers`, 'four groups', 'the same', ward],
  ] as const;
  const same = (theirs: string, holds: boolean) => (theirs === 'the same' && !holds ? 'others' : theirs);
  return [
    `${customers} customers, ${features} features, ${folds} folds, both on the same standardised rows.`,
    table(['model', 'AUC', 'Brier score', 'calibration error', 'seconds'], judged),
    '### Calibration: forecast and share that left, by tenths of the forecast',
    calibrationTable(churn),
    '### Segments',
    table(
      ['method', 'ours', 'scikit-learn', 'seconds', 'seconds, scikit-learn'],
      grouped.map(([name, ours, theirs, one]) => [
        ...[name, ours, same(theirs, one.holds), one.seconds.toFixed(2), one.theirSeconds.toFixed(2)],
      ]),
    ),
  ];
}
