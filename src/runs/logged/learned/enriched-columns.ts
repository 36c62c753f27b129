/** A log with and without the columns that `enrich` added to it: the same decisions and the same split, by fewer features. */
import { featureNames } from '../../../dataset/features/feature-names';
import type { RawInputs } from '../../../dataset/features/raw-inputs';
import { selectFeatures } from '../../../dataset/logged-rows';
import type { LogSchema } from '../../../dataset/schema/log-schema';
import type { LoggedSplits } from '../loaded-log';

/** Columns that a policy sees and `enrich` added, in the order of the features. */
export function enrichedColumns(raw: RawInputs | null): readonly string[] {
  const added = new Set(raw?.schema.enriched?.columns);
  return raw === null ? [] : raw.features.map(({ column }) => column).filter((column) => added.has(column));
}

/** Which of the encoded numbers come of other columns, ascending. */
export function otherPlaces({ features }: RawInputs, left: readonly string[]): Int32Array {
  const places: number[] = [];
  let place = 0;
  for (const feature of features) {
    const isKept = !left.includes(feature.column);
    for (const _ of featureNames([feature])) {
      if (isKept) places.push(place);
      place += 1;
    }
  }
  return Int32Array.from(places);
}

/** Also without the word that there are such columns. */
function schemaWithout(schema: LogSchema, left: readonly string[]): LogSchema {
  const kept = Object.entries(schema).filter(([key]) => key !== 'enriched');
  const features = Object.entries(schema.features ?? {}).filter(([name]) => !left.includes(name));
  return { ...(Object.fromEntries(kept) as LogSchema), features: Object.fromEntries(features) };
}

/** The same sides of the log by the other columns: each number is what it is with them. */
export function splitsWithout(splits: LoggedSplits, raw: RawInputs, left: readonly string[]): LoggedSplits {
  const places = otherPlaces(raw, left);
  const { all, train, test, validation } = splits;
  return {
    ...splits,
    all: () => selectFeatures(all(), places),
    train: selectFeatures(train, places),
    test: selectFeatures(test, places),
    validation: () => selectFeatures(validation(), places),
    raw: {
      schema: schemaWithout(raw.schema, left),
      features: raw.features.filter(({ column }) => !left.includes(column)),
    },
  };
}
