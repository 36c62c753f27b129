/** A log with known truth: rows that a policy wrote in a world, their schema, and what policies really earn there. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors';
import { expectWritableFolder, writeFileAtomically } from '../../core/files';
import { Random } from '../../core/random';
import { version } from '../../core/version';
import { plainLogForm } from '../../worlds/log-form';
import type { World } from '../../worlds/world';
import type { Host } from '../host';
import { resolveSettings } from '../settings';
import { simulationSettings } from '../simulation/settings';
import { behaviourNamed } from './behaviours';
import { logSchemaText } from './log-schema-text';
import { trueValues, truthPolicies, type Truth } from './truth';
import { writeRows } from './write-rows';

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
  const taken = Object.values(files).find((file) => existsSync(file));
  if (taken !== undefined && !overwrite)
    throw new InputError(`--out: expected a folder without a log, found ${taken}; --overwrite replaces it`);
  expectWritableFolder(out);
  mkdirSync(out, { recursive: true });
  return files;
}

/**
 * Writes `contacts.csv`, `schema.yaml` and `truth.json`. The truth is that of whole episodes; customers who are held out
 * are in the log alone.
 *
 * @throws InputError for a policy or setting that is none, or a folder that cannot be written
 */
export async function simulateLog(
  world: World,
  request: SimulateLogRequest,
  host: Host,
): Promise<SimulatedLog> {
  const { config, set = [], periods, customers, holdout, seed } = request;
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
  const plan = {
    ...{ customers, holdout, periods: periods ?? null, withPropensity: !request.hidePropensity },
    withNoAction: request.policy !== 'contacts-only',
    group: request.policy === 'uniform' ? ('random' as const) : ('usual' as const),
  };
  // First what takes longest, then the three files one after the other: whoever stops in between finds none of them.
  const total = request.truthCustomers * truthPolicies(opened);
  const judging = host.progress({ title: 'true values', total, unit: 'customers' });
  const truth = await trueValues(
    ...([opened, behaviour, { gamma, episodes: request.truthCustomers }, random.fork('truth')] as const),
    (done) => judging.update(done, []),
  );
  judging.stop();
  const playing = host.progress({ title: 'simulating', total: customers, unit: 'customers' });
  const { rows } = await writeRows(files.log, opened, form, behaviour, plan, random.fork('log'), (done) =>
    playing.update(done, []),
  );
  playing.stop();
  const origin = `contact-dqn ${version} simulate-log, world ${world.name}, policy ${behaviour.name}, seed ${seed}`;
  writeFileAtomically(files.schema, logSchemaText(opened, form, plan, gamma, origin));
  const document = {
    ...{ schemaVersion: 1, version, environment: world.name, seed, policy: behaviour.name },
    ...{ description: behaviour.description, customers, rows, ...truth },
  };
  writeFileAtomically(files.truth, `${JSON.stringify(document, null, 2)}\n`);
  return { rows, files, truth };
}
