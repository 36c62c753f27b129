/** What the numbers are called that fitted columns become. */
import type { FittedFeature, FittedFeatures } from './fitted-features';

/** Names of the numbers that one column becomes, in order. */
function namesOf(fitted: FittedFeature): string[] {
  const { column, kind, missing } = fitted;
  const lacking = missing ? [kind === 'days-since' ? `${column}: never` : `${column}: missing`] : [];
  if (kind !== 'category') return [column, ...lacking];
  const levels = fitted.levels.map((level) => `${column}: ${level}`);
  return [...levels, ...(fitted.other ? [`${column}: other`] : []), ...lacking];
}

/** Names of what the network sees, in order. */
export function featureNames(fitted: FittedFeatures): string[] {
  return fitted.flatMap(namesOf);
}
