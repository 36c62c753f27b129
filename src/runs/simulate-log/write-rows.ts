/** Plays customers of a world and writes what a company would have logged, row by row. */
import { closeSync, openSync } from 'node:fs';
import { writeFully } from '../../core/files';
import type { Random } from '../../core/random';
import { milliseconds } from '../../dataset/schema/durations';
import { drawn, play } from '../../policies/play';
import type { Policy } from '../../policies/policy';
import { constantPolicy } from '../../policies/constant';
import type { LogForm } from '../../worlds/log-form';
import { loggedEnvironment, type OpenWorld } from '../../worlds/world';

export interface LogPlan {
  readonly customers: number;
  /** Decisions per customer at most; the episode's end without. */
  readonly periods: number | null;
  /** Share of customers who are never contacted. */
  readonly holdout: number;
  /** What the others are called. */
  readonly group: 'random' | 'usual';
  /** Whether the chance of what was done is written. */
  readonly withPropensity: boolean;
  /** Whether rows without a contact are written. */
  readonly withNoAction: boolean;
}

/** A Monday: where the simulated time begins. */
const START = Date.UTC(2025, 0, 6);

/** Customers who are played side by side; also how many rows of one date stand together. */
const LANES = 1000;

export interface WritingOptions {
  /** Told the customers written so far. */
  readonly onProgress: (customers: number) => void;
  /** Asked after every decision. */
  readonly shouldStop: () => Promise<boolean>;
}

/** Names of the columns in order. */
export function columnNames(world: OpenWorld, form: LogForm, plan: LogPlan): string[] {
  return [
    ...['customer_id', form.period === null ? 'decision' : 'decided_at'],
    ...(plan.holdout > 0 ? ['test_group'] : []),
    ...form.columns.map(({ name }) => name),
    ...(world.masked === true ? world.actions.slice(1).map((action) => `may_${action}`) : []),
    'action',
    ...(plan.withPropensity ? ['propensity'] : []),
    ...form.outcomes.map(({ name }) => name),
    ...['cost', 'reward', 'gone'],
  ];
}

function timeOf({ period }: LogForm, decision: number): string {
  if (period === null) return String(decision);
  return new Date(START + decision * milliseconds(period)).toISOString().slice(0, 10);
}

/** Rounded to cents and beyond: sums of money in single precision have stray digits. */
function money(value: number): string {
  return String(Number(value.toFixed(4)));
}

/** The behaviour, but No Action alone for lanes that are held out. */
function withHoldout(behaviour: Policy, heldOut: Uint8Array, actions: readonly string[]): Policy {
  if (!heldOut.includes(1)) return behaviour;
  const nobody = constantPolicy(actions, 0);
  return {
    ...behaviour,
    probabilities: async (decisions, out) => {
      await behaviour.probabilities(decisions, out);
      const none = out.slice();
      await nobody.probabilities(decisions, none);
      const count = actions.length;
      heldOut.forEach((held, lane) => {
        if (held === 1) out.set(none.subarray(lane * count, (lane + 1) * count), lane * count);
      });
    },
  };
}

/** Rows of one chunk of customers, in order of time; told decision by decision. */
async function* chunkRows(
  world: OpenWorld,
  form: LogForm,
  behaviour: Policy,
  plan: LogPlan,
  first: number,
  random: Random,
): AsyncGenerator<string[]> {
  const { actions, features, masked = false } = world;
  const lanes = Math.min(LANES, plan.customers - first);
  const groups = random.fork('groups');
  const heldOut = Uint8Array.from({ length: lanes }, () => (groups.uniform() < plan.holdout ? 1 : 0));
  const environment = loggedEnvironment(world, lanes, random.fork('environment'));
  const policy = withHoldout(behaviour, heldOut, actions);
  // What was seen and what was likely is kept here: the environment overwrites what it showed.
  let chances: Float32Array | Float64Array = new Float32Array(0);
  let allowed: Uint8Array | null = null;
  const watched: Pick<Policy, 'probabilities'> = {
    probabilities: async (decisions, out) => {
      await policy.probabilities(decisions, out);
      chances = out;
      allowed = decisions.allowed?.slice() ?? null;
    },
  };
  const over = new Uint8Array(lanes);
  let decision = 0;
  for await (const { observations, actions: taken, step } of play(
    watched,
    environment,
    drawn(random.fork('actions')),
  )) {
    const rows: string[] = [];
    for (let lane = 0; lane < lanes; lane += 1) {
      if (over[lane] === 1) continue;
      const action = taken[lane]!;
      const at = lane * actions.length;
      const cells = [
        ...[`c${String(first + lane + 1).padStart(7, '0')}`, timeOf(form, decision)],
        ...(plan.holdout > 0 ? [heldOut[lane] === 1 ? 'holdout' : plan.group] : []),
        ...form.columns.map(({ cell }) => cell(observations, lane * features.length)),
        ...(masked ? actions.slice(1).map((_, i) => String(allowed?.[at + i + 1] ?? 1)) : []),
        actions[action]!,
        ...(plan.withPropensity ? [String(Number(chances[at + action]!.toPrecision(6)))] : []),
        ...form.outcomes.map((outcome) => String(outcome.of(environment, lane))),
        ...[money(step.costs[lane]!), money(step.rewards[lane]!), step.discounts[lane] === 0 ? '1' : '0'],
      ];
      if (action !== 0 || plan.withNoAction) rows.push(cells.join(','));
      over[lane] = step.last[lane]!;
    }
    yield rows;
    decision += 1;
    if (decision === plan.periods || !over.includes(0)) return;
  }
}

/**
 * @param random source of all random numbers
 * @returns rows written; null if it was stopped in between
 * @throws what the file system says
 */
export async function writeRows(
  file: string,
  world: OpenWorld,
  form: LogForm,
  behaviour: Policy,
  plan: LogPlan,
  random: Random,
  { onProgress, shouldStop }: WritingOptions,
): Promise<number | null> {
  const handle = openSync(file, 'w');
  let rows = 0;
  try {
    writeFully(handle, `${columnNames(world, form, plan).join(',')}\n`);
    for (let first = 0; first < plan.customers; first += LANES) {
      const stream = random.fork(`chunk-${first}`);
      for await (const lines of chunkRows(world, form, behaviour, plan, first, stream)) {
        if (lines.length > 0) writeFully(handle, `${lines.join('\n')}\n`);
        rows += lines.length;
        if (await shouldStop()) return null;
      }
      onProgress(Math.min(plan.customers, first + LANES));
    }
  } finally {
    closeSync(handle);
  }
  return rows;
}
