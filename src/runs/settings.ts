/** Settings from a preset, a file and `--set`, laid over each other before one schema checks the result. */
import { z } from 'zod';
import { InputError, parseInput, show } from '../core/errors';
import { readJsonFile } from '../core/files';
import { nearest } from '../core/nearest';

export type SettingsTree = Readonly<Record<string, unknown>>;

function isTree(value: unknown): value is SettingsTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `over` laid over `under`: trees merge, anything else replaces. */
export function mergeSettings(under: SettingsTree, over: SettingsTree): SettingsTree {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isTree(below) && isTree(value) ? mergeSettings(below, value) : value;
  }
  return merged;
}

interface JsonSchemaNode {
  /** Of the values of a list that is named by the user's own words. */
  readonly additionalProperties?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly description?: string;
  readonly default?: unknown;
}

export interface Setting {
  /** Full dotted name, such as `dqn.gamma`. */
  readonly path: string;
  readonly description: string;
  /** null where it has no default of its own */
  readonly defaultValue: unknown;
  /** Whether it is a list by names that the user brings, such as `startsFrom`, so that `startsFrom.push` names an entry. */
  readonly isByName: boolean;
}

function leaves(node: JsonSchemaNode, prefix: string): Setting[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    child.properties !== undefined
      ? leaves(child, `${prefix}${key}.`)
      : [
          {
            path: `${prefix}${key}`,
            description: child.description ?? '',
            defaultValue: child.default ?? null,
            isByName: typeof child.additionalProperties === 'object',
          },
        ],
  );
}

/** Every setting of a schema, in its order. */
export function settingsOf(schema: z.ZodType): Setting[] {
  return leaves(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchemaNode, '');
}

/** Whether each word of a name is near that of a path: two slips in `offPolicy.foo` would make it `offPolicy.floor`. */
function isNear(name: string, path: string): boolean {
  const words = path.split('.');
  return name.split('.').every((word, i) => nearest(word, [words[i] ?? '']) !== null);
}

/** The settings that a name which none has may stand for: those of a group, else the nearest, else those beside it, else all. */
function candidatesFor(name: string, paths: readonly string[]): readonly string[] {
  const group = paths.filter((path) => `.${path}`.includes(`.${name}.`));
  if (group.length > 0) return group;
  // A name may be given by its ending, so it is held against endings of its own length.
  const words = name.split('.');
  const ending = (path: string) => path.split('.').slice(-words.length).join('.');
  const near = nearest(
    name,
    paths.map(ending).filter((path) => isNear(name, path)),
  );
  if (near !== null) return paths.filter((path) => ending(path) === near);
  return words.length === 1 ? paths : candidatesFor(words.slice(0, -1).join('.'), paths);
}

/** The full name of a setting that was named in full or by an ending that only it has, as words. */
function resolveName(name: string, settings: readonly Setting[]): string[] {
  const list = settings.find(({ path, isByName }) => isByName && name.startsWith(`${path}.`));
  // What follows is the user's own word, dots and all.
  if (list !== undefined) return [...list.path.split('.'), name.slice(list.path.length + 1)];
  const exact = settings.filter(({ path }) => path === name);
  const [match, ...others] =
    exact.length > 0 ? exact : settings.filter(({ path }) => path.endsWith(`.${name}`));
  if (match === undefined) {
    const all = settings.map(({ path }) => path);
    const candidates = candidatesFor(name, all);
    const expected = candidates.length === 1 ? candidates[0]! : `one of ${candidates.join(', ')}`;
    throw new InputError(`--set ${name}: no such setting, expected ${expected}`);
  }
  if (others.length > 0) {
    throw new InputError(
      `--set ${name}: expected one setting, it could be ${[match, ...others].map(({ path }) => path).join(' or ')}`,
    );
  }
  return match.path.split('.');
}

/** Numbers, true, false and lists are read as JSON, anything else is text. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^([+-]?)\./, '$10.')) as unknown;
  } catch {
    return text;
  }
}

/** The tree that `--set key=value` flags describe. @throws InputError for an unknown key or a missing value */
export function parseAssignments(assignments: readonly string[], schema: z.ZodType): SettingsTree {
  const settings = settingsOf(schema);
  let tree: SettingsTree = {};
  for (const assignment of assignments) {
    const [, name, value] = /^([^=]+)=(.+)$/s.exec(assignment) ?? [];
    if (name === undefined || value === undefined)
      throw new InputError(`--set: expected key=value, got ${show(assignment)}`);
    const leaf = resolveName(name.trim(), settings).reduceRight<unknown>(
      (inner, key) => ({ [key]: inner }),
      readValue(value.trim()),
    );
    tree = mergeSettings(tree, leaf as SettingsTree);
  }
  return tree;
}

/** @throws InputError naming the file if it is not a JSON object */
export function readSettingsFile(file: string): SettingsTree {
  const value = readJsonFile(file);
  if (!isTree(value)) throw new InputError(`${file}: expected a JSON object of settings, got ${show(value)}`);
  return value;
}

export interface SettingsSources {
  /** What the task starts from where the schema's defaults do not serve it. */
  readonly preset: SettingsTree;
  readonly file: string | undefined;
  readonly assignments: readonly string[];
  /** Settings that have a flag of their own, such as `--steps`; undefined ones are not given. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/**
 * The settings in force: preset, then file, then `--set`, then flags.
 *
 * @throws InputError naming the source whose value is wrong
 */
export function resolveSettings<Schema extends z.ZodType>(
  schema: Schema,
  sources: SettingsSources,
): z.output<Schema> {
  const { preset, file, assignments, flags } = sources;
  let settings = preset;
  if (file !== undefined) {
    settings = mergeSettings(settings, readSettingsFile(file));
    parseInput(file, schema, settings);
  }
  if (assignments.length > 0) {
    settings = mergeSettings(settings, parseAssignments(assignments, schema));
    parseInput('--set', schema, settings);
  }
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  return parseInput('settings', schema, mergeSettings(settings, given));
}
