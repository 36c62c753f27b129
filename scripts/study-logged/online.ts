/** The best policies known: trained in the world itself, or by dynamic programming where the hidden state is shown. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GreedyPolicy } from '../../src/policies/greedy';
import type { Policy } from '../../src/policies/policy';
import { openModel } from '../../src/runs/open-model';
import { quietHost } from '../../src/runs/quiet-host';
import { train } from '../../src/runs/train';
import { cacheFolder } from '../../src/tensor/native/library';
import { exactPolicy } from '../../src/worlds/customers/exact-policy';
import { customersConfigSchema } from '../../src/worlds/customers/settings';
import { customers as company } from '../../src/worlds/customers/world';
import { BACKEND } from './ours';

/** In the hidden state, but for the last weeks of a year. */
export function bestInHiddenState(gamma: number): Policy {
  return exactPolicy(customersConfigSchema.parse({ observe: 'latent' }), gamma);
}

export const ONLINE_SEEDS = [1, 2] as const;

/** With the network and the settings of `train --environment`: two minutes where it has not been done: kept in the cache folder, for the study may go on another day. */
export async function onlinePolicy(seed: number): Promise<Policy> {
  const out = join(cacheFolder(), 'study-logged', `online-${seed}`);
  if (!existsSync(join(out, 'report.json')))
    await train(company, {}, { seed, out, backend: BACKEND, overwrite: existsSync(out) });
  const { qFunction, model } = await openModel(out, { backend: BACKEND }, quietHost());
  return new GreedyPolicy(qFunction, model.actions);
}
