#!/usr/bin/env node
/** The command line: finds the command, and turns failures into exit codes. */
import yargs from 'yargs';
import { InputError, RequirementError } from '../core/errors';
import { version } from '../core/version';
import { bench } from './commands/bench';
import { doctor } from './commands/doctor';
import { evaluate } from './commands/evaluate';
import { predict } from './commands/predict';
import { prepare } from './commands/prepare';
import { train } from './commands/train';
import type { Command } from './command';
import { yargsOptions } from './flags';

const commands: readonly Command[] = [train, evaluate, prepare, predict, doctor, bench];

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

async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  let parser = yargs([...argv])
    .scriptName('contact-dqn')
    .usage('$0 <command>\n\nTrains and judges customer-contact policies. $0 <command> --help shows examples.')
    // `--no-action-reward` is a name, not the negation of `--action-reward`.
    .parserConfiguration({ 'boolean-negation': false, 'camel-case-expansion': false, 'parse-numbers': false })
    .version(version)
    .strict()
    .demandCommand(1, 1, 'expected a command: train, evaluate, prepare, predict, doctor or bench')
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message: string, error?: Error) => {
      throw error ?? new InputError(`${message} (see --help)`);
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
