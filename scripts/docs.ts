/** Writes what README says about options, settings and speed from the code itself; `--check` fails on drift. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import yargs from 'yargs';
import { z } from 'zod';
import { commands } from '../src/cli/commands';
import { flagName } from '../src/cli/flags';
import { settingsOf } from '../src/cli/settings';
import { loggedConfigSchema, simulationConfigSchema } from '../src/train/train-config';

const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');
const row = (...cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? 'see the schema' : `\`${text}\``;
}

/** One table of flags per command. */
function flagTables(): string {
  return commands
    .map(({ name, description, flags }) => {
      const { properties = {} } = z.toJSONSchema(flags, { io: 'input' });
      const rows = Object.entries(properties).map(([key, property]) => {
        const { description: meaning = '', default: value } = property as {
          description?: string;
          default?: unknown;
        };
        return row(
          `\`--${flagName(key)}\``,
          meaning,
          value === undefined || value === false ? '' : shown(value),
        );
      });
      return [
        `**\`${name}\`** — ${description}`,
        '',
        row('flag', 'meaning', 'default'),
        '| --- | --- | --- |',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');
}

function settingTable(schema: z.ZodType, skip: (path: string) => boolean): string {
  const rows = settingsOf(schema)
    .filter(({ path }) => !skip(path))
    .map(({ path, description, defaultValue }) =>
      row(`\`${path}\``, description, defaultValue === null ? '' : shown(defaultValue)),
    );
  return [row('setting', 'meaning', 'default'), '| --- | --- | --- |', ...rows].join('\n');
}

const sections: Readonly<Record<string, () => string>> = {
  flags: flagTables,
  'simulation settings': () =>
    settingTable(simulationConfigSchema, (path) => /^segment\.(start|arrivals|revenue)\./.test(path)),
  'logged settings': () => settingTable(loggedConfigSchema, (path) => path.startsWith('dqn.')),
};

/** README with every marked part written anew. @throws Error if a mark is missing */
function withSections(text: string): string {
  return Object.entries(sections).reduce((written, [name, make]) => {
    const mark = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!mark.test(written)) throw new Error(`README.md: no part marked <!-- ${name} -->`);
    return written.replace(mark, (_, open: string, close: string) => `${open}\n${make()}\n\n${close}`);
  }, text);
}

async function main(): Promise<number> {
  const { check } = await yargs(process.argv.slice(2))
    .usage('docs: write the tables of README.md from the schemas')
    .option('check', {
      type: 'boolean',
      default: false,
      describe: 'write nothing, fail if README.md differs',
    })
    .strict().argv;
  const file = join(__dirname, '../../README.md');
  const before = readFileSync(file, 'utf8');
  const after = withSections(before);
  if (before === after) return 0;
  if (check) {
    process.stderr.write('README.md: its tables differ from the schemas; run `npm run docs`\n');
    return 1;
  }
  writeFileSync(file, after);
  return 0;
}

void main().then((code) => {
  process.exitCode = code;
});
