/** What the baselines of a world do, under its default settings: for help. */
import { baselinesOf } from '../../worlds/baselines';
import type { World } from '../../worlds/world';
import { baselineContext } from './judge';
import { simulationSettings } from './settings';

/** Name and half a sentence of each; those of single actions stand together, as `always-<action>`. */
export function worldBaselineWords(world: World): (readonly [name: string, words: string])[] {
  const settings = simulationSettings(world).parse(world.defaults);
  const context = baselineContext({ gamma: settings.dqn.gamma, seed: settings.report.evaluationSeed });
  const all = baselinesOf(world.open(settings[world.name]), context);
  const isConstant = (name: string) => name.startsWith('always-');
  const constants = all.filter(({ name }) => isConstant(name));
  return all.flatMap(({ name, description = '' }): [string, string][] => {
    if (!isConstant(name)) return [[name, description]];
    const actions = constants.map((one) => one.name.replace('always-', ''));
    return name === constants[0]!.name
      ? [['always-<action>', `always takes this one of ${actions.join(', ')}`]]
      : [];
  });
}
