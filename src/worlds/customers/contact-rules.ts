/**
 * What a marketer would write: by which channel, how long after the last contact, and how much at most, in general,
 * by segment, or by segment and response. A customer who may not be contacted by the best channel gets the next best.
 */
import { certainPolicy } from '../../policies/certain';
import type { Policy } from '../../policies/policy';
import { historyColumns } from './history-observer';
import type { CustomersConfig } from './settings';

/** A channel and when to use it. */
export interface Pace {
  /** Index of the action. */
  readonly action: number;
  /** Periods that the last contact, by any channel, must be ago. */
  readonly pause: number;
  /** Recent contacts (the feature `pressure`) at most. */
  readonly pressure: number;
}

/** What to do with the customers of one segment. */
export interface Plan {
  /** Best first: a customer is contacted by the first one that may be used, and by none where the list is empty. */
  readonly cold: readonly Pace[];
  /** The same for customers who have responded lately. */
  readonly warm: readonly Pace[];
  /** Periods for which a response, noticing a contact included, counts as lately; 0 where it makes no difference. */
  readonly window: number;
}

/** In words, for the reader of a report. */
function said({ cold, warm, window }: Plan, actions: readonly string[]): string {
  const list = (paces: readonly Pace[]) =>
    paces.map(({ action, pause }) => `${actions[action]} every ${pause}`).join(', else ') || 'nothing';
  return window === 0 ? list(cold) : `${list(warm)} within ${window} periods of a response; ${list(cold)}`;
}

/**
 * @param plans one per segment of the config; a customer is contacted when the pause is over and pressure is low
 */
export function contactRule(name: string, config: CustomersConfig, plans: readonly Plan[]): Policy {
  const { since, contacts, pressure, segments, optIns } = historyColumns(config);
  const width = optIns + config.channels.length;
  const names = ['none', ...config.channels.map((channel) => channel.name)];
  const distinct = new Set(plans.map((plan) => said(plan, names)));
  const words = plans.map((plan, i) => `${config.segments[i]!.name}: ${said(plan, names)}`);
  const description = distinct.size === 1 ? [...distinct][0]! : words.join('. ');
  return certainPolicy(name, `pause in periods: ${description}`, names.length, ({ observations }, out) => {
    for (let lane = 0, at = 0; lane < out.length; lane += 1, at += width) {
      let segment = 0;
      while (observations[at + segments + segment] === 0) segment += 1;
      const { cold, warm, window } = plans[segment]!;
      const responded = Math.min(
        observations[at + pressure + 1]!,
        observations[at + pressure + 2]!,
        observations[at + pressure + 3]!,
      );
      const pace = (responded <= window ? warm : cold).find(
        ({ action }) => observations[at + optIns + action - 1] === 1,
      );
      let last = Infinity;
      for (let i = at + since; i < at + contacts; i += 1) last = Math.min(last, observations[i]!);
      const due = pace !== undefined && last >= pace.pause && observations[at + pressure]! <= pace.pressure;
      out[lane] = due ? pace.action : 0;
    }
  });
}
