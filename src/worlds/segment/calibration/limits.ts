/** What is not identified, in words. */
import { segmentConfigSchema } from '../settings';
import type { SegmentEstimates } from './estimates';

const listed = (names: readonly string[]) => names.join(', ');

/** What the log does not say of the world, and what the world cannot hold of the log. */
export function limitsOf({ flows, arrivals, costs }: SegmentEstimates): string[] {
  const free = costs.filter(({ cost }, i) => i > 0 && cost === null).map(({ action }) => action);
  const withoutSpread = flows.filter(({ spread }) => spread === null).length;
  const varying = arrivals.filter(({ sd }) => sd > 0);
  return [
    ...(free.length === 0
      ? []
      : [
          `costs of ${listed(free)} are not identified: the log has none; the file says 0, which makes these contacts free`,
        ]),
    ...(withoutSpread === 0
      ? []
      : [
          `the spread beyond chance of ${withoutSpread} of ${flows.length} flows is not identified: no two customers had the action in one period; it is 0 in the file`,
        ]),
    ...(varying.length === 0
      ? []
      : [
          `the spread of arrivals has no place in the world, in which as many join in every period: ${varying.map(({ state, sd, given }) => `${state} ${given}, in the log with a standard deviation of ${sd.toPrecision(2)}`).join('; ')}`,
        ]),
    `the length of an episode is not identified by a log: periods stays ${segmentConfigSchema.parse({}).periods}, the published default`,
    'effects later than the period of a contact are not identified: emailHarmDelay stays 0, the default',
  ];
}
