/**
 * What a command is: declared by a schema of its flags, run with what yargs parsed. Its file is loaded at every start,
 * so what needs TensorFlow.js, half of the time a start would take, is imported when the command runs.
 */
import type { z } from 'zod';
import { parseFlags } from './flags';

export interface Command {
  /** One word, or two: a group of commands, and what it does of it, as in `customers profile`. */
  readonly name: string;
  readonly description: string;
  readonly flags: z.ZodObject;
  /** Key of the list, among the flags, that is typed as words without a flag: `compare RUN RUN`. */
  readonly words?: string | undefined;
  /** Lines to type, and what they do. */
  readonly examples: readonly (readonly [string, string])[];
  /** What else its help explains, in lines of at most this many letters; made when the help is asked for. */
  readonly notes?: ((width: number) => string) | undefined;
  /** @returns the exit code */
  run(args: Readonly<Record<string, unknown>>): Promise<number>;
}

export interface CommandDefinition<Schema extends z.ZodObject> {
  readonly name: string;
  readonly description: string;
  readonly flags: Schema;
  readonly words?: Extract<keyof Schema['shape'], string>;
  readonly examples: Command['examples'];
  readonly notes?: Command['notes'];
  /** @returns the exit code */
  run(flags: z.output<Schema>): Promise<number>;
}

/** A command whose `run` gets checked flags. */
export function defineCommand<Schema extends z.ZodObject>(definition: CommandDefinition<Schema>): Command {
  return {
    ...definition,
    run: (args) => definition.run(parseFlags(definition.flags, args, definition.words)),
  };
}
