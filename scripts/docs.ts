/** Writes what the papers say about commands, settings, layers, results and speed from code and saved results; `--check` fails on drift. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FormatConfig } from 'oxfmt' with { 'resolution-mode': 'import' };
import yargs from 'yargs';
import { commands } from '../src/cli/commands';
import { estimatorsTables } from './docs/estimators';
import { layersTable } from './docs/layers';
import { partsOf, table, withParts, type Parts } from './docs/markdown';
import { papers } from './docs/papers';
import {
  agentsTables,
  closingTable,
  logsTable,
  matchedTable,
  peersSection,
  profilesSection,
  root,
  scoreSection,
  speedTables,
} from './docs/results';
import { serveTables } from './docs/serve';
import { companyKeysTable, schemaTable } from './docs/schema-table';
import { learnedSettingsTable, settingsTable, worldSettingsTable } from './docs/settings-table';
import { compiledStep, graphStep, workedStep } from './docs/worked-step';

const formatting = JSON.parse(readFileSync(join(root, '.oxfmtrc.json'), 'utf8')) as FormatConfig;

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
  'company keys': companyKeysTable,
  settings: settingsTable,
  'settings of methods': learnedSettingsTable,
  'settings of other worlds': worldSettingsTable,
  'worked step': workedStep,
  'worked step, compiled': compiledStep,
  'worked step, graph': graphStep,
  agents: agentsTables,
  estimators: estimatorsTables,
  logs: logsTable,
  score: scoreSection,
  profiles: profilesSection,
  serve: serveTables,
  speed: speedTables,
  peers: peersSection,
};

/** As `npm run format` would leave it. */
async function rewritten(file: string, text: string): Promise<string> {
  // Written as an ECMAScript module, so imported when it is needed.
  const { format } = await import('oxfmt');
  const { code, errors } = await format(file, withParts(file, text, parts), formatting);
  if (errors.length > 0) throw new Error(`docs: ${file}: ${errors.map(({ message }) => message).join('; ')}`);
  return code;
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
