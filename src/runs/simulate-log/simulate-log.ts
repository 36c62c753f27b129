/** A log with known truth: rows that a policy wrote in a world, their schema, and what policies really earn there. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors';
import { expectNotThere, expectWritableFile, writeTogether } from '../../core/files';
import { Random } from '../../core/random';
import { version } from '../../core/version';
import type { Policy } from '../../policies/policy';
import { plainLogForm, type LogForm } from '../../worlds/log-form';
import type { OpenWorld, World } from '../../worlds/world';
import type { Host } from '../host';
import { resolveSettings } from '../settings';
import { simulationSettings } from '../simulation/settings';
import { behaviourNamed } from './behaviours';
import { logSchemaText } from './log-schema-text';
import { trueValues, truthPolicies, type Truth } from './truth';
import { writeRows, type LogPlan } from './write-rows';

export interface SimulateLogRequest {
  readonly customers: number;
  /** Decisions per customer at most. */
  readonly periods?: number | undefined;
  /** Who writes the log. */
  readonly policy: string;
  readonly explore?: number | undefined;
  readonly holdout: number;
  readonly hidePropensity: boolean;
  readonly seed: number;
  /** Customers simulated for each true value. */
  readonly truthCustomers: number;
  readonly config?: string | undefined;
  readonly set?: readonly string[] | undefined;
  /** Folder to write into. */
  readonly out: string;
  readonly overwrite: boolean;
}

export interface SimulatedLog {
  readonly rows: number;
  readonly files: { readonly log: string; readonly schema: string; readonly truth: string };
  readonly truth: Truth;
}

function outputs(out: string, overwrite: boolean): SimulatedLog['files'] {
  const files = {
    log: join(out, 'contacts.csv'),
    schema: join(out, 'schema.yaml'),
    truth: join(out, 'truth.json'),
  };
  expectNotThere('--out', Object.values(files), overwrite, 'a folder without a log');
  expectWritableFile(files.log);
  return files;
}

interface Simulation {
  readonly world: OpenWorld;
  readonly behaviour: Policy;
  readonly gamma: number;
  readonly random: Random;
}

async function judged(
  { world, behaviour, gamma, random }: Simulation,
  episodes: number,
  periods: number | null,
  host: Host,
) {
  const total = episodes * truthPolicies(world);
  const progress = host.progress({ title: 'true values', total, unit: 'customers' });
  try {
    const asked = { gamma, episodes, periods };
    return await trueValues(world, behaviour, asked, random.fork('truth'), (done) =>
      progress.update(done, []),
    );
  } finally {
    progress.stop();
  }
}

/** @returns rows written to the file; null if it was stopped */
async function played(
  { world, behaviour, random }: Simulation,
  file: string,
  form: LogForm,
  plan: LogPlan,
  host: Host,
) {
  const { customers } = plan;
  const stop = host.listenForStop();
  const progress = host.progress({ title: 'simulating', total: customers, unit: 'customers' });
  try {
    return await writeRows(file, world, form, behaviour, plan, random.fork('log'), {
      onProgress: (done) => progress.update(done, []),
      shouldStop: () => stop.shouldStop(),
    });
  } finally {
    progress.stop();
    stop.release();
  }
}

function planOf(request: SimulateLogRequest): LogPlan {
  const { customers, holdout, periods, policy, hidePropensity } = request;
  return {
    ...{ customers, holdout, periods: periods ?? null, withPropensity: !hidePropensity },
    withNoAction: policy !== 'contacts-only',
    group: policy === 'uniform' ? 'random' : 'usual',
  };
}

/**
 * Writes `contacts.csv`, `schema.yaml` and `truth.json`. The truth is that of as many decisions as a customer has in
 * the log; customers who are held out are in the log alone.
 *
 * @returns null if it was stopped: nothing is then written
 * @throws InputError for a policy or setting that is none, or a folder that cannot be written
 */
export async function simulateLog(
  world: World,
  request: SimulateLogRequest,
  host: Host,
): Promise<SimulatedLog | null> {
  const { config, set = [], customers, holdout, seed } = request;
  const settings = resolveSettings(simulationSettings(world), {
    ...{ file: config, assignments: set, flags: {}, preset: world.defaults },
  });
  const opened = world.open(settings[world.name]);
  const random = Random.fromSeed(seed).fork('simulate-log');
  const { gamma } = settings.dqn;
  const context = { gamma, random: random.fork('policy') };
  const behaviour = await behaviourNamed(request.policy, opened, context, request.explore);
  if (holdout > 0 && opened.constantActions?.includes(0) === false)
    throw new InputError(
      `--holdout: expected 0 in world ${world.name}, where nobody can be left alone, got ${holdout}`,
    );
  const files = outputs(request.out, request.overwrite);
  const form = opened.logForm ?? plainLogForm(opened.features);
  const plan = planOf(request);
  const simulation = { world: opened, behaviour, gamma, random };
  // First what takes longest, and is over at once when stopped: nothing is written yet.
  const truth = await judged(simulation, request.truthCustomers, plan.periods, host);
  const rows = await writeTogether(request.out, files, async (names) => {
    const written = await played(simulation, names.log, form, plan, host);
    if (written === null) return null;
    const origin = `contact-dqn ${version} simulate-log, world ${world.name}, policy ${behaviour.name}, seed ${seed}`;
    writeFileSync(names.schema, logSchemaText(opened, form, plan, gamma, origin));
    const document = {
      ...{ schemaVersion: 1, version, environment: world.name, seed, policy: behaviour.name },
      ...{ description: behaviour.description, customers, rows: written, ...truth },
    };
    writeFileSync(names.truth, `${JSON.stringify(document, null, 2)}\n`);
    return written;
  });
  return rows === null ? null : { rows, files, truth };
}
