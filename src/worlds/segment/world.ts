/** The segment world: three groups of customers and one campaign per period (lodist's published study). */
import type { VectorEnvironment } from '../../env/environment';
import { defineWorld, type OpenWorld } from '../world';
import { actionMap } from './action-map';
import { segmentBaselines } from './baselines';
import { segmentCalibration } from './calibration/calibrate';
import { segmentDynamics } from './dynamics';
import { plainProgram } from './plain-program';
import { bestKnown } from './reference-values';
import { segmentConfigSchema, type SegmentConfig } from './settings';
import { makeSegment, SegmentSimulator } from './simulator';
import { typicalTrajectory } from './trajectory';

function remarks(environment: VectorEnvironment): readonly string[] {
  if (!(environment instanceof SegmentSimulator) || environment.clips === 0) return [];
  return [`${environment.clips} times more customers left a segment than it had; none were left in it`];
}

/** The world under a configuration. */
export function openSegment(config: SegmentConfig): OpenWorld {
  const { actions, features, start } = segmentDynamics(config);
  const customers = start.reduce((sum, count) => sum + count, 0);
  const make: OpenWorld['make'] = (lanes, random) => makeSegment(config, lanes, random);
  return {
    actions,
    features,
    // Counts, those of pending flows too, are seen as shares of the customers at the start.
    scaling: {
      observationOffset: features.map(() => 0),
      observationScale: features.map(() => 1 / customers),
    },
    make,
    baselines: (context) => segmentBaselines(config, context),
    known: (objective, gamma) => bestKnown(config, objective, gamma),
    views: async (policy, { gamma, random }) => ({
      trajectory: await typicalTrajectory(policy, make, random.fork('trajectory'), gamma),
      actionMap: await actionMap(policy, features, actions, customers),
    }),
    ...{ remarks, limits: config.limits },
    plainProgram: (random) => plainProgram(config, random),
  };
}

export const segment = defineWorld({
  name: 'segment',
  settings: segmentConfigSchema,
  // Rewards of a period are tens of thousands: scaled so that the values of gamma .9 are of the order of 1.
  defaults: { dqn: { rewardScale: 1e-5 } },
  calibration: segmentCalibration,
  open: openSegment,
});
