/** The baselines of the segment simulator by name: what a learned policy is held against. */
import { publishedTileQ, trainTileQ } from '../worlds/segment/tile-q';
import { InputError, show } from '../core/errors';
import { NormalGenerator } from '../core/normal-generator';
import type { Random } from '../core/random';
import type { SegmentConfig } from '../worlds/segment/settings';
import { SegmentSimulator } from '../worlds/segment/simulator';
import { constantPolicy } from '../policies/constant';
import { greedyOneStepPolicy } from '../worlds/segment/greedy-one-step';
import { LookAheadPolicy } from '../policies/look-ahead';
import type { Policy } from '../policies/policy';
import { thresholdPolicy } from '../worlds/segment/threshold';
import { bestThreshold } from '../worlds/segment/threshold-search';
import { uniformPolicy } from '../policies/uniform';

/** Agents behind `tile-q`, as in the published reference value. */
export const TILE_AGENTS = 20;

/** Periods that `look-ahead` simulates, as published. */
const LOOK_AHEAD_PERIODS = 10;

export interface BaselineContext {
  readonly config: SegmentConfig;
  /** Discount that rules with a parameter are tuned for. */
  readonly gamma: number;
  /** Source of the baselines' own random numbers. */
  readonly random: Random;
}

export function makeSegment(config: SegmentConfig, lanes: number, random: Random): SegmentSimulator {
  return new SegmentSimulator(config, lanes, NormalGenerator.from(random));
}

async function threshold({ config, gamma, random }: BaselineContext): Promise<Policy> {
  const { observationSpec, actions } = makeSegment(config, 1, random);
  return thresholdPolicy(
    observationSpec.features,
    actions,
    await bestThreshold(config, { gamma, random: random.fork('threshold') }),
  );
}

function lookAhead({ config, random }: BaselineContext): Policy {
  const stream = random.fork('look-ahead');
  const makeSimulator = (lanes: number) => makeSegment(config, lanes, stream.fork('noise'));
  return new LookAheadPolicy(
    makeSimulator,
    config.actions.map(({ name }) => name),
    stream.fork('actions'),
    // Episodes may be shorter than the published look ahead.
    { horizon: Math.min(LOOK_AHEAD_PERIODS, config.periods) },
  );
}

function tileQ({ config, random }: BaselineContext): Promise<Policy> {
  const makeEnvironment = (lanes: number, stream: Random) => makeSegment(config, lanes, stream);
  return trainTileQ({
    makeEnvironment,
    random: random.fork('tile-q'),
    agents: TILE_AGENTS,
    settings: publishedTileQ,
  });
}

/** Every baseline by name; making one may train or tune it. */
export function segmentBaselines(
  context: BaselineContext,
): ReadonlyMap<string, () => Policy | Promise<Policy>> {
  const names = context.config.actions.map(({ name }) => name);
  const constants = names.map((_, action) => constantPolicy(names, action));
  return new Map<string, () => Policy | Promise<Policy>>([
    ...constants.map((policy) => [policy.name, () => policy] as const),
    ['uniform', () => uniformPolicy(names)],
    ['greedy-one-step', () => greedyOneStepPolicy(context.config)],
    ['threshold', () => threshold(context)],
    ['look-ahead', () => lookAhead(context)],
    ['tile-q', () => tileQ(context)],
  ]);
}

/** @throws InputError naming the baselines there are */
export async function segmentBaseline(name: string, context: BaselineContext): Promise<Policy> {
  const baselines = segmentBaselines(context);
  const make = baselines.get(name);
  if (make === undefined) {
    throw new InputError(`--policy: expected one of ${[...baselines.keys()].join(', ')}, got ${show(name)}`);
  }
  return make();
}
