/** Acting by values: the best allowed action, always the same one for the same values. */
import { certainProbabilities, greedyActions } from '../rl/action-probabilities';
import type { Decisions } from '../env/environment';
import type { Policy, QFunction } from './policy';

export class GreedyPolicy implements Policy {
  readonly name: string;
  readonly description: string;
  readonly #qFunction: QFunction;
  readonly #actions: number;

  /** @param actions names; index 0 is No Action */
  constructor(
    qFunction: QFunction,
    actions: readonly string[],
    name = 'model',
    description = 'takes the action with the highest learned value',
  ) {
    this.#qFunction = qFunction;
    this.#actions = actions.length;
    this.name = name;
    this.description = description;
  }

  /** Ties go to the lowest index, so to No Action before any contact. */
  async probabilities({ observations, allowed }: Decisions, out: Float32Array): Promise<void> {
    const qValues = await this.#qFunction.qValues(observations);
    certainProbabilities(greedyActions(qValues, this.#actions, allowed), this.#actions, allowed, out);
  }
}
