/** What came of decisions, as far as somebody tells the service: for the log, and for features that count what was earned. */
import type { Logger } from '../../core/logger';
import { calledAction } from '../contacts/kept-actions';
import type { ContactStore } from '../contacts/contact-store';
import type { DecisionLog } from '../log/decision-log';
import { lineOf } from '../log/log-lines';
import { expectOutcomeColumns, rewardOf, type Outcome } from '../requests/outcome-request';
import { Refusal, unavailable } from '../requests/refusal';
import type { ServedModel } from '../threads/served-model';

export class OutcomeTaker {
  readonly #served: ServedModel;
  readonly #log: DecisionLog | null;
  readonly #store: ContactStore | null;
  readonly #logger: Logger;

  constructor(served: ServedModel, log: DecisionLog | null, store: ContactStore | null, logger: Logger) {
    this.#served = served;
    this.#log = log;
    this.#store = store;
    this.#logger = logger;
  }

  /**
   * @returns how many were taken
   * @throws Refusal 400 for a column that is none of what came of it, 404 where nothing keeps outcomes, 503 where they
   * cannot be written down
   */
  async take(outcomes: readonly Outcome[]): Promise<number> {
    const { loaded } = this.#served.current;
    const { raw } = loaded.manifest;
    if (this.#log === null && this.#store === null)
      throw new Refusal(404, null, 'outcomes are kept with --log or --store, and this service has neither');
    if (raw !== undefined) expectOutcomeColumns(outcomes, raw.schema);
    try {
      const lines = outcomes.map(({ decision: id, columns }) => lineOf({ kind: 'outcome', id, columns }));
      await this.#log?.append(lines.join(''));
      if (raw === undefined || this.#store === null) return outcomes.length;
      const rewards = outcomes.flatMap(({ decision, columns }) => {
        const contact = this.#store!.contactOf(decision);
        if (contact === null) return [];
        const earned = rewardOf(columns, raw.schema, calledAction(contact.action, loaded));
        return earned === null ? [] : [{ c: contact.customer, d: decision, r: earned }];
      });
      if (rewards.length > 0) await this.#store.add(rewards);
    } catch (error) {
      this.#logger.warn(
        `an outcome was refused, for it could not be written down: ${(error as Error).message}`,
      );
      throw unavailable('the outcome could not be written down');
    }
    return outcomes.length;
  }
}
