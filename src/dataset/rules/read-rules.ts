/** Rules files, JSON or YAML, and what their weights say of the actions of a log. */
import { InputError, parseInput, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import { readDocument } from '../schema/read-document';
import { rulesFileSchema, sumOf, type Leaf } from './rules-schema';

export interface Rules {
  /** For messages. */
  readonly file: string;
  /** The last one has no condition. */
  readonly leaves: readonly Leaf[];
}

/** A leaf as messages call it: by its id, or by its number, from 1, where it has none. */
function leafName(document: unknown, index: number): string {
  const { id } = ((document as readonly unknown[])[index] ?? {}) as { readonly id?: unknown };
  return `leaf ${typeof id === 'string' && id.trim() !== '' ? show(id.trim()) : index + 1}`;
}

/** @throws InputError naming the file, and the line, or the leaf and key, that is wrong */
export function readRules(file: string): Rules {
  const document = readDocument(file);
  const pathText = ([index, ...keys]: readonly PropertyKey[]) =>
    typeof index === 'number' ? [leafName(document, index), keys.map(String).join('.')].join(' ').trim() : '';
  return { file, leaves: parseInput(file, rulesFileSchema, document, pathText) };
}

export interface WeightedLeaf {
  readonly id: string;
  /** [actions] probabilities that sum to 1 */
  readonly weights: Float64Array;
}

/**
 * What each leaf says, by the actions of a log.
 *
 * @param actions names by index; index 0 is No Action
 * @param noAction how the log calls it
 * @throws InputError for a name that is no action, naming file and leaf
 */
export function weightedLeaves(
  { file, leaves }: Rules,
  actions: readonly string[],
  noAction: string,
): WeightedLeaf[] {
  const names = [noAction, ...actions.slice(1)];
  return leaves.map(({ id, weights: given }) => {
    const sum = sumOf(given);
    const weights = new Float64Array(actions.length);
    for (const [name, weight] of Object.entries(given)) {
      const action = name === noAction ? 0 : actions.indexOf(name);
      if (action < 0)
        throw new InputError(
          `${file} leaf ${show(id)} weights: expected actions (${names.map(show).join(', ')}), ` +
            `got ${show(name)}${didYouMean(name, names)}`,
        );
      weights[action]! += weight / sum;
    }
    return { id, weights };
  });
}
