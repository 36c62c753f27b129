/** Of which shares the log shows that a contact moves other customers than No Action does. */
import { differenceOfIntervals } from '../../../stats/difference-of-intervals';
import { levelOfEach } from '../../../stats/intervals-at-once';
import { varyingShare } from '../../../stats/varying-share';
import type { FlowLog } from '../../../stats/flow-log';
import type { FlowEstimate, ShareDifference } from '../../calibration-form';
import { actedOver, movedOver } from './estimates';

/** Of all differences together. */
const LEVEL = 0.95;

/**
 * Each share of a contact minus that of No Action, with intervals that hold all together: of twenty at 95 % each, one
 * would show a difference by chance.
 *
 * @param actions names of the world's actions, No Action first
 */
export function differencesFromNoAction(
  log: FlowLog,
  actions: readonly string[],
  flows: readonly Pick<FlowEstimate, 'action' | 'from' | 'to'>[],
): ShareDifference[] {
  const [noAction] = actions;
  const compared = flows.filter(({ action }) => action !== noAction && actions.includes(action));
  const level = levelOfEach(LEVEL, compared.length);
  const shareOf = (action: string, from: string, to: string) => {
    const [state, next] = [log.states.indexOf(from), log.states.indexOf(to)];
    const place = log.actions.indexOf(action);
    const estimate = varyingShare(movedOver(log, place, state, next), actedOver(log, place, state), level);
    return estimate && { ...estimate, value: estimate.share };
  };
  return compared.flatMap(({ action, from, to }) => {
    const [own, without] = [shareOf(action, from, to), shareOf(noAction!, from, to)];
    if (own === null || without === null) return [];
    const difference = differenceOfIntervals(own, without);
    const shown = difference.low > 0 || difference.high < 0;
    return [{ action, from, to, ...difference, level, shown }];
  });
}
