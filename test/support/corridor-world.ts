/** The corridor as a world: actions may be forbidden, and nothing is known of it. */
import { z } from 'zod';
import { defineWorld } from '../../src';
import { CorridorEnvironment } from './corridor-environment';

export const corridor = defineWorld({
  name: 'corridor',
  settings: z.strictObject({
    closed: z.int().nullable().default(1).describe('place where walking is forbidden'),
  }),
  open: ({ closed }) => ({
    actions: ['none', 'walk'],
    features: ['place', 'time'],
    masked: closed !== null,
    make: (lanes) => new CorridorEnvironment(lanes, closed),
  }),
});
