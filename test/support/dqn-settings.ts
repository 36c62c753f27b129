import type { DqnAgentSettings } from '../../src/agents/dqn/dqn-agent';
import { dqnConfigSchema } from '../../src/agents/dqn/dqn-config';
import { identityScaling } from '../../src/agents/scaling';
import type { z } from 'zod';
import type { World } from './tabular-environment';

/** A small and quick DQN for one feature and two actions, changed where a test says so. */
export function dqnSettings(
  config: z.input<typeof dqnConfigSchema> = {},
  rest: Partial<DqnAgentSettings> = {},
): DqnAgentSettings {
  return {
    config: dqnConfigSchema.parse({
      hiddenLayers: [8],
      batchSize: 8,
      replayCapacity: 1000,
      learningStarts: 16,
      target: { period: 5 },
      ...config,
    }),
    scaling: identityScaling(1),
    features: ['place'],
    actions: ['none', 'contact'],
    masked: false,
    epsilonSteps: 100,
    xla: false,
    ...rest,
  };
}

/** The same for a world written as a table. */
export function dqnSettingsFor(
  { actions, forbidden }: World,
  config: z.input<typeof dqnConfigSchema> = {},
): DqnAgentSettings {
  return dqnSettings(config, { actions, masked: forbidden !== undefined });
}
