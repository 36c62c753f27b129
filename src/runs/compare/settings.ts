/** In which settings runs differ, by the dotted keys that `--set` takes. */
import { canonicalJson } from '../../core/hashes';
import type { DifferingSetting } from '../../report/compared-runs';
import type { World } from '../../worlds/world';
import { withDefaults } from '../run-config';
import type { RunReport } from './read-run';

export type FlatSettings = ReadonlyMap<string, unknown>;

/** Where a run lies and what it is called by is no setting; which data it had is said by itself. */
const NO_SETTINGS = ['kind', 'data', 'dataHash', 'logHash', 'sidesHash', 'settings'];

/** Plain values and lists of them; what holds objects goes on below. */
function isLeaf(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Array.isArray(value) ? value.every((part) => typeof part !== 'object') : false;
}

function leaves(value: unknown, key: string): [string, unknown][] {
  if (isLeaf(value)) return [[key, value]];
  const prefix = key === '' ? '' : `${key}.`;
  return Object.entries(value as object).flatMap(([name, part]) => leaves(part, `${prefix}${name}`));
}

/**
 * Every setting of a run. What a report of an older version does not have stands at its default, so that two versions do
 * not differ in all that came between them.
 *
 * @param worlds those whose settings are known here
 */
export function flatSettings({ config }: Pick<RunReport, 'config'>, worlds: readonly World[]): FlatSettings {
  const { settings, ...others } = withDefaults(config, worlds);
  const own = Object.entries(others).filter(([key]) => !NO_SETTINGS.includes(key));
  return new Map([...leaves(Object.fromEntries(own), ''), ...leaves(settings ?? {}, '')]);
}

/** Settings in which not all runs are alike, in the order of the first run that has them. */
export function differingSettings(runs: readonly FlatSettings[]): DifferingSetting[] {
  const keys = new Set(runs.flatMap((run) => [...run.keys()]));
  return [...keys].flatMap((key) => {
    const values = runs.map((run) => run.get(key) ?? null);
    const texts = new Set(values.map(canonicalJson));
    return texts.size === 1 ? [] : [{ key, values }];
  });
}
