/** A log of which a third of the customers was kept from contacts, and what policies really earn where it was written. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { train } from '../../../src';
import type { LoggedReport } from '../../../src/report/report';
import { logSource } from '../../../src/runs/logged/log-source';
import { quietHost } from '../../../src/runs/quiet-host';
import { simulateLog, type SimulateLogRequest } from '../../../src/runs/simulate-log/simulate-log';
import { customers } from '../../../src/worlds/list';
import { useFreshFolders } from '../../support/fresh-folders';
import { judgedLog, type JudgedLog } from '../../support/judged-log';

const freshFolder = useFreshFolders();

/** Two decisions of each customer, with the truth of as many. */
async function simulated(changes: Partial<SimulateLogRequest> = {}) {
  const { files, truth } = (await simulateLog(
    customers,
    {
      ...{ customers: 1000, periods: 2, policy: 'uniform', holdout: 1 / 3, hidePropensity: false, seed: 3 },
      ...{ truthCustomers: 4000, out: join(freshFolder(), 'log'), overwrite: false, ...changes },
    },
    quietHost(),
  ))!;
  const schema = parse(readFileSync(files.schema, 'utf8')) as Record<string, unknown>;
  return { data: files.log, schema, truth };
}

/** Rows of a log by the names of its columns. */
function rowsOf(file: string): Readonly<Record<string, string>>[] {
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const names = header!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i]!, cell])));
}

const ALWAYS = ['always-email', 'always-sms', 'always-mail', 'always-call'];

/** Standard errors by which mean weights of policies that contact lie from 1. */
const weightErrors = ({ offPolicy }: JudgedLog): number[] =>
  ALWAYS.map((name) => {
    const { meanWeight, standardError } = offPolicy.policies[name]!.support!;
    return Math.abs(meanWeight - 1) / standardError!;
  });

/** Standard errors by which a value lies from its truth. */
function valueErrors(
  { offPolicy }: JudgedLog,
  truth: Awaited<ReturnType<typeof simulated>>['truth'],
  name: string,
) {
  const { value, low, high } = offPolicy.policies[name === 'behaviour' ? 'logged' : name]!.value!.t;
  const known = truth.policies[name]!.discountedReward;
  return Math.abs(value! - known.value) / Math.hypot((high! - low!) / 3.92, known.standardError);
}

const QUICK = ['--set', 'offPolicy.resamples=100'];

it('is judged on the others, where the weights are 1 on average and the values are true', async () => {
  const { data, schema, truth } = await simulated();
  const judged = await judgedLog(data, schema, 'always-email', QUICK);
  const { heldBack, units } = judged.offPolicy;
  expect(heldBack!.policies).toEqual(['no-action']);
  expect(heldBack!.units + units).toBe(1000);
  expect(Math.max(...weightErrors(judged))).toBeLessThan(3);
  for (const name of ['behaviour', 'no-action', ...ALWAYS])
    expect(valueErrors(judged, truth, name)).toBeLessThan(3);
  expect(judged.offPolicy.policies['always-email']!.doubts).toEqual([]);
});

it('would pull the weights of whatever contacts down, and be told as another reason, were nothing said of the group', async () => {
  const { data, schema } = await simulated({ customers: 2000, periods: 1 });
  const { group: _, ...groupless } = schema;
  const [judged, pulled] = [
    await judgedLog(data, schema, 'always-email', QUICK),
    await judgedLog(data, groupless, 'always-email', QUICK),
  ];
  expect(judged.verdict.reasons.join()).not.toContain('the probabilities are not those of the log');
  expect(weightErrors(judged)[0]).toBeLessThan(3);
  expect(weightErrors(pulled)[0]).toBeGreaterThan(4);
  expect(pulled.verdict.reasons.join()).toContain('the probabilities are not those of the log');
});

// What an estimate of so few customers comes to is chance: whom it is of is not.
it('is judged on the others where probabilities of histories are estimated; with them where those of decisions are', async () => {
  const { data, schema } = await simulated({ customers: 300, hidePropensity: true });
  const histories = await judgedLog(data, schema, 'uniform', QUICK);
  const { heldBack, units } = histories.offPolicy;
  expect(heldBack!.policies).toEqual(['no-action']);
  expect(heldBack!.units + units).toBe(300);

  const { discount: _, ...single } = schema;
  const decisions = await judgedLog(data, single, 'uniform', QUICK);
  expect(decisions.offPolicy.heldBack).toBeUndefined();
  expect(decisions.offPolicy.units).toBe(300);
});

it('asks rules about the decisions that are judged, and no others', async () => {
  const { data, schema } = await simulated({ customers: 400, periods: 1 });
  const rules = [
    { id: 'digital', condition: { segment: 'digital' }, weights: { email: 1 } },
    { id: 'rest', weights: { none: 1 } },
  ];
  const file = join(dirname(data), 'digital.json');
  writeFileSync(file, JSON.stringify(rules));
  const { offPolicy } = await judgedLog(data, schema, file, QUICK);
  const open = rowsOf(data).filter(({ test_group }) => test_group !== 'holdout');
  const mailed = open.filter(({ segment, may_email }) => segment === 'digital' && may_email === '1');
  expect(mailed.length).toBeGreaterThan(20);
  expect(offPolicy.decisions).toBe(open.length);
  // Contacts of single decisions need no outcome: they are counted.
  expect(offPolicy.policies['digital.json']!.metrics['contacts: email']!.value).toBeCloseTo(
    mailed.length / open.length,
    12,
  );
});

it('is trained on, with what is spent counted where the model would act', async () => {
  const { data, schema } = await simulated({ customers: 600, periods: 1 });
  const file = join(dirname(data), 'schema.json');
  writeFileSync(file, JSON.stringify(schema));
  const { report } = await train(
    logSource(data, { schema: file }),
    { offPolicy: { resamples: 100 }, passes: { most: 1, patience: 1 }, support: { leastCustomers: 10 } },
    { out: join(dirname(data), 'run'), method: 'one-step', backend: 'wasm' },
  );
  const { offPolicy, spending, support } = report as LoggedReport;
  const { decisions, heldBack } = offPolicy;
  expect(decisions + heldBack!.decisions).toBe(support!.decisions);
  const chosen = spending!.frontier.find(({ isChosen }) => isChosen)!;
  expect(chosen.spent.value).toBeCloseTo(spending!.perDecision.cost.value!, 12);
  expect(chosen.cost!.value).toBeCloseTo(offPolicy.policies.model!.metrics.cost!.value!, 12);
});
