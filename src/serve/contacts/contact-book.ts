/** Earlier contacts of every customer, in memory: what the lines of a contact store come to. */
import type { KeptPast } from '../threads/messages';
import type { ContactLine } from './contact-lines';

interface Entry {
  readonly times: number[];
  readonly actions: string[];
  readonly rewards: number[];
  readonly decisions: string[];
}

const NOBODY: KeptPast = { times: [], actions: [], rewards: [] };

export class ContactBook {
  readonly #entries = new Map<string, Entry>();
  /** By decision. */
  readonly #customerOf = new Map<string, string>();
  #lines = 0;
  #contacts = 0;

  /** Lines taken, of which `lines()` gives back only those that still count. */
  get taken(): number {
    return this.#lines;
  }

  get contacts(): number {
    return this.#contacts;
  }

  get customers(): number {
    return this.#entries.size;
  }

  pastOf(customer: string): KeptPast {
    return this.#entries.get(customer) ?? NOBODY;
  }

  /** The last time at which a customer was decided on; null where never. */
  lastTime(customer: string): number | null {
    return this.#entries.get(customer)?.times.at(-1) ?? null;
  }

  /** Whose contact a decision is; null where it is none that is kept. */
  contactOf(decision: string): { readonly customer: string; readonly action: string } | null {
    const customer = this.#customerOf.get(decision);
    const entry = customer === undefined ? undefined : this.#entries.get(customer);
    const at = entry?.decisions.lastIndexOf(decision) ?? -1;
    return at < 0 ? null : { customer: customer!, action: entry!.actions[at]! };
  }

  take(line: ContactLine): void {
    this.#lines += 1;
    if ('t' in line) return this.#add(line.c, line.t, line.a, line.d);
    const entry = this.#entries.get(line.c);
    const at = entry?.decisions.lastIndexOf(line.d) ?? -1;
    // Of a customer who is forgotten, or a contact that was undone.
    if (entry === undefined || at < 0) return;
    if ('r' in line) entry.rewards[at] = line.r;
    else this.#remove(line.c, entry, at);
  }

  forget(customer: string): void {
    const { decisions } = this.#entries.get(customer) ?? { decisions: [] };
    this.#contacts -= decisions.length;
    for (const decision of decisions) this.#customerOf.delete(decision);
    this.#entries.delete(customer);
  }

  *lines(): Generator<ContactLine> {
    for (const [c, { times, actions, rewards, decisions }] of this.#entries)
      for (let i = 0; i < times.length; i += 1) {
        yield { c, t: times[i]!, a: actions[i]!, d: decisions[i]! };
        if (!Number.isNaN(rewards[i]!)) yield { c, d: decisions[i]!, r: rewards[i]! };
      }
  }

  #add(customer: string, time: number, action: string, decision: string): void {
    let entry = this.#entries.get(customer);
    if (entry === undefined) {
      entry = { times: [], actions: [], rewards: [], decisions: [] };
      this.#entries.set(customer, entry);
    }
    entry.times.push(time);
    entry.actions.push(action);
    entry.rewards.push(NaN);
    entry.decisions.push(decision);
    this.#customerOf.set(decision, customer);
    this.#contacts += 1;
  }

  #remove(customer: string, { times, actions, rewards, decisions }: Entry, at: number): void {
    this.#customerOf.delete(decisions[at]!);
    for (const list of [times, actions, rewards, decisions]) list.splice(at, 1);
    this.#contacts -= 1;
    if (times.length === 0) this.#entries.delete(customer);
  }
}
