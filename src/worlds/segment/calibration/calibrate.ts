/** The segment world of a company: every number of it that a log can tell, and in words what it cannot. */
import { InputError, parseInput } from '../../../core/errors';
import type { FlowLog } from '../../../stats/flow-log';
import type { Calibration, CalibrationForm } from '../../calibration-form';
import { everyPeriod, segmentConfigSchema, segmentNames } from '../settings';
import { checkStatistics } from './check-statistics';
import { differencesFromNoAction } from './differences';
import {
  arrivalEstimates,
  costOf,
  flowEstimates,
  reachOf,
  revenues,
  unseenStates,
  type SegmentEstimates,
} from './estimates';
import { chanceLimits, limitsOf } from './limits';
import type { CalibratedFlows } from './replay-log';
import { defaultsOf, settingsOf } from './world-settings';

/** Spreads between periods need two of them, and statistics over time one more. */
const FEWEST_PERIODS = 3;

const listed = (names: readonly string[]) => names.join(', ');

function expectLog({ states, periods, customers }: FlowLog): void {
  if (listed(states) !== listed(segmentNames))
    throw new RangeError(`calibrate: expected states ${listed(segmentNames)}, got ${listed(states)}`);
  if (periods < FEWEST_PERIODS)
    throw new InputError(`log: expected at least ${FEWEST_PERIODS} periods to tell a spread, got ${periods}`);
  if (customers.every((count) => count === 0))
    throw new InputError('log: expected customers at the beginning of a period, got none');
}

/** Names of what can be done. */
const namedActions = ({ actions, hasUndecided }: FlowLog) => (hasUndecided ? actions.slice(0, -1) : actions);

/** Indices of the actions of which the log shows what they do to the customers of every state, and why not of the others. */
function knownActions(log: FlowLog): { readonly actions: number[]; readonly reasons: string[] } {
  const unseen = namedActions(log).map((_, action) => unseenStates(log, action));
  const nameOf = (state: number) => log.states[state]!;
  if (unseen[0]!.length > 0)
    throw new InputError(
      `log: expected periods of ${listed(unseen[0]!.map(nameOf))} customers without a contact, which No Action of the world is made of, got none`,
    );
  const actions = [...unseen.keys()].filter((action) => unseen[action]!.length === 0);
  if (actions.length < 2)
    throw new InputError(
      `log: expected a contact that customers of every state were given (${listed(log.states)}), got none among ${listed(namedActions(log).slice(1)) || 'no contacts'}`,
    );
  const reasons = namedActions(log).flatMap((name, action) =>
    unseen[action]!.length === 0
      ? []
      : [
          `what ${name} does is not identified: no customer in state ${listed(unseen[action]!.map(nameOf))} was given it; the world has no such action`,
        ],
  );
  return { actions, reasons };
}

function expectNames(names: readonly string[]): void {
  if (names.includes(everyPeriod))
    throw new InputError(`log: expected actions that are not called "${everyPeriod}", which has a meaning`);
}

/** All of a calibration but its check, and what the check is made with. */
export interface SegmentFit {
  readonly calibration: Omit<Calibration, 'check'>;
  readonly calibrated: CalibratedFlows;
}

/** @throws InputError for a log that cannot tell what the world needs */
export function fitSegment(log: FlowLog): SegmentFit {
  expectLog(log);
  const { actions, reasons } = knownActions(log);
  const names = actions.map((action) => log.actions[action]!);
  expectNames(names);
  const parts = log.hasUndecided ? [...actions, log.actions.length - 1] : actions;
  const flows = flowEstimates(log, parts);
  const estimates: SegmentEstimates = {
    ...{ flows, differences: differencesFromNoAction(log, names, flows) },
    ...{ arrivals: arrivalEstimates(log), reach: reachOf(log), revenue: revenues(log) },
    costs: actions.map((action) => ({ action: log.actions[action]!, cost: costOf(log, action) })),
  };
  const settings = settingsOf(log, estimates);
  parseInput('log', segmentConfigSchema, settings);
  // What the log says of No Action's cost is no cost of the world.
  const costs = new Map(actions.slice(1).map((action, i) => [action, estimates.costs[i + 1]!.cost ?? 0]));
  return {
    calibration: {
      ...{ settings, defaults: defaultsOf(log, estimates), ...estimates },
      notIdentified: [...chanceLimits(estimates), ...reasons, ...limitsOf(estimates)],
    },
    calibrated: { ...estimates, parts, costs },
  };
}

/** Logs that are simulated for the check. */
const REPLICATIONS = 1000;

export const segmentCalibration: CalibrationForm = {
  states: segmentNames,
  calibrate: (log, random) => {
    const { calibration, calibrated } = fitSegment(log);
    return { ...calibration, check: checkStatistics(log, calibrated, REPLICATIONS, random) };
  },
};
