/** What a learned policy is held against in the segment world. */
import type { Random } from '../../core/random';
import { lookAheadDescription, LookAheadPolicy } from '../../policies/look-ahead';
import type { Policy } from '../../policies/policy';
import type { Baseline, BaselineContext } from '../world';
import { GREEDY_ONE_STEP, greedyOneStepPolicy } from './greedy-one-step';
import type { SegmentConfig } from './settings';
import { makeSegment } from './simulator';
import { thresholdPolicy } from './threshold';
import { bestThreshold } from './threshold-search';
import { publishedTileQ, tileQDescription, trainTileQ } from './tile-q';

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

/** Episodes may be shorter than the published look ahead. */
const lookAheadOptions = ({ periods }: SegmentConfig) => ({ horizon: Math.min(LOOK_AHEAD_PERIODS, periods) });

function lookAhead(config: SegmentConfig, { random }: BaselineContext): Policy {
  const stream = random.fork('look-ahead');
  return new LookAheadPolicy(
    (lanes) => makeSegment(config, lanes, stream.fork('noise')),
    config.actions.map(({ name }) => name),
    stream.fork('actions'),
    lookAheadOptions(config),
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
    { name: 'greedy-one-step', description: GREEDY_ONE_STEP, make: () => greedyOneStepPolicy(config) },
    {
      name: 'threshold',
      description: 'takes one campaign while the non-active share is above a number, the best of a grid',
      make: () => threshold(config, context),
    },
    {
      name: 'look-ahead',
      description: lookAheadDescription(lookAheadOptions(config)),
      make: () => lookAhead(config, context),
      plans: true,
    },
    {
      name: 'tile-q',
      description: tileQDescription(TILE_AGENTS, publishedTileQ),
      make: () => tileQ(config, context),
      // Lanes are divided among its agents: those are the independent draws.
      unitOf: (lane) => lane % TILE_AGENTS,
    },
  ];
}
