/** model-card.md: what a model is, what was found of it, where it must not be trusted, and how each format is served. */
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Estimate } from '../../core/estimate';
import { show } from '../../core/errors';
import { readJsonFile } from '../../core/files';
import { actionLabels } from '../../dataset/action-list';
import { cautionText } from '../../decide/caution';
import { decisionInputs } from '../../export/graph/decision-graph';
import type { ExportFormat } from '../../export/formats';
import { caveatOf, headline, reasonsOf } from '../../report/content/verdict';
import { formatNumber, NOT_IDENTIFIED } from '../../report/format';
import type { Report } from '../../report/report';
import type { LoadedModel } from '../../store/model-store';
import { runPaths } from '../../track/run-folder';
import { readRunReport, type RunReport } from '../compare/read-run';
import { contactLimitLines, NOTICE } from './contact-limits';
import { servingText } from './serving-text';

type Model = Pick<LoadedModel, 'model' | 'manifest'>;

const cell = (text: string) => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');

function dataText({ manifest }: Model, report: RunReport | null): string {
  const { environment, dataHash, seed, training, version, createdAt } = manifest;
  const source =
    environment === null
      ? `Learned from logged contacts${report?.kind === 'logged' ? `, ${show(basename(report.data))}` : ''}, sha-256 \`${dataHash ?? 'not known'}\`.`
      : `Learned by acting in the simulator ${show(environment)}: no customer was asked.`;
  return [
    source,
    `Trained by contact-dqn ${version}, ${createdAt.slice(0, 10)}, seed ${seed}: ${formatNumber(training.environmentSteps)} steps, ${formatNumber(training.gradientUpdates)} updates.`,
  ].join('\n');
}

/** What is added to what the network says, in sentences. */
function policyLines({ model, manifest }: Model): string[] {
  const { hiddenLayers, head, support, unlogged, charges } = model;
  const actions = actionLabels(model.actions, manifest.raw?.schema);
  const named = (values: readonly number[]) =>
    actions.flatMap((name, i) => (values[i]! > 0 ? [`${name} ${formatNumber(values[i]!)}`] : [])).join(', ');
  const caution = cautionText(manifest.conservativeWeight);
  const layers =
    hiddenLayers.length === 0 ? 'no hidden layer' : `hidden layers of ${hiddenLayers.join(' and ')} units`;
  return [
    `Actions: ${actions.join(', ')}. It takes the one of the highest value that may be taken.`,
    `Values: a ${head} network with ${layers}; what follows counts by the discount ${manifest.gamma} per decision.`,
    ...(caution === null ? [] : [`As numbers, ${caution}.`]),
    ...(support === undefined
      ? []
      : [
          `An action is taken only where the log supports it: by ${support.leastCustomers} ${support.unit}s or more, and with a probability of ${support.leastProbability} or more where a customer is like this one.`,
        ]),
    ...(manifest.costs === undefined ? [] : [`Costs of one: ${named(manifest.costs) || 'nothing'}.`]),
    ...(charges === undefined
      ? []
      : [`Taken off the values when an action is chosen: ${named(charges) || 'nothing'}.`]),
    ...(typeof unlogged?.noActionReward === 'number'
      ? [`${actions[0]!} was never logged; it is assumed to be worth ${unlogged.noActionReward}.`]
      : []),
    ...(unlogged?.startsFrom ?? []).map(
      ({ action, from }) =>
        `${actions[action]!} is new: it has the values of ${actions[from]!}, and is not taken until a log supports it.`,
    ),
  ];
}

function intervalText(estimate: Pick<Estimate, 'value' | 'low' | 'high'> | null | undefined): string {
  if (estimate === null || estimate === undefined || estimate.value === null) return NOT_IDENTIFIED;
  const { value, low, high } = estimate;
  const range = low === null || high === null ? '' : ` (${formatNumber(low)} to ${formatNumber(high)})`;
  return `${formatNumber(value)}${range}`;
}

