/** What is not identified, in words. */
import { segmentConfigSchema } from '../settings';
import type { SegmentEstimates } from './estimates';

const listed = (names: readonly string[]) => names.join(', ');

/** Which contacts are shown to move customers otherwise than No Action does, in one sentence; none where all of their shares are. */
function unshown(differences: SegmentEstimates['differences']): string[] {
  if (differences.every(({ shown }) => shown)) return [];
  const shownOf = (name: string) => differences.filter(({ action, shown }) => action === name && shown);
  const actions = [...new Set(differences.map(({ action }) => action))];
  const same = actions.filter((action) => shownOf(action).length === 0);
  const [their, them] = same.length === 1 ? ['its', 'it'] : ['their', 'them'];
  const others = actions
    .filter((action) => !same.includes(action))
    .map((action) => `${action} (${listed(shownOf(action).map(({ from, to }) => `${from} to ${to}`))})`);
  if (same.length === 0)
    return [
      `shares are shown to differ from No Action's of ${listed(others)} alone, so what is gained or lost by others in this world may be noise`,
    ];
  const shown = others.length === 0 ? '' : `; it is shown of ${listed(others)} alone`;
  return [
    `${listed(same)}: of none of ${their} shares is it shown that it differs from No Action's, so what is gained or lost by ${them} in this world may be noise${shown}`,
  ];
}

/**
 * What of the world may be noise of the log. Trainings know the world and not the log: of what they find in it they would
 * else be far too sure.
 */
export function chanceLimits({ differences }: SegmentEstimates): string[] {
  return [
    ...unshown(differences),
    'intervals of values in this world tell of its own chance alone: its shares are estimates from the log, whose errors are not in them',
  ];
}

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
