/** The support filter of what is learned from a log. */
import type { SupportFilter } from '../../agents/support-filter';
import { scaleObservations } from '../../agents/scaling';
import type { Random } from '../../core/random';
import { fitSupport } from '../../evaluate/off-policy/fit-support';
import { shapeOfHistories } from '../../evaluate/off-policy/histories-of';
import type { SupportSettings } from '../../evaluate/off-policy/support-settings';
import type { Contacts } from './loaded-log';
import { featureScaling, type RowsOfLog } from './off-policy/log-to-judge';

/**
 * @param trained the rows that are learned from
 * @param random stream of its own
 */
export function supportOf(
  { log, decisions }: Pick<Contacts, 'log' | 'decisions'>,
  { rows, decisions: some }: RowsOfLog,
  settings: SupportSettings,
  random: Random,
): SupportFilter {
  const { observationOffset, observationScale } = featureScaling(rows);
  const scaling = { observationOffset, observationScale };
  return fitSupport(
    {
      histories: shapeOfHistories(log, decisions, some),
      ...{ features: scaleObservations(rows.observations, scaling), width: rows.features.length, scaling },
      allowed: rows.allowed ?? null,
      unit: log.customers === null ? 'row' : 'customer',
    },
    settings,
    random,
  );
}
