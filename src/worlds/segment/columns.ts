/** Where the segments' counts stand in an observation. */
import { segmentNames } from './settings';

/**
 * @returns the columns of active, semiActive and nonActive
 * @throws RangeError naming the feature that is missing
 */
export function segmentColumns(features: readonly string[]): [number, number, number] {
  const [active, semiActive, nonActive] = segmentNames.map((name) => {
    const column = features.indexOf(name);
    if (column < 0) throw new RangeError(`expected a feature ${name}, got ${features.join(', ')}`);
    return column;
  });
  return [active!, semiActive!, nonActive!];
}
