/**
 * The configuration as tables over the hidden state: what the simulator looks up and dynamic programming sums over. A
 * customer likes one channel, and has a level of interest and a level of fatigue.
 */
import { oncePerObject } from '../../core/once';
import type { Channel } from './channel-settings';
import type { CustomersConfig } from './settings';

/** What came of a contact; the ones after `unsubscribed` mean that it was noticed. */
export const events = {
  nothing: 0,
  complained: 1,
  unsubscribed: 2,
  opened: 3,
  clicked: 4,
  bought: 5,
} as const;

/** Kinds of events. */
export const EVENTS = 6;

export interface CustomersDynamics {
  readonly actions: readonly string[];
  readonly preferences: number;
  readonly interests: number;
  readonly fatigues: number;
  /** [actions] account currency */
  readonly cost: Float64Array;
  /** [preferences, interests, fatigues, actions, EVENTS] chance of this event or one of a higher number */
  readonly atLeast: Float64Array;
  /** [preferences, interests, fatigues, actions] expected reward of a period, account currency */
  readonly reward: Float64Array;
  /** [interests] chance of a sale without being asked */
  readonly organic: Float64Array;
  /** [actions, EVENTS] chance that interest rises by a level */
  readonly up: Float64Array;
  /** [EVENTS] chance that interest falls by a level */
  readonly down: Float64Array;
  /** [actions] levels of fatigue that a contact adds at least */
  readonly tires: Int32Array;
  /** [actions] chance that it adds one more */
  readonly tiresMore: Float64Array;
  readonly recovery: number;
  /** [fatigues] chance that a customer leaves at this level */
  readonly churn: Float64Array;
  /** Mean margin of a sale, account currency. */
  readonly margin: number;
  /** Account currency. */
  readonly complaintCost: number;
}

/** Where the tables' rows of one hidden state begin, in states. */
export function stateIndex(
  { interests, fatigues }: Pick<CustomersDynamics, 'interests' | 'fatigues'>,
  preference: number,
  interest: number,
  fatigue: number,
): number {
  return (preference * interests + interest) * fatigues + fatigue;
}

/** Chance of one event, of one state and action. @param row where its chances begin in `atLeast` */
export function eventChance(
  { atLeast }: Pick<CustomersDynamics, 'atLeast'>,
  row: number,
  event: number,
): number {
  return atLeast[row + event]! - (event + 1 < EVENTS ? atLeast[row + event + 1]! : 0);
}

type EventTables = Pick<CustomersDynamics, 'atLeast' | 'organic'>;

/** Chance of a sale in a period, asked for or not; whoever unsubscribes buys nothing. @param row as in `eventChance` */
export function saleChance(tables: EventTables, row: number, interest: number): number {
  const asked = eventChance(tables, row, events.bought);
  const stays = 1 - eventChance(tables, row, events.unsubscribed);
  return asked + (stays - asked) * tables.organic[interest]!;
}

/** Level as a share of the highest one. */
const share = (level: number, levels: number): number => level / (levels - 1);

/**
 * Chances of the events of one contact, in their order.
 *
 * @param liked whether the channel is the preferred one
 * @param interest in [0, 1]
 * @param fatigue in [0, 1]
 */
function eventChances(
  config: CustomersConfig,
  channel: Channel,
  liked: boolean,
  interest: number,
  fatigue: number,
): number[] {
  const { response } = config.interest;
  const appeal = response + (1 - response) * interest;
  const annoyed = 1 + config.fatigue.annoyance * fatigue;
  const complained = Math.min(1, channel.complaint * annoyed);
  const unsubscribed = Math.min(1 - complained, channel.unsubscribe * annoyed);
  const noticed =
    (1 - complained - unsubscribed) *
    channel.open *
    appeal *
    (liked ? 1 : config.offPreference) *
    (1 - config.fatigue.damping * fatigue);
  const clicked = noticed * channel.click;
  const bought = clicked * channel.sale * appeal;
  const nothing = 1 - complained - unsubscribed - noticed;
  return [nothing, complained, unsubscribed, noticed - clicked, clicked - bought, bought];
}

/** [EVENTS] from chances to chances of this or a later one. */
function fromTheEnd(chances: readonly number[]): number[] {
  return chances.map((_, event) => chances.slice(event).reduce((sum, chance) => sum + chance, 0));
}

function eventTable(config: CustomersConfig): Float64Array {
  const interests = config.interest.levels;
  const fatigues = config.fatigue.levels;
  const nobody = fromTheEnd([1, 0, 0, 0, 0, 0]);
  const rows: number[] = [];
  for (let preference = 0; preference < config.channels.length; preference += 1) {
    for (let interest = 0; interest < interests; interest += 1) {
      for (let fatigue = 0; fatigue < fatigues; fatigue += 1) {
        const levels = [share(interest, interests), share(fatigue, fatigues)] as const;
        rows.push(...nobody);
        config.channels.forEach((channel, i) =>
          rows.push(...fromTheEnd(eventChances(config, channel, i === preference, ...levels))),
        );
      }
    }
  }
  return Float64Array.from(rows);
}

/** [EVENTS] of one channel: who noticed it without buying warms up. */
function rises({ up, down, sated }: CustomersConfig['interest'], lift: number): number[] {
  const lifted = Math.min(1 - down, up + lift);
  return [up, up, up, lifted, lifted, Math.min(up, 1 - down - sated)];
}

/** [preferences, interests, fatigues, actions] margin of what is sold, less the contact and complaints. */
function expectedRewards(tables: Omit<CustomersDynamics, 'reward'>): Float64Array {
  const { atLeast, cost, interests, fatigues, margin, complaintCost } = tables;
  return Float64Array.from({ length: atLeast.length / EVENTS }, (_, index) => {
    const interest = Math.floor(index / (cost.length * fatigues)) % interests;
    const row = index * EVENTS;
    const sales = margin * saleChance(tables, row, interest);
    return sales - cost[index % cost.length]! - complaintCost * eventChance(tables, row, events.complained);
  });
}

function tablesOf(config: CustomersConfig): CustomersDynamics {
  const { channels, interest, fatigue } = config;
  const added = [0, ...channels.map((channel) => channel.fatigue)];
  const { down } = interest;
  const tables = {
    actions: ['none', ...channels.map(({ name }) => name)],
    preferences: channels.length,
    interests: interest.levels,
    fatigues: fatigue.levels,
    cost: Float64Array.from([0, ...channels.map(({ cost }) => cost)]),
    atLeast: eventTable(config),
    organic: Float64Array.from(
      { length: interest.levels },
      (_, level) => interest.organic * share(level, interest.levels),
    ),
    up: Float64Array.from([0, ...channels.map(({ lift }) => lift)].flatMap((lift) => rises(interest, lift))),
    down: Float64Array.of(down, down, down, down, down, down + interest.sated),
    tires: Int32Array.from(added, Math.floor),
    tiresMore: Float64Array.from(added, (levels) => levels - Math.floor(levels)),
    recovery: fatigue.recovery,
    churn: Float64Array.from({ length: fatigue.levels }, (_, level) =>
      Math.min(1, config.churn + fatigue.churn * share(level, fatigue.levels) ** 2),
    ),
    margin: config.sale.margin,
    complaintCost: config.complaintCost,
  };
  return { ...tables, reward: expectedRewards(tables) };
}

/** The tables of a configuration. */
export const customersDynamics = oncePerObject(tablesOf);
