/** The best forecast that a simulated company's contact log allows: expectations over what its rows leave possible. */
import type { ContactLog } from '../../src/dataset/contacts/contact-log';
import { readContactLog } from '../../src/dataset/contacts/read-contact-log';
import type { Company } from '../../src/profiles/tables/open-company';
import { sparingPolicy } from '../../src/policies/behaviour';
import { customersDynamics } from '../../src/worlds/customers/dynamics';
import { outlooksOf, type Outlooks } from '../../src/worlds/customers/outlook';
import type { CustomersConfig } from '../../src/worlds/customers/settings';
import { Beliefs } from './belief';

export interface BestKnown {
  /** Chance of no purchase within the horizon; 1 of whoever the log calls gone. */
  readonly buysNothing: number;
  /** Expected amount of purchases within it. */
  readonly value: number;
}

export interface Forecasting {
  readonly config: CustomersConfig;
  /** Share of weeks with a contact, by which the company acts. */
  readonly contacts: number;
  /** Weeks. */
  readonly horizon: number;
}

/** [customers] rows before a moment, in the order of time */
function rowsBefore({ customers, times, rows }: ContactLog, moment: number): readonly number[][] {
  const found: number[][] = customers!.names.map(() => []);
  for (let row = 0; row < rows; row += 1) if (times![row]! < moment) found[customers!.codes[row]!]!.push(row);
  for (const own of found) own.sort((a, b) => times![a]! - times![b]!);
  return found;
}

/** What is to be expected of each hidden state, by the channel that is liked. */
class OutlooksByChances {
  readonly #known = new Map<string, readonly Outlooks[]>();
  readonly #forecasting: Forecasting;

  constructor(forecasting: Forecasting) {
    this.#forecasting = forecasting;
  }

  /** @param allowed [actions] */
  async of(allowed: Uint8Array): Promise<readonly Outlooks[]> {
    const { config, contacts, horizon } = this.#forecasting;
    const key = allowed.join('');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const dynamics = customersDynamics(config);
    const chances = new Float64Array(allowed.length);
    const decisions = { observations: new Float32Array(1), allowed };
    await sparingPolicy(dynamics.actions, contacts).probabilities(decisions, chances);
    const found = config.channels.map((_, liked) => outlooksOf(dynamics, liked, chances, horizon));
    this.#known.set(key, found);
    return found;
  }
}

/** By customer, of whoever was decided about before the moment. */
export async function bestKnown(
  company: Company,
  moment: number,
  forecasting: Forecasting,
): Promise<ReadonlyMap<string, BestKnown>> {
  const schema = company.contactSchema!;
  const log = await readContactLog(company.files.contacts, schema, schema.features ?? {}, { isOpen: true });
  const beliefs = new Beliefs(forecasting.config);
  const outlooks = new OutlooksByChances(forecasting);
  const segment = log.features.find(({ name }) => name === 'segment');
  if (segment?.kind !== 'category') throw new Error(`${company.file}: expected a column segment of the log`);
  const came = (name: string, row: number) => log.outcomes.get(name)![row]! > 0;
  const found = new Map<string, BestKnown>();
  for (const [customer, rows] of rowsBefore(log, moment).entries()) {
    if (rows.length === 0) continue;
    const name = log.customers!.names[customer]!;
    if (log.terminal![rows.at(-1)!] === 1) {
      found.set(name, { buysNothing: 1, value: 0 });
      continue;
    }
    let belief = beliefs.begin(segment.names[segment.codes[rows[0]!]!]!);
    for (const row of rows)
      belief = beliefs.after(belief, {
        action: log.loggedActions[row]!,
        ...{ opened: came('opened', row), clicked: came('clicked', row) },
        ...{ complained: came('complained', row), bought: came('bought', row) },
      });
    const count = log.actions.length;
    const ahead = await outlooks.of(log.eligible!.slice(rows[0]! * count, (rows[0]! + 1) * count));
    const expected = (of: keyof Outlooks) =>
      belief.reduce((sum, chance, at) => {
        const liked = Math.floor(at / beliefs.states);
        return sum + chance * ahead[liked]![of][at % beliefs.states]!;
      }, 0);
    found.set(name, { buysNothing: expected('buysNothing'), value: expected('value') });
  }
  return found;
}
