/** The segment world of a company: every number of it that a log can tell, and in words what it cannot. */
import { InputError } from '../../../core/errors';
import type { Random } from '../../../core/random';
import type {
  ArrivalEstimate,
  Calibration,
  CalibrationForm,
  FlowEstimate,
  FlowLog,
} from '../../calibration-form';
import { everyPeriod, segmentConfigSchema, segmentNames, type SegmentName } from '../settings';
import { checkMoments } from './check-moments';
import {
  arrivalEstimates,
  costOf,
  flowEstimates,
  reachOf,
  revenues,
  startOf,
  unseenStates,
} from './estimates';

/** Spreads between periods need two of them, and moments over time one more. */
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

const bySegment = <Value>(of: (state: number) => Value) =>
  Object.fromEntries(segmentNames.map((name, state) => [name, of(state)])) as Record<SegmentName, Value>;

interface Estimates {
  readonly flows: readonly FlowEstimate[];
  readonly arrivals: readonly ArrivalEstimate[];
  readonly reach: readonly number[];
  readonly revenue: readonly number[];
  readonly costs: Calibration['costs'];
}

/** Six digits: more would say more than is known. */
const rounded = (value: number) => Number(value.toPrecision(6));

/**
 * Flows of the world's campaigns: a campaign moves the customers whom it reaches as the log's contacts moved theirs, while
 * the others go on as those on whom nothing was decided.
 */
function worldFlows(log: FlowLog, { flows, reach }: Estimates, actions: readonly string[]) {
  const spreadOf = ({ spread, whole: { sd } }: FlowEstimate) => Math.min(sd ** 2, (spread ?? 0) ** 2);
  const undecided = log.hasUndecided ? log.actions.at(-1) : undefined;
  return flows
    .filter(({ action }) => actions.includes(action))
    .map((flow) => {
      const { action, from, to } = flow;
      const reached = reach[log.states.indexOf(from)]!;
      const others = flows.find((one) => one.action === undecided && one.from === from && one.to === to);
      const parts = [
        { part: reached, of: flow },
        ...(others === undefined ? [] : [{ part: 1 - reached, of: others }]),
      ];
      const mean = parts.reduce((sum, { part, of }) => sum + part * of.whole.mean, 0);
      // Spreads are of all customers of a part at once, chances of each customer.
      const variance = parts.reduce(
        (sum, { part, of }) => sum + part ** 2 * spreadOf(of) + part * (of.whole.sd ** 2 - spreadOf(of)),
        0,
      );
      return { when: action, from, to, mean: rounded(mean), sd: rounded(Math.sqrt(variance)) };
    })
    .filter(({ mean }) => mean > 0);
}

function settingsOf(log: FlowLog, estimates: Estimates) {
  const { arrivals, reach, revenue, costs } = estimates;
  const { before } = startOf(log);
  return {
    start: bySegment((state) => before[state]!),
    arrivals: bySegment((state) => arrivals[state]!.given),
    revenue: bySegment((state) => revenue[state]!),
    actions: costs.map(({ action, cost }, i) => ({
      name: action,
      // The world's No Action costs nothing.
      cost: bySegment((state) => (i === 0 ? 0 : rounded(reach[state]! * (cost ?? 0)))),
    })),
    flows: worldFlows(
      log,
      estimates,
      costs.map(({ action }) => action),
    ),
  };
}

/** What the log does not say of the world, and what the world cannot hold of the log. */
function limitsOf({ flows, arrivals, costs }: Estimates): string[] {
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

/** Rewards of a period of the order of 1, as those of the published world are made by its own scale. */
function defaultsOf(log: FlowLog, { revenue }: Estimates): Calibration['defaults'] {
  const { after } = startOf(log);
  const earned = after.reduce((sum, customers, state) => sum + customers * Math.abs(revenue[state]!), 0);
  return earned > 0 ? { dqn: { rewardScale: Number(`1e${-Math.ceil(Math.log10(earned))}`) } } : {};
}

export function calibrateSegment(log: FlowLog, random: Random): Calibration {
  expectLog(log);
  const { actions, reasons } = knownActions(log);
  expectNames(actions.map((action) => log.actions[action]!));
  const parts = log.hasUndecided ? [...actions, log.actions.length - 1] : actions;
  const estimates: Estimates = {
    flows: flowEstimates(log, parts),
    ...{ arrivals: arrivalEstimates(log), reach: reachOf(log), revenue: revenues(log) },
    costs: actions.map((action) => ({ action: log.actions[action]!, cost: costOf(log, action) })),
  };
  const settings = settingsOf(log, estimates);
  segmentConfigSchema.parse(settings);
  // What the log says of No Action's cost is no cost of the world.
  const costs = new Map(actions.slice(1).map((action, i) => [action, estimates.costs[i + 1]!.cost ?? 0]));
  return {
    ...{ settings, defaults: defaultsOf(log, estimates), ...estimates },
    notIdentified: [...reasons, ...limitsOf(estimates)],
    check: checkMoments(log, { ...estimates, parts, costs }, random),
  };
}

export const segmentCalibration: CalibrationForm = { states: segmentNames, calibrate: calibrateSegment };
