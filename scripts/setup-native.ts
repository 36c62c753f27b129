/**
 * Brings native TensorFlow: fetches the library as a Python wheel with pip, builds the tfjs-node binding against it and
 * proves the result by a training step. Running it again does nothing; an interrupted run is continued by the next.
 */
import yargs from 'yargs';
import { InputError, RequirementError } from '../src/core/errors';
import { cacheFolder, nativeFolder } from '../src/tensor/native/library';
import { removeNative } from './setup-native/remove';
import { setUp } from './setup-native/set-up';
import { TENSORFLOW } from './setup-native/tensorflow-library';

async function main(): Promise<void> {
  const flags = await yargs(process.argv.slice(2))
    .scriptName('npm run setup:native --')
    .usage(
      '$0 [flags]\n\nBrings native TensorFlow for --backend tensorflow. It asks nothing; npm ci does not undo it.',
    )
    .option('gpu', {
      type: 'boolean',
      default: false,
      describe: 'TensorFlow for CUDA, with the CUDA libraries',
    })
    .option('tensorflow', { type: 'string', default: TENSORFLOW, describe: 'version of TensorFlow' })
    .option('from', {
      type: 'string',
      describe: 'use the TensorFlow of this folder: an unpacked wheel or libtensorflow',
    })
    .option('official', {
      type: 'boolean',
      default: false,
      describe: 'let tfjs-node download its own TensorFlow 2.9.1, for the CPU',
    })
    .option('remove', {
      type: 'boolean',
      default: false,
      describe: 'remove the binding, every library in the cache and the Python environments of bench:peers',
    })
    .example('$0', 'TensorFlow for the CPU')
    .example('$0 --gpu', 'TensorFlow for CUDA; the machine needs only the driver')
    .example('$0 --from DIR', 'nothing is downloaded but the binding')
    .epilogue(
      'Libraries are kept in $CONTACT_DQN_CACHE, else $XDG_CACHE_HOME/contact-dqn or ~/.cache/contact-dqn.',
    )
    .version(false)
    .locale('en')
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .strict()
    .fail((message: string | undefined, error: Error | undefined) => {
      throw error ?? new InputError(message);
    }).argv;
  const chosen = (['gpu', 'from', 'official'] as const).filter((name) => Boolean(flags[name]));
  if (chosen.length > 1)
    throw new InputError(`${chosen.map((name) => `--${name}`).join(' and ')}: choose one`);
  const lines = flags.remove ? removeNative(nativeFolder(), cacheFolder()) : [await setUp(flags)];
  process.stdout.write(`${lines.length === 0 ? 'nothing to remove' : lines.join('\n')}\n`);
}

/** The same exit codes as the commands have: 2 the user can mend it, 3 a requirement is not met, 1 a defect. */
function exitCode(error: unknown): number {
  if (error instanceof InputError) return 2;
  return error instanceof RequirementError ? 3 : 1;
}

main().catch((error: unknown) => {
  process.exitCode = exitCode(error);
  const { message, stack } = error as Error;
  process.stderr.write(`${process.exitCode === 1 ? stack! : message}\n`);
});
