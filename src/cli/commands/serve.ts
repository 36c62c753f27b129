/** `serve`: an HTTP service of a saved model. */
import { z } from 'zod';
import type { Clock } from '../../core/clock';
import { InputError } from '../../core/errors';
import { readTextFile } from '../../core/files';
import type { CompanyColumns } from '../../runs/company-columns/company-columns';
import type { ServedColumnsRequest } from '../../runs/company-columns/columns-of-served';
import type { KnowCustomers } from '../../serve/customers/known-customers';
import { defaultServiceSettings, duration, milliseconds, type ServiceSettings } from '../../serve/settings';
import { defineCommand } from '../command';
import { createContext } from '../context';
import { untilStopped } from '../service-signals';
import { runtimeFlag } from '../shared-flags';

const defaults = defaultServiceSettings;

const flags = z.strictObject({
  model: z.string().describe("a run's folder, or its model/ folder; SIGHUP loads it again, without a gap"),
  company: z
    .string()
    .optional()
    .describe(
      'company.yaml: columns that enrich added to the log trained on are made of its tables for all customers, at the start and whenever the model is loaded, so that a request that names its customer need not have them; cells of a request are taken as they are',
    ),
  asOf: z
    .string()
    .optional()
    .describe(
      'with --company: moment of these columns, such as 2026-11-28 (default: whenever they are made)',
    ),
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'expected letters, digits, ".", "_" and "-"')
    .default(defaults.name)
    .describe('of the model in routes of the Open Inference Protocol'),
  port: z.int().min(0).max(65535).default(defaults.port).describe('0 for any that is free'),
  host: z.string().default(defaults.host).describe('address to listen on; 0.0.0.0 for every one'),
  tokenFile: z
    .string()
    .optional()
    .describe('file with a token that whoever asks must bring as "Authorization: Bearer TOKEN"'),
  epsilon: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('share of decisions for any allowed action, to learn of it'),
  inverseGap: z
    .number()
    .min(0)
    .optional()
    .describe('tries actions the less the more they are worse: 1 / (allowed actions + this × gap in value)'),
  floor: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('with --inverse-gap: least probability of an allowed action'),
  runtime: runtimeFlag,
  seed: z
    .int()
    .optional()
    .describe('of what is tried: the same at every start, for tests; without it nobody can foretell'),
  log: z.string().optional().describe('folder of the decision log, which collect makes a log to train on'),
  logColumns: z.string().optional().describe('the only columns that are logged, between commas'),
  retain: duration.optional().describe('for how long the decision log is kept, such as 90d; ever without it'),
  store: z.string().optional().describe('file that keeps contacts of each customer, for rules and features'),
  maxBatch: z
    .int()
    .min(1)
    .max(10_000)
    .default(defaults.maxBatch)
    .describe('most customers of a request, and decided on together'),
  latency: z
    .number()
    .min(0)
    .max(1000)
    .default(defaults.latency)
    .describe('milliseconds a request may wait to be decided with others'),
  timeout: z
    .int()
    .min(1)
    .default(defaults.timeout)
    .describe('milliseconds after which a request without a decision is answered 503'),
  sending: z
    .int()
    .min(100)
    .default(defaults.sending)
    .describe('milliseconds that a client may take to send its request'),
  maxBody: z.int().min(1).default(defaults.maxBody).describe('most bytes of a request'),
  drain: z
    .int()
    .min(0)
    .default(defaults.drain)
    .describe(
      'milliseconds for which a service that is to end still answers, though it says that it is not ready',
    ),
  quiet: z.boolean().default(false).describe('only warnings'),
});

type Flags = z.output<typeof flags>;

/** @throws InputError for flags of two ways to explore */
function explorationOf({ epsilon, inverseGap, floor }: Flags): ServiceSettings['exploration'] {
  if (epsilon !== undefined && inverseGap !== undefined)
    throw new InputError('--inverse-gap: expected it or --epsilon, got both');
  if (floor !== undefined && inverseGap === undefined)
    throw new InputError('--floor: expected --inverse-gap beside it');
  if (epsilon !== undefined) return { kind: 'epsilon', epsilon };
  return inverseGap === undefined ? null : { kind: 'inverse gap', scale: inverseGap, floor: floor ?? 0 };
}

/** @throws InputError for a file without a token that a header can carry */
function tokenOf(file: string | undefined): string | null {
  if (file === undefined) return null;
  const token = readTextFile(file).trim();
  if (/^[\x21-\x7e]{16,}$/.test(token)) return token;
  throw new InputError(`--token-file ${file}: expected at least 16 visible letters of ASCII in one line`);
}

/** @throws InputError for a moment without a company */
function knowCustomersOf(
  { company, asOf }: Flags,
  clock: Clock,
  columnsOf: (request: ServedColumnsRequest, signal: AbortSignal) => Promise<CompanyColumns>,
): KnowCustomers | undefined {
  if (asOf !== undefined && company === undefined)
    throw new InputError('--as-of: expected --company beside it');
  if (company === undefined) return undefined;
  // Posted to a thread: the weights are of no use there.
  return ({ manifest, customers }, signal) =>
    columnsOf({ company, asOf, now: clock.now(), model: { manifest, customers } }, signal);
}

function settingsOf(given: Flags): ServiceSettings {
  const { model, name, port, host, log, logColumns, retain, store, seed } = given;
  const { runtime, maxBatch, latency, timeout, sending, maxBody, drain } = given;
  for (const [flag, value] of Object.entries({ '--log-columns': logColumns, '--retain': retain }))
    if (value !== undefined && log === undefined) throw new InputError(`${flag}: expected --log beside it`);
  const columns = logColumns?.split(',').map((column) => column.trim());
  if (columns?.includes('') === true)
    throw new InputError(`--log-columns: expected names between commas, got ${JSON.stringify(logColumns)}`);
  return {
    ...{ model, name, port, host, runtime, maxBatch, latency, timeout, sending, maxBody, drain },
    exploration: explorationOf(given),
    ...{ seed: seed ?? null, log: log ?? null, store: store ?? null, logColumns: columns ?? null },
    retain: retain === undefined ? null : milliseconds(retain),
    token: tokenOf(given.tokenFile),
  };
}

export const serve = defineCommand({
  name: 'serve',
  description: 'Serve decisions of a saved model over HTTP',
  flags,
  examples: [
    ['$0 serve --model models/mine', 'http://127.0.0.1:8080 shows the policy; POST /decide asks it'],
    [
      '$0 serve --model models/mine --store contacts.jsonl --log decisions --epsilon 0.05 --retain 90d',
      'keeps contact rules, and writes a log that can be learned from',
    ],
    ['$0 serve --model models/mine --host 0.0.0.0 --token-file token', 'for other machines'],
    [
      '$0 serve --model models/mine --company company.yaml',
      'POST /decide {"customer": "c17"} is enough, of a model that learned from what enrich wrote, where the tables have all it asks for',
    ],
  ],
  async run({ quiet, ...given }) {
    const context = createContext(quiet);
    const settings = settingsOf({ quiet, ...given });
    const { startService } = await import('../../serve/service.js');
    const { columnsOfServed } = await import('../../runs/company-columns/columns-of-served.js');
    const knowCustomers = knowCustomersOf({ quiet, ...given }, context.clock, columnsOfServed);
    const service = await startService(settings, { ...context, knowCustomers });
    context.logger.info(`serving ${settings.model} on ${service.url}`);
    await untilStopped(() => void service.swap().catch(() => undefined));
    context.logger.info('ending: what has been asked is answered first');
    await service.close();
    return 0;
  },
});
