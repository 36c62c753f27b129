/** Writes what the papers say about commands, settings, layers, results and speed from code and saved results; `--check` fails on drift. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import yargs from 'yargs';
import { commands } from '../src/cli/commands';
import { layersTable } from './docs/layers';
import { partsOf, table, withParts, type Parts } from './docs/markdown';
import { papers } from './docs/papers';
import {
  agentsTables,
  closingTable,
  logsTable,
  matchedTable,
  peersSection,
  root,
  speedTables,
} from './docs/results';
import { schemaTable } from './docs/schema-table';
import { settingsTable, worldSettingsTable } from './docs/settings-table';
import { compiledStep, graphStep, workedStep } from './docs/worked-step';

const parts: Parts = {
  'closing table': closingTable,
  'matched actions': matchedTable,
  commands: () =>
    table(
      ['command', 'what it does'],
      commands.map(({ name, description }) => [`\`${name}\``, description]),
    ),
  layers: layersTable,
  'schema keys': schemaTable,
  settings: settingsTable,
  'settings of other worlds': worldSettingsTable,
  'worked step': workedStep,
  'worked step, compiled': compiledStep,
  'worked step, graph': graphStep,
  agents: agentsTables,
  logs: logsTable,
  speed: speedTables,
  peers: peersSection,
};

async function rewritten(file: string, text: string): Promise<string> {
  return format(withParts(file, text, parts), {
    ...(await resolveConfig(join(root, file))),
    parser: 'markdown',
  });
}

async function main(): Promise<number> {
  const { check } = await yargs(process.argv.slice(2))
    .usage(`docs: write the tables of ${papers.join(', ')} from the code and the saved results`)
    .option('check', {
      type: 'boolean',
      default: false,
      describe: 'write nothing, fail if a file differs',
    })
    .strict().argv;
  const texts = papers.map((file) => ({ file, before: readFileSync(join(root, file), 'utf8') }));
  const marked = texts.flatMap(({ before }) => partsOf(before));
  const missing = Object.keys(parts).filter((name) => !marked.includes(name));
  if (missing.length > 0)
    throw new Error(`docs: expected parts marked ${missing.join(', ')} in ${papers.join(', ')}`);
  let drifted = false;
  for (const { file, before } of texts) {
    const after = await rewritten(file, before);
    if (before === after) continue;
    drifted = true;
    if (check)
      process.stderr.write(`${file}: its tables differ from code and results; run \`npm run docs\`\n`);
    else writeFileSync(join(root, file), after);
  }
  return check && drifted ? 1 : 0;
}

void main().then((code) => {
  process.exitCode = code;
});
