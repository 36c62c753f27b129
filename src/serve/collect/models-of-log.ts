/** The models whose decisions a log holds: all must give a line the same columns. */
import { existsSync } from 'node:fs';
import { InputError, show } from '../../core/errors';
import { NO_ACTION } from '../../dataset/logged-rows';
import { modelFile } from '../log/log-files';
import { readLoggedModel, type LoggedModel } from './log-reader';

/** By hash. */
export type LoggedModels = ReadonlyMap<string, LoggedModel>;

const inputsOf = ({ raw }: LoggedModel) => (raw === null ? 'a state that is ready made' : 'raw columns');
const sorted = (names: readonly string[]) => JSON.stringify(names.toSorted());

/**
 * @param last the model that decided last
 * @throws InputError for a model whose lines cannot be rows beside those of the last one
 */
function expectLike(place: string, model: LoggedModel, last: LoggedModel): void {
  if (inputsOf(model) !== inputsOf(last))
    throw new InputError(
      `${place}: expected ${inputsOf(last)}, as the model takes that decided last, got ${inputsOf(model)}`,
    );
  if (last.raw === null && sorted(model.features) !== sorted(last.features))
    throw new InputError(
      `${place}: expected the features ${last.features.map(show).join(', ')}, as the model has that decided last, got ${model.features.map(show).join(', ')}`,
    );
}

/**
 * @param hashes of models that decided, each once
 * @param last hash of the one that decided last
 * @throws InputError if the folder does not say what the lines of one mean, or they cannot stand beside those of the last
 */
export function readLoggedModels(log: string, hashes: Iterable<string>, last: string): LoggedModels {
  const lastModel = readLoggedModel(log, last);
  const models = new Map<string, LoggedModel>();
  for (const hash of hashes) {
    const path = modelFile(log, hash);
    // Where a swap could not write it down: raw columns have their names in each line.
    if (lastModel.raw !== null && !existsSync(path)) continue;
    const model = readLoggedModel(log, hash);
    expectLike(path, model, lastModel);
    models.set(hash, model);
  }
  return models;
}

/** Names by which lines say No Action: each model's log has its own, and older services wrote another. */
export function noActionsOf(models: LoggedModels): ReadonlySet<string> {
  return new Set([NO_ACTION, ...[...models.values()].flatMap(({ raw }) => raw?.schema.noAction ?? [])]);
}
