/**
 * Where coverage is measured: the settings of the benchmark, each known by its name. To add one, write a file beside this
 * with something that has a name, a truth, and logs to draw, and a line here.
 */
import type { LogSource } from '../../src/runs/self-test/coverage';
import { bandits } from './bandit';
import { customers } from './customers';
import type { NamedSetting } from './named-setting';
import { testbed } from './testbed';

export const settings: readonly NamedSetting[] = [testbed, ...bandits, ...customers];

/** @throws Error for another name */
export async function openSetting(name: string): Promise<LogSource> {
  const setting = settings.find((one) => one.name === name);
  if (setting === undefined) throw new Error(`coverage: there is no setting ${name}`);
  return setting.open();
}
