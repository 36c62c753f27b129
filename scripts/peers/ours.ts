/** One measurement of ours in a process of its own: prints one line of JSON, as the peers' scripts do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import yargs from 'yargs';
import { version } from '../../src/core/version';
import { chooseBackend } from '../../src/tensor/backend';
import { backendNames } from '../../src/tensor/backends/loader';
import { measureEnvironment } from './ours/environment';
import { programNames, type ProgramChoice } from './ours/programs';
import { measureStudy } from './ours/study';
import { measureTraining } from './ours/training';
import { measureUpdates } from './ours/update';
import { sections, type Section } from './results';

const root = join(__dirname, '../../..');

function options() {
  return yargs(process.argv.slice(2))
    .usage('ours: one measurement of contact-dqn, as one line of JSON; npm run bench:peers calls it')
    .option('what', { choices: sections, demandOption: true, describe: 'what to measure' })
    .option('backend', { choices: backendNames, default: 'wasm' as const, describe: 'backend' })
    .option('program', { choices: programNames, default: 'wasm' as const, describe: 'how the learner runs' })
    .option('xla', { choices: ['on', 'off'] as const, default: 'off' as const, describe: 'compile graphs' })
    .option('inputs', {
      type: 'string',
      default: '',
      describe: 'folder of the updates, a folder per net in it',
    })
    .option('seed', { type: 'number', default: 1, describe: 'seed of the training' })
    .option('seconds', { type: 'number', default: 2, describe: 'how long to measure' })
    .option('out', { type: 'string', default: '', describe: 'NumPy file for the parameters' })
    .strict()
    .parseSync();
}

/** Largest resident memory of this process so far. */
function peakMegabytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))!;
    return Number(kilobytes) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

async function measure(what: Section, choice: ProgramChoice, given: ReturnType<typeof options>) {
  if (what === 'environment') return measureEnvironment();
  if (what === 'training') return measureTraining(choice, given.seed, given.out);
  if (what === 'study') return measureStudy(root, choice, given.seconds);
  return measureUpdates(choice, given.inputs, given.out, given.seconds);
}

async function main(): Promise<void> {
  const given = options();
  const choice = { program: given.program, xla: given.xla === 'on' };
  const { info } = await chooseBackend(given.backend, { compiled: choice.xla });
  const numbers = await measure(given.what, choice, given);
  const versions = {
    'contact-dqn': version,
    node: process.version.slice(1),
    ...(info.tensorflow === null ? {} : { 'TensorFlow of contact-dqn': info.tensorflow }),
  };
  process.stdout.write(`${JSON.stringify({ ...numbers, versions, peakMegabytes: peakMegabytes() })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
