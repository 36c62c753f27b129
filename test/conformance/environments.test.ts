import { NormalGenerator } from '../../src/core/normal-generator';
import { Random } from '../../src/core/random';
import { checkEnvironment } from '../../src/env/check-environment';
import type { VectorEnvironment } from '../../src/env/environment';
import { nextBestActionConfigSchema } from '../../src/worlds/next-best-action/settings';
import { NextBestActionSimulator } from '../../src/worlds/next-best-action/simulator';
import { segmentConfigSchema } from '../../src/worlds/segment/settings';
import { SegmentSimulator } from '../../src/worlds/segment/simulator';
import { CorridorEnvironment } from '../support/corridor-environment';

function segments(values: unknown): VectorEnvironment {
  return new SegmentSimulator(segmentConfigSchema.parse(values), 3, NormalGenerator.from(Random.fromSeed(1)));
}

function offers(values: unknown): VectorEnvironment {
  return new NextBestActionSimulator(nextBestActionConfigSchema.parse(values), 3, Random.fromSeed(1));
}

const environments: Readonly<Record<string, () => VectorEnvironment>> = {
  'segment simulator': () => segments({}),
  'segment simulator with delayed harm': () => segments({ emailHarmDelay: 2 }),
  'segment simulator with short episodes': () => segments({ periods: 3 }),
  'next best action': () => offers({}),
  'next best action in frames': () => offers({ framing: 'framed' }),
  'next best action without jitter': () => offers({ jitter: 0 }),
  'corridor that ends and is cut short': () => new CorridorEnvironment(2),
  'corridor with a forbidden action': () => new CorridorEnvironment(2, 1),
};

it.each(Object.keys(environments))('%s keeps the contract of an environment', (name) => {
  expect(() => checkEnvironment(environments[name]!, Random.fromSeed(1))).not.toThrow();
});
