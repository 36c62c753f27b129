/** A decision log and what came of its decisions to a log that can be audited, judged and learned from. */
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import type * as Yaml from 'yaml';
import { InputError } from '../../core/errors';
import { expectNotThere, expectWritableFile, fileError, writeFileAtomically } from '../../core/files';
import { removeAbandoned, temporaryName } from '../../core/temporary-names';
import { expectNotInput } from '../../core/input-paths';
import { onDemand } from '../../core/on-demand';
import { outcomeColumns } from '../requests/outcome-request';
import { writeRows, type RowsSource } from './collected-rows';
import { collectedSchema, type CollectedSchema } from './collected-schema';
import { filesOfLog, linesOf, type LoggedModel } from './log-reader';
import { noActionsOf, readLoggedModels } from './models-of-log';
import { stateInputs, STATE_REMARK } from './state-inputs';
import { readOutcomes, tell, type ToldOutcomes } from './told-outcomes';

const loadYaml = onDemand<typeof Yaml>('yaml');

export interface CollectRequest {
  /** Folder of the decision log. */
  readonly log: string;
  /** File, or a pattern of several, with what came of decisions; beside what the service was told. */
  readonly outcomes: string | null;
  /** CSV to write. */
  readonly out: string;
  /** Schema file to write. */
  readonly schema: string;
  /** What a decision earned of which nobody told anything; null leaves it out. */
  readonly untold: number | null;
  readonly overwrite: boolean;
}

export interface Collected {
  readonly rows: number;
  /** Decisions of which nobody told what came of them, and that are no rows. */
  readonly untold: number;
  /** Outcomes of decisions that the log does not have. */
  readonly strangeOutcomes: number;
  /** Models that decided. */
  readonly models: readonly string[];
  readonly remarks: readonly string[];
}

/** What the log holds, before it is written. */
interface Found extends RowsSource {
  readonly models: readonly string[];
  /** The one that decided last, whose columns the log is written in. */
  readonly model: LoggedModel;
  /** Names of columns. */
  readonly logged: ReadonlySet<string>;
}

async function look({ log, outcomes: pattern }: CollectRequest): Promise<Found> {
  const files = filesOfLog(log);
  const outcomes: ToldOutcomes = new Map();
  const models = new Set<string>();
  let last: string | null = null;
  const logged = new Set<string>();
  for await (const line of linesOf(files)) {
    if (line.kind === 'outcome') tell(outcomes, line.id, line.columns);
    else {
      models.add((last = line.model));
      for (const name of Object.keys(line.columns ?? {})) logged.add(name);
    }
  }
  if (last === null) throw new InputError(`--log ${log}: expected decisions, found none`);
  const known = readLoggedModels(log, models, last);
  const model = known.get(last)!;
  const { raw, features } = model;
  if (pattern !== null) await readOutcomes(pattern, raw && outcomeColumns(raw.schema), outcomes);
  return {
    ...{ files, models: [...models], model, known, outcomes, noActions: noActionsOf(known) },
    logged: raw === null ? new Set(features) : logged,
  };
}

function schemaOf({ model, outcomes, logged }: Found): CollectedSchema {
  const told = new Set([...outcomes.values()].flatMap((columns) => Object.keys(columns)));
  const { raw, actions } = model;
  const collected = collectedSchema(raw ?? stateInputs(model, told), actions, logged, told);
  return raw === null ? { ...collected, remarks: [...collected.remarks, STATE_REMARK] } : collected;
}

/** @throws InputError if log, models or outcomes are not what they should be; nothing is then written */
export async function collect(request: CollectRequest): Promise<Collected> {
  const { log, outcomes, out, schema, overwrite } = request;
  const written = [
    { flag: '--out', path: out },
    { flag: '--schema', path: schema },
  ];
  expectNotInput(written, [
    { flag: '--log', path: log },
    ...(outcomes === null ? [] : [{ flag: '--outcomes', path: outcomes }]),
  ]);
  for (const { flag, path } of written) {
    expectNotThere(flag, [path], overwrite);
    expectWritableFile(path);
  }
  const found = await look(request);
  const collected = schemaOf(found);
  const name = temporaryName(out);
  removeAbandoned(out);
  try {
    const handle = openSync(name, 'wx');
    const { rows, left, matched } = await writeRows(handle, found, collected, request.untold).finally(() =>
      closeSync(handle),
    );
    if (rows === 0)
      throw new InputError(
        `--log ${log}: expected decisions with what came of them (${collected.required.join(', ')}), found none among ${left}; --outcomes names a file of it`,
      );
    writeFileAtomically(schema, schemaText(collected, request));
    renameSync(name, out);
    const { models } = found;
    return {
      rows,
      untold: left,
      strangeOutcomes: found.outcomes.size - matched,
      models,
      remarks: collected.remarks,
    };
  } catch (error) {
    rmSync(name, { force: true });
    throw error instanceof InputError ? error : fileError('write', out, error);
  }
}

function schemaText({ schema, added }: CollectedSchema, { log, untold }: CollectRequest): string {
  const lines = [
    `# contact-dqn collect --log ${log}`,
    `# ${added.decision}, ${added.model}: which decision a row is, and which model made it`,
    '# what was allowed is as it was at the decision, contact rules included',
    ...(untold === null ? [] : [`# of a decision of which nobody told, the reward is taken to be ${untold}`]),
  ];
  return `${lines.join('\n')}\n${loadYaml().stringify(JSON.parse(JSON.stringify(schema)))}`;
}