/** Value of each policy, and the model's less it. */
function valueRows(report: RunReport): string[][] {
  if (report.kind === 'simulation')
    return report.policies.map(({ name, metrics, modelMinusPolicy }) => [
      ...[name, intervalText(metrics[report.objective])],
      modelMinusPolicy === undefined ? '' : intervalText(modelMinusPolicy[report.objective]),
    ]);
  return Object.entries(report.offPolicy.policies).map(([name, { role, value, difference }]) => [
    ...[name, intervalText(value?.interval)],
    role === 'model' ? '' : intervalText(difference?.interval),
  ]);
}

/** As report.md begins: a card that is handed on alone must not sound surer than the report. */
function reportedText(run: string): string[] {
  const report = readJsonFile(runPaths(run).reportJson) as Report;
  const reasons = reasonsOf(report);
  return [
    headline(report),
    ...[caveatOf(report)].filter((text) => text !== ''),
    ...(reasons.length === 0 ? [] : [list(reasons)]),
  ];
}

function verdictText({ manifest }: Model, run: string, report: RunReport | null): string {
  if (report === null) {
    const { verdict } = manifest;
    if (verdict === undefined) return 'Not judged: there is no report beside the model.';
    return [
      `**${verdict.decision}**.`,
      ...(verdict.reasons.length === 0 ? [] : [list(verdict.reasons)]),
    ].join('\n\n');
  }
  const { decision, baseline } = report.verdict;
  return [
    `**${decision}**${baseline === null ? '' : `, against ${baseline}`}.`,
    ...reportedText(run),
    table(['policy', 'value', 'model less policy'], valueRows(report)),
  ].join('\n\n');
}

/** Columns that the product makes of a company's tables, and no export does. */
function enrichedLines(raw: Model['manifest']['raw']): string[] {
  const added = new Set(raw?.schema.enriched?.columns ?? []);
  const names = raw?.features.flatMap(({ column }) => (added.has(column) ? [`\`${column}\``] : [])) ?? [];
  if (names.length === 0) return [];
  return [
    `Columns that \`enrich\` added must be given, as of the decision: no format makes them of a company's tables, as \`score --company\` and \`serve --company\` do. They are ${names.join(', ')}.`,
  ];
}

function limitLines({ model, manifest }: Model, formats: readonly ExportFormat[]): string[] {
  const { raw } = manifest;
  const lookBack = (raw?.schema.rules ?? []).some((rule) => !('never' in rule));
  return [
    'It knows customers like those it was learned from; of others its values are guesses, and nothing here says which they are.',
    'Eligibility, opt-outs and contact rules are not inside `onnx` and `savedmodel`: the input `allowed` says what may be done, and whoever calls has to say it.',
    ...(lookBack
      ? ['Contact rules ask for earlier contacts: without them, what a rule limits must not be allowed.']
      : []),
    `A row that contact-dqn would refuse gets the action -1 and values that are no numbers: no value where no row trained on lacked it, a count below 0, a level that the schema does not know, values that overflow, or nothing allowed.`,
    ...enrichedLines(raw),
    ...(model.charges === undefined
      ? []
      : ['Charges are prices of what was scarce when it was trained; where that changed, they are wrong.']),
    ...(formats.includes('rules')
      ? [
          '`rules` is another policy, which a person can read; it has a value of its own.',
          NOTICE,
          ...contactLimitLines(model.actions, raw?.schema).map((line) => `Before ${line}`),
        ]
      : []),
  ];
}

/** @param run its folder @param formats that were written */
export function modelCard(run: string, loaded: Model, formats: readonly ExportFormat[]): string {
  const report = existsSync(runPaths(run).reportJson) ? readRunReport(run) : null;
  const inputs = decisionInputs(loaded.model, loaded.manifest.raw);
  return [
    `# Model card: ${basename(resolve(run))}`,
    `\`${loaded.manifest.sha256.manifest}\` (sha-256 of the model's manifest)`,
    '## Data',
    dataText(loaded, report),
    '## Policy',
    list(policyLines(loaded)),
    '## Verdict',
    verdictText(loaded, run, report),
    '## Limits',
    list(limitLines(loaded, formats)),
    '## Inputs',
    table(
      ['input', 'type', 'what it takes'],
      inputs.map(({ name, type, meaning }) => [name, type, meaning]),
    ),
    '## How to serve it',
    ...formats.map((format) => servingText(format)),
    '`export.json` has the SHA-256 of every file.',
  ]
    .join('\n\n')
    .concat('\n');
}
