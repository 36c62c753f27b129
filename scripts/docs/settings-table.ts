/** Every setting of a run: what it means, what each task starts from, and where the default comes from. */
import type { z } from 'zod';
import { salesChannelSchema } from '../../src/dataset/presets/sales-channel';
import { learnedSettings } from '../../src/runs/logged/learned/settings';
import { loggedDefaults, loggedSettings, salesChannelDefaults } from '../../src/runs/logged/settings';
import { mergeSettings, settingsOf, type Setting, type SettingsTree } from '../../src/runs/settings';
import { simulationSettings } from '../../src/runs/simulation/settings';
import { segment, worlds } from '../../src/worlds/list';
import { table } from './markdown';

/** What a task starts from: a schema's defaults, and what the task lays over them. */
interface Task {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly start: SettingsTree;
}

const tasks: readonly Task[] = [
  { name: 'segment world', schema: simulationSettings(segment), start: segment.defaults },
  { name: 'log', schema: loggedSettings, start: loggedDefaults },
  {
    name: 'sales-channel preset',
    schema: loggedSettings,
    start: mergeSettings({ ...loggedDefaults, shaping: salesChannelSchema.shaping }, salesChannelDefaults),
  },
];

/** Tables within the segment world's settings, which `config.json` of any run shows in full. */
const UNSHOWN = /^segment\.(start|arrivals|revenue)\./;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? 'see `config.json`' : `\`${text}\``;
}

function valueAt(tree: SettingsTree, path: string): unknown {
  return path.split('.').reduce<unknown>((node, key) => (node as SettingsTree | undefined)?.[key], tree);
}

/** A description's meaning, and what it says after `Default:`. */
function sourced({ description }: Setting): { readonly meaning: string; readonly source: string } {
  const [meaning, source = ''] = description.split('. Default: ');
  return { meaning: meaning!, source };
}

function allAlike(values: readonly string[]): boolean {
  return new Set(values).size === 1;
}

/** What tasks say of a setting, each once; with the tasks' names where they differ. */
function joined(said: readonly { readonly task: string; readonly text: string }[]): string {
  if (allAlike(said.map(({ text }) => text))) return said[0]!.text;
  const firsts = said.filter(({ text }, index) => said.findIndex((one) => one.text === text) === index);
  return firsts.map(({ task, text }) => `${task}: ${text}`).join('; ');
}

function settingRow(path: string, known: ReadonlyMap<Task, ReadonlyMap<string, Setting>>): string[] {
  const having = tasks.filter((task) => known.get(task)!.has(path));
  const settings = having.map((task) => ({ task, setting: known.get(task)!.get(path)! }));
  const defaults = settings.map(({ setting }) => shown(setting.defaultValue));
  const general = allAlike(defaults) ? defaults[0]! : '';
  const own = tasks.map((task) => {
    const found = settings.find((one) => one.task === task);
    if (found === undefined) return '–';
    const start = shown(valueAt(task.start, path) ?? found.setting.defaultValue);
    return start === general ? '' : start;
  });
  const say = (part: 'meaning' | 'source') =>
    joined(settings.map(({ task, setting }) => ({ task: task.name, text: sourced(setting)[part] })));
  return [`\`${path}\``, say('meaning'), general, ...own, say('source')];
}

/** A row per setting; a task's cell is empty where it starts from the default, and a dash where it has no such setting. */
export function settingsTable(): string {
  const known = new Map(
    tasks.map((task) => [task, new Map(settingsOf(task.schema).map((one) => [one.path, one]))] as const),
  );
  const paths = new Set(Array.from(known.values(), (settings) => [...settings.keys()]).flat());
  const rows = [...paths].filter((path) => !UNSHOWN.test(path)).map((path) => settingRow(path, known));
  return table(['setting', 'meaning', 'default', ...tasks.map(({ name }) => name), 'where from'], rows);
}

/** A row per setting of learning from decisions; how a log is audited and a policy judged stands in the table of all. */
export function learnedSettingsTable(): string {
  const rows = settingsOf(learnedSettings)
    .filter(({ path }) => !/^(audit|offPolicy)\./.test(path))
    .map((setting) => {
      const { meaning, source } = sourced(setting);
      return [
        `\`${setting.path}\``,
        meaning,
        setting.defaultValue === null ? '' : shown(setting.defaultValue),
        source,
      ];
    });
  return table(['setting', 'meaning', 'default', 'where from'], rows);
}

/** A row per setting of a world beside the segment world: its own, and those that its trainings start from instead. */
export function worldSettingsTable(): string {
  const rows = worlds
    .filter((world) => world !== segment)
    .flatMap((world) =>
      settingsOf(simulationSettings(world)).flatMap((setting) => {
        const { path, defaultValue } = setting;
        const own = path.startsWith(`${world.name}.`);
        const start = valueAt(world.defaults, path);
        if (!own && start === undefined) return [];
        const { meaning, source } = sourced(setting);
        return [
          [world.name, `\`${path}\``, meaning, shown(start ?? defaultValue), own ? source : 'see above'],
        ];
      }),
    );
  return table(['world', 'setting', 'meaning', 'starts from', 'where from'], rows);
}
