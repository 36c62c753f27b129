/** What a learned policy is held against in the segment world. */
import type { Random } from '../../core/random';
import { LookAheadPolicy } from '../../policies/look-ahead';
import type { Policy } from '../../policies/policy';
import type { Baseline, BaselineContext } from '../world';
import { greedyOneStepPolicy } from './greedy-one-step';
import type { SegmentConfig } from './settings';
import { makeSegment } from './simulator';
import { thresholdPolicy } from './threshold';
import { bestThreshold } from './threshold-search';
import { publishedTileQ, trainTileQ } from './tile-q';

/** Agents behind `tile-q`, as in the published reference value. */
export const TILE_AGENTS = 20;

/** Periods that `look-ahead` simulates, as published. */
const LOOK_AHEAD_PERIODS = 10;

async function threshold(config: SegmentConfig, { gamma, random }: BaselineContext): Promise<Policy> {
  const { observationSpec, actions } = makeSegment(config, 1, random);
  return thresholdPolicy(
    observationSpec.features,
    actions,
    await bestThreshold(config, { gamma, random: random.fork('threshold') }),
  );
}

function lookAhead(config: SegmentConfig, { random }: BaselineContext): Policy {
  const stream = random.fork('look-ahead');
  return new LookAheadPolicy(
    (lanes) => makeSegment(config, lanes, stream.fork('noise')),
    config.actions.map(({ name }) => name),
    stream.fork('actions'),
    // Episodes may be shorter than the published look ahead.
    { horizon: Math.min(LOOK_AHEAD_PERIODS, config.periods) },
  );
}

function tileQ(config: SegmentConfig, { random }: BaselineContext): Promise<Policy> {
  return trainTileQ({
    makeEnvironment: (lanes: number, stream: Random) => makeSegment(config, lanes, stream),
    random: random.fork('tile-q'),
    agents: TILE_AGENTS,
    settings: publishedTileQ,
  });
}

export function segmentBaselines(config: SegmentConfig, context: BaselineContext): readonly Baseline[] {
  return [
    { name: 'greedy-one-step', make: () => greedyOneStepPolicy(config) },
    { name: 'threshold', make: () => threshold(config, context) },
    { name: 'look-ahead', make: () => lookAhead(config, context), plans: true },
    // Lanes are divided among its agents: those are the independent draws.
    { name: 'tile-q', make: () => tileQ(config, context), unitOf: (lane) => lane % TILE_AGENTS },
  ];
}
