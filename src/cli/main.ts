#!/usr/bin/env node
/** The command line: finds the command, and turns failures into exit codes. */
import yargs from 'yargs';
import { InputError, RequirementError, show } from '../core/errors';
import { version } from '../core/version';
import { commands } from './commands';
import { expectSwitches, yargsOptions } from './flags';

/** 0 done; 1 a defect of ours; 2 the input is wrong; 3 a requirement is not met; 130 stopped by Ctrl-C. */
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

/** What yargs complains about, in the form of every other message: place, expectation, finding. */
function usageError(message: string): InputError {
  const [, unknown] = /^Unknown \w+: (.*)$/s.exec(message) ?? [];
  if (unknown !== undefined) {
    return new InputError(`command line: expected what --help names, got ${show(unknown)}`);
  }
  const [, flag] = /^Not enough arguments following: (.*)$/s.exec(message) ?? [];
  if (flag !== undefined) {
    return new InputError(`--${flag}: expected a value (--${flag}=VALUE if it begins with "-"), got nothing`);
  }
  return new InputError(`command line: ${message}`);
}

async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  let parser = yargs([...argv])
    .scriptName('contact-dqn')
    // Messages of ours and of yargs are read together, and translated ones could not be told apart below.
    .locale('en')
    .usage('$0 <command>\n\nTrains and judges customer-contact policies. $0 <command> --help shows examples.')
    // `--no-action-reward` is a name, not the negation of `--action-reward`.
    .parserConfiguration({ 'boolean-negation': false, 'camel-case-expansion': false, 'parse-numbers': false })
    .version(version)
    .strict()
    .demandCommand(1, 1, `expected a command (${commands.map(({ name }) => name).join(', ')}), got none`)
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message: string, error?: Error) => {
      // A command's own failures come through here too; those of yargs are about what was typed.
      throw error === undefined || error.name === 'YError' ? usageError(message) : error;
    });
  for (const command of commands) {
    parser = parser.command(
      command.name,
      command.description,
      (builder) => {
        const described = builder.options(yargsOptions(command.flags));
        return command.examples.reduce((all, [line, meaning]) => all.example(line, meaning), described);
      },
      async (args) => {
        expectSwitches(command.flags, argv);
        exitCode = await command.run(args);
      },
    );
  }
  await parser.parseAsync();
  return exitCode;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = report(error);
  },
);
