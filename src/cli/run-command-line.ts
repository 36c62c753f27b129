/** The command line: finds the command, and turns failures into exit codes. */
import yargs, { type Argv } from 'yargs';
import { InputError, RequirementError, show } from '../core/errors';
import { nearest } from '../core/nearest';
import { version } from '../core/version';
import { commands, groups } from './commands';
import type { Command } from './command';
import {
  expectKnownFlags,
  expectSwitches,
  flagName,
  typedAs,
  withNegativeValues,
  yargsOptions,
} from './flags';

const EXIT_CODES =
  'Exit codes: 0 done; 2 the input is wrong, or the result cannot be written; 3 a requirement is not met ' +
  '(--require-gpu, --gpu-id; groups of an experiment that are not as they were drawn), a gate (--gate, --gate-not-worse, --require-guarantee) or self-test not passed; 130 stopped by Ctrl-C, SIGTERM or SIGHUP; 1 a defect of ours.';

function exitCodeOf(error: unknown): number {
  if (error instanceof InputError) return 2;
  if (error instanceof RequirementError) return 3;
  return 1;
}

function report(error: unknown): number {
  const code = exitCodeOf(error);
  const text =
    code === 1 && error instanceof Error ? (error.stack ?? error.message) : String((error as Error).message);
  process.stderr.write(`${code === 1 ? 'internal error: ' : ''}${text}\n`);
  return code;
}

const firstWord = ({ name }: Command) => name.split(' ')[0]!;

/** The words that may be typed first; those that may be typed after the name of a group. */
function wordsAfter(group: string | undefined): string[] {
  const names = commands.map(({ name }) => name.split(' '));
  if (group === undefined) return [...new Set(names.map(([first]) => first!))];
  return names
    .filter(([first, second]) => first === group && second !== undefined)
    .map(([, second]) => second!);
}

/** @throws InputError naming the commands there are */
function refuseCommand([first, second]: readonly (string | number)[]): never {
  const group = first !== undefined && String(first) in groups ? String(first) : undefined;
  const word = group === undefined ? first : second;
  const names = wordsAfter(group);
  const place = group ?? 'command line';
  if (word === undefined)
    throw new InputError(`${place}: expected a command (${names.join(', ')}), got none`);
  const meant = nearest(String(word), names);
  const hint = meant === null ? `expected ${names.join(', ')}` : `did you mean ${meant}?`;
  throw new InputError(`${place}: unknown command ${show(word)}; ${hint}`);
}

/** Flags as flags, and the words that a command takes as words, each under a head of its own in the help. */
function withFlags(builder: Argv, { flags, words }: Command): Argv {
  const { [flagName(words ?? '')]: typed, ...options } = yargsOptions(flags);
  const described = builder.options(options);
  return words === undefined || typed === undefined
    ? described
    : described.positional(flagName(words), { describe: typed.describe, type: 'string', array: true });
}

async function runCommand(argv: readonly string[]): Promise<number> {
  let exitCode: number | null = null;
  const width = Math.min(110, process.stdout.columns ?? 100);
  const isHelp = argv.includes('--help') || argv.includes('help');
  let parser = yargs([...argv])
    .scriptName('contact-dqn')
    // Messages of ours and of yargs are read together.
    .locale('en')
    .usage('$0 <command>\n\nTrains and judges customer-contact policies. $0 <command> --help shows examples.')
    .epilogue(EXIT_CODES)
    // `--no-action-reward` is a name, not the negation of `--action-reward`.
    .parserConfiguration({ 'boolean-negation': false, 'camel-case-expansion': false, 'parse-numbers': false })
    .version(version)
    .wrap(width)
    .exitProcess(false)
    .fail((message: string, error?: Error) => {
      // A command's own failures come through here too; those of yargs are about what was typed.
      throw error === undefined || error.name === 'YError'
        ? new InputError(`command line: ${message}`)
        : error;
    });
  const withCommand = (all: Argv, command: Command): Argv =>
    all.command(
      typedAs(command),
      command.description,
      (builder) => {
        const described = withFlags(builder, command);
        const shown = command.examples.reduce(
          (above, [line, meaning]) => above.example(line, meaning),
          described,
        );
        return command.notes === undefined || !isHelp ? shown : shown.epilogue(command.notes(width));
      },
      async (args) => {
        expectKnownFlags(command.name, command.flags, args);
        expectSwitches(command.flags, argv);
        exitCode = await command.run(args);
      },
    );
  for (const word of new Set(commands.map(firstWord))) {
    const named = commands.filter((command) => firstWord(command) === word);
    const about = groups[word];
    parser =
      about === undefined
        ? named.reduce(withCommand, parser)
        : parser.command(word, about, (builder) => named.reduce(withCommand, builder));
  }
  const { _: words, ...flags } = await parser.parseAsync();
  if (exitCode !== null) return exitCode;
  if (flags.help === true || flags.version === true || words.at(-1) === 'help') return 0;
  return refuseCommand(words);
}

/**
 * What a process called with these arguments does, from reading them to its last line of output.
 *
 * @param argv the words after the program's name
 * @returns the exit code
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  return runCommand(withNegativeValues(argv)).catch(report);
}
