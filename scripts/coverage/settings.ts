/**
 * Where coverage is measured: the settings of the benchmark, each known by its name. To add one, write a file beside this
 * with something that has a name, a truth, estimators and `makeLog`, and a line here.
 */
import type { CoverageSetting } from '../../src/runs/self-test/coverage';
import { bandits } from './bandit';
import type { NamedSetting } from './named-setting';
import { testbed } from './testbed';

export const settings: readonly NamedSetting[] = [testbed, ...bandits];

/** @throws Error for another name */
export async function openSetting(name: string): Promise<CoverageSetting> {
  const setting = settings.find((one) => one.name === name);
  if (setting === undefined) throw new Error(`coverage: there is no setting ${name}`);
  return setting.open();
}
