/** Finished runs side by side, from what their reports hold: nothing is judged anew. */
import { realpathSync } from 'node:fs';
import { InputError } from '../../core/errors';
import type { ComparedRuns, DifferingSetting } from '../../report/compared-runs';
import type { World } from '../../worlds/world';
import {
  comparabilityInWorlds,
  comparabilityOnLogs,
  type Comparability,
  type NamedRun,
} from './comparability';
import { comparedRun, runNames } from './compared-run';
import { readRunReport, type RunReport } from './read-run';
import { differingSettings, flatSettings } from './settings';

/** @throws InputError if two folders are one */
function expectDifferent(folders: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const folder of folders) {
    const place = realpathSync(folder);
    const other = seen.get(place);
    if (other !== undefined) {
      const hint = other === folder ? '' : `, which is ${other}`;
      throw new InputError(`compare: expected every run once, got ${folder} twice${hint}`);
    }
    seen.set(place, folder);
  }
}

function isOfKind<Kind extends RunReport['kind']>(
  runs: readonly NamedRun[],
  kind: Kind,
): runs is readonly NamedRun<Extract<RunReport, { kind: Kind }>>[] {
  return runs.every(({ report }) => report.kind === kind);
}

function comparabilityOf(runs: readonly NamedRun[], settings: readonly DifferingSetting[]): Comparability {
  if (isOfKind(runs, 'simulation')) return comparabilityInWorlds(runs, settings);
  if (isOfKind(runs, 'logged')) return comparabilityOnLogs(runs, settings);
  const first = (kind: string) => runs.find(({ report }) => report.kind === kind)!.name;
  throw new InputError(
    `compare: expected runs of one kind, got ${first('simulation')} from a simulator and ${first('logged')} from a log, ` +
      'whose values cannot be compared',
  );
}

/** Between worlds, their own settings differ in all: which world it is says it. */
function withoutWorlds(runs: readonly NamedRun[], settings: readonly DifferingSetting[]): DifferingSetting[] {
  const worlds = new Set(
    runs.flatMap(({ report }) => (report.kind === 'simulation' ? [report.environment] : [])),
  );
  if (worlds.size < 2) return [...settings];
  return settings.filter(({ key }) => !worlds.has(key.split('.')[0]!));
}

/**
 * @param folders of two or more finished runs
 * @param worlds those whose settings are known here
 * @throws InputError naming what cannot be compared
 */
export function compareRuns(folders: readonly string[], worlds: readonly World[]): ComparedRuns {
  if (folders.length < 2) throw new InputError(`compare: expected two or more runs, got ${folders.length}`);
  const reports = folders.map(readRunReport);
  expectDifferent(folders);
  const names = runNames(folders);
  const runs = reports.map((report, i): NamedRun => ({ name: names[i]!, report }));
  const settings = differingSettings(reports.map((report) => flatSettings(report, worlds)));
  const { comparable, judgedDifferently, measure } = comparabilityOf(runs, settings);
  return {
    ...{ kind: reports[0]!.kind, comparable, judgedDifferently },
    runs: runs.map((run, i) => comparedRun(folders[i]!, run, measure)),
    settings: withoutWorlds(runs, settings),
  };
}
