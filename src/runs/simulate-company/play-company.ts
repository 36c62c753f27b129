/** Plays customers of a world, each from the week of joining on, and writes what their company would have in its tables. */
import type { Random } from '../../core/random';
import type { VectorEnvironment } from '../../env/environment';
import { drawn, play, type Choose } from '../../policies/play';
import { loggedEnvironment } from '../../worlds/world';
import {
  writeCustomers,
  writeTruth,
  writeWeek,
  type Chunk,
  type SimulatedCompany,
  type Streams,
  type TableFiles,
} from './company-rows';
import { drawnAffinity } from './products';

/** Weeks between two moments of which the truth is told. */
export const TRUTH_WEEKS = 4;

/** Customers who are played side by side. */
export const LANES = 1000;

async function startedChunk(
  { world, form, behaviour, plan }: SimulatedCompany,
  first: number,
  environment: VectorEnvironment,
  random: Random,
): Promise<Chunk> {
  const { lanes } = environment;
  const { observations, allowed } = environment.reset();
  const count = world.actions.length;
  const chances = new Float64Array(lanes * count);
  await behaviour.probabilities({ observations, allowed }, chances);
  const segment = form.columns.find(({ name }) => name === 'segment')!;
  const weeks = random.fork('joined');
  const tastes = random.fork('affinities');
  const all = Array.from({ length: lanes }, (_, lane) => lane);
  return {
    ids: all.map((lane) => `c${String(first + lane + 1).padStart(7, '0')}`),
    joined: Int32Array.from(all, () => weeks.integer(Math.ceil(plan.weeks / 2))),
    left: new Float64Array(lanes).fill(Infinity),
    affinities: all.map(() => drawnAffinity(tastes)),
    known: all.map((lane) => [
      segment.cell(observations, lane * world.features.length),
      ...Array.from({ length: count - 1 }, (_, i) => String(allowed?.[lane * count + i + 1] ?? 1)),
    ]),
    chances: all.map((lane) => chances.slice(lane * count, (lane + 1) * count)),
  };
}

/** Customers side by side before the first week of each, and all that chance decides of them. */
export interface BegunChunk {
  readonly chunk: Chunk;
  readonly environment: VectorEnvironment;
  readonly streams: Streams;
  readonly choose: Choose;
}

/**
 * @param first number of the first of them in the company
 * @param random of the company
 */
export async function beginChunk(
  simulated: SimulatedCompany,
  first: number,
  random: Random,
): Promise<BegunChunk> {
  const { world, plan } = simulated;
  const own = random.fork(`chunk-${first}`);
  const lanes = Math.min(LANES, plan.customers - first);
  // The same stream twice: who is in which lane has to be known before the play begins.
  const begin = () => loggedEnvironment(world, lanes, own.fork('environment'));
  return {
    chunk: await startedChunk(simulated, first, begin(), own),
    environment: begin(),
    streams: { purchases: own.fork('purchases'), messages: own.fork('messages') },
    choose: drawn(own.fork('actions')),
  };
}

/**
 * A lane begins with its customer's first week, so that lanes are in different weeks at once; it is left when its customer
 * is lost, or the last week is over.
 */
async function playChunk(
  simulated: SimulatedCompany,
  files: TableFiles,
  { chunk, environment, streams, choose }: BegunChunk,
): Promise<void> {
  const { behaviour, plan } = simulated;
  const { lanes } = environment;
  const tellTruth = (step: number) => {
    for (let lane = 0; lane < lanes; lane += 1) {
      const week = chunk.joined[lane]! + step;
      if (step > 0 && week <= plan.weeks && week % TRUTH_WEEKS === 0)
        writeTruth(simulated, files, chunk, environment, lane, week);
    }
  };
  let step = 0;
  for await (const moment of play(behaviour, environment, choose)) {
    for (let lane = 0; lane < lanes; lane += 1) {
      const week = chunk.joined[lane]! + step;
      if (week >= plan.weeks || chunk.left[lane]! <= week) continue;
      writeWeek(simulated, files, chunk, environment, moment, lane, week, streams);
      if (moment.step.discounts[lane] === 0) chunk.left[lane] = week + 1;
    }
    step += 1;
    tellTruth(step);
    if (step === plan.weeks) break;
  }
  writeCustomers(files, chunk);
}

/**
 * @param tell told the customers written so far; says whether to stop
 * @returns null if it was stopped
 * @throws what the file system says
 */
export async function playCompany(
  simulated: SimulatedCompany,
  files: TableFiles,
  random: Random,
  tell: (customers: number) => Promise<boolean>,
): Promise<true | null> {
  const { customers } = simulated.plan;
  for (let first = 0; first < customers; first += LANES) {
    await playChunk(simulated, files, await beginChunk(simulated, first, random));
    if (await tell(Math.min(customers, first + LANES))) return null;
  }
  return true;
}
