/** Acting by values less charges: the best action that is allowed and supported, always the same one for the same values. */
import { certainProbabilities, greedyActions } from '../rl/action-probabilities';
import { chargedValues } from '../rl/charged-values';
import type { Decisions } from '../env/environment';
import type { Policy, Probabilities, QFunction } from './policy';

/** Values by which a Q function's actions are chosen. @param qValues [n, actions] its own */
export function decidingValues(
  { charges }: Pick<QFunction, 'charges'>,
  qValues: Float32Array,
): Float32Array | Float64Array {
  return charges === undefined ? qValues : chargedValues(qValues, charges);
}

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
  async chosenActions({ observations, allowed }: Decisions, out: Int32Array): Promise<void> {
    const qFunction = this.#qFunction;
    const supported = qFunction.supportedActions?.(observations, allowed) ?? allowed;
    const values = decidingValues(qFunction, await qFunction.qValues(observations));
    out.set(greedyActions(values, this.#actions, supported));
  }

  async probabilities(decisions: Decisions, out: Probabilities): Promise<void> {
    const chosen = new Int32Array(out.length / this.#actions);
    await this.chosenActions(decisions, chosen);
    certainProbabilities(chosen, this.#actions, decisions.allowed, out);
  }
}
