/** Customers of the simulated company who are decided about by a service, week by week, and what comes of it. */
import type { Random } from '../../src/core/random';
import type { Decisions } from '../../src/env/environment';
import { loggedEnvironment, type OpenWorld } from '../../src/worlds/world';
import type { Service } from './commands';

export interface Campaign {
  readonly world: OpenWorld;
  readonly customers: number;
  /** Decisions of each customer at most. */
  readonly weeks: number;
  /** A Monday, ISO: when it begins. */
  readonly start: string;
  /** Begins the ids of its customers. */
  readonly prefix: string;
}

/** Customers of one request. */
const BATCH = 250;
const WEEK = 7 * 86_400_000;

interface Answer {
  readonly id: string;
  readonly action: string;
}

const money = (value: number) => Number(value.toFixed(4));

/** What the company's systems know of a customer, as a row of its log has it. */
function columnsOf(world: OpenWorld, { observations, allowed }: Decisions, lane: number) {
  const { actions, features, logForm } = world;
  const cells = logForm!.columns.map(({ name, kind, cell }): [string, string | number | null] => {
    const text = cell(observations, lane * features.length);
    return [name, text === '' ? null : kind === 'category' ? text : Number(text)];
  });
  const consent = actions
    .slice(1)
    .map((action, i) => [`may_${action}`, allowed?.[lane * actions.length + i + 1] !== 0] as const);
  return Object.fromEntries<unknown>([...cells, ...consent]);
}

async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (batch: readonly Item[]) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += BATCH)
    results.push(...(await work(items.slice(from, from + BATCH))));
  return results;
}

/**
 * Asks the service about every customer of every week, does what it says, and tells it what came of it.
 *
 * @returns decisions made
 */
export async function playCampaign(
  service: Service,
  { world, customers, weeks, start, prefix }: Campaign,
  random: Random,
): Promise<number> {
  const environment = loggedEnvironment(world, customers, random);
  const gone = new Uint8Array(customers);
  let decisions: Decisions = environment.reset();
  let made = 0;
  for (let week = 0; week < weeks; week += 1) {
    const time = new Date(Date.parse(start) + week * WEEK).toISOString().slice(0, 10);
    const lanes = [...gone.keys()].filter((lane) => gone[lane] === 0);
    const seen = decisions;
    const answers = await inBatches(lanes, async (batch) => {
      const asked = batch.map((lane) => ({
        ...{ customer: `${prefix}${lane + 1}`, time },
        columns: columnsOf(world, seen, lane),
      }));
      const { decisions: answered } = (await service.post('/decide', { customers: asked })) as {
        decisions: readonly Answer[];
      };
      return answered;
    });
    const actions = new Int32Array(customers);
    lanes.forEach((lane, i) => (actions[lane] = world.actions.indexOf(answers[i]!.action)));
    const step = environment.step(actions);
    const outcomes = lanes.map((lane, i) => ({
      decision: answers[i]!.id,
      columns: {
        ...Object.fromEntries(
          world.logForm!.outcomes.map((outcome) => [outcome.name, outcome.of(environment, lane)]),
        ),
        ...{ cost: money(step.costs[lane]!), reward: money(step.rewards[lane]!) },
        gone: step.discounts[lane] === 0,
      },
    }));
    await inBatches(outcomes, async (batch) => {
      await service.post('/outcome', { outcomes: batch });
      return [];
    });
    for (const lane of lanes) gone[lane] = step.last[lane]!;
    made += lanes.length;
    decisions = step;
  }
  return made;
}
