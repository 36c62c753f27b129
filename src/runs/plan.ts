/** A new run as it was asked for, checked before the backend, which takes longer, is loaded. */
import type { World } from '../worlds/world';
import type { Host } from './host';
import type { LogSource } from './logged/log-source';
import { planLogged } from './logged/plan';
import { common, sourcesOf, type Plan, type SettingsRequest } from './plan-request';
import { resolveSettings } from './settings';
import { simulationSettings } from './simulation/settings';
import { simulationTask } from './simulation/task';
import type { OnlineTraining } from './task';

export type { Execution, Plan, SettingsRequest } from './plan-request';

/** What a run trains on. */
export type Subject = World | LogSource;

/** @throws InputError naming the setting that is wrong */
export function planSimulation(world: World, request: SettingsRequest, host: Host): Plan<OnlineTraining> {
  const schema = simulationSettings(world);
  const settings = resolveSettings(schema, sourcesOf(request, world.defaults));
  return {
    name: world.name,
    settings,
    run: (execution) => {
      const config = { kind: 'simulation' as const, ...common(request), ...execution, settings };
      return { config, task: simulationTask(config, world, host) };
    },
  };
}

/** @throws InputError naming the flag, file, row or setting that is wrong */
export async function planRun(subject: Subject, request: SettingsRequest, host: Host): Promise<Plan> {
  return subject.kind === 'world'
    ? planSimulation(subject, request, host)
    : planLogged(subject, request, host);
}
