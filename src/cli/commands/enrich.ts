/** `enrich`: a contact log with columns of its customers as of each decision. */
import { z } from 'zod';
import { momentText } from '../../core/moment-text';
import { formatNumber, formatShare } from '../../report/format';
import { numberColumn, terminalTable, textColumn, wrapped } from '../../report/terminal';
import type { EnrichedLog } from '../../runs/enrich/enrich';
import { emptyMonthsTexts } from '../../runs/enrich/empty-months-text';
import { fewCasesTexts } from '../../runs/enrich/few-cases-text';
import { lateText } from '../../runs/enrich/late-text';
import { defineCommand } from '../command';
import { createContext, NOTHING_WRITTEN, STOPPED } from '../context';
import { companyFlag, jsonFlag, overwriteFlag, quietFlag, seedFlag } from '../customer-model-flags';

const flags = z.strictObject({
  data: z.string().describe('contact log: CSV or Parquet, or a pattern of several'),
  schema: z.string().describe('its schema file, which names the columns of customer and time'),
  company: companyFlag,
  models: z
    .string()
    .default('')
    .describe(
      'customer models whose columns are added, such as churn,value,segments; without, profiles alone',
    ),
  window: z.string().default('90d').describe('how far ahead the models look, such as 90d or 12w'),
  out: z
    .string()
    .describe(
      'CSV or Parquet to write: every row of the log, with what was known before it; OUT.schema.yaml and the folder OUT.customers go beside it',
    ),
  set: z
    .array(z.string())
    .default([])
    .describe('a setting of a model, such as churn.method=forest; may be given again'),
  seed: seedFlag,
  overwrite: overwriteFlag,
  quiet: quietFlag,
  json: jsonFlag,
});

const NOTES = [
  'Profile columns are as of the decision itself: of what happened strictly before it. recent_... counts the last --window, and in ' +
    'fading_..._14d and _56d each event counts 1, and half as much with every 14 or 56 days since. Columns of models come from a fit for each calendar ' +
    'month (by the clocks of the company), on what was known before the month began, applied to the customer as of the decision; in months ' +
    'before there was enough to fit on they are empty, and the output says which and why.',
  'What made the columns goes into OUT.customers: the models fitted once more, on all that was known until the last decision. train takes it ' +
    'into the model of the policy, so that score --company and serve --company make the same columns of raw tables.',
  'A column that the log has already is not added. The schema that is written is that of the log with the new columns as features, so that ' +
    'train --data OUT --schema OUT.schema.yaml works at once.',
];

/** What was fitted for customers of later. */
function latestText({ until, timeZone, models }: EnrichedLog['latest']): string {
  const each = models.map(({ model, customers, reason }) =>
    reason === null ? `${model} on ${formatNumber(customers)} customers` : `${model} empty: ${reason}`,
  );
  const few = models.flatMap(({ model, fewCases }) => (fewCases === null ? [] : `${model}: ${fewCases}`));
  return [
    `fitted once more, on what was known until ${momentText(Date.parse(until), timeZone)}: ${each.join('; ')}`,
    ...few,
  ]
    .map((text) => wrapped(text, ''))
    .join('\n');
}

/** Of how many it was learned; that it says nothing has its reason below the table. */
const knownBefore = ({ customers, reason }: EnrichedLog['fits'][number]): string =>
  [
    ...(customers === null ? [] : [`${formatNumber(customers)} customers`]),
    ...(reason === null ? [] : ['empty']),
  ].join(', ');

function enrichedText({
  rows,
  unknown,
  late,
  columns,
  leftOut,
  fits,
  files,
  window,
  latest,
  seconds,
}: EnrichedLog): string {
  const parts = [
    terminalTable(
      [textColumn('column'), textColumn('kind'), ...['rows', 'of all'].map(numberColumn)],
      columns.map(({ name, kind, known }) => [name, kind, formatNumber(known), formatShare(known / rows)]),
    ),
  ];
  if (fits.length > 0)
    parts.push(
      terminalTable(
        [textColumn('month'), textColumn('model'), numberColumn('decisions'), textColumn('known before')],
        fits.map((fit) => [fit.month, fit.model, formatNumber(fit.decisions), knownBefore(fit)]),
      ),
      wrapped(
        `Each model was fitted anew for each month, looking ${window} ahead, on what was known before the month began.`,
        '',
      ),
      ...[...emptyMonthsTexts(fits), ...fewCasesTexts(fits)].map((text) => wrapped(text, '')),
    );
  parts.push(...late.map((one) => wrapped(lateText(one), '')));
  if (latest.models.length > 0) parts.push(latestText(latest));
  if (leftOut.length > 0) parts.push(wrapped(`not added, as the log has them: ${leftOut.join(', ')}`, ''));
  const without =
    unknown === 0 ? '' : `, ${formatNumber(unknown)} of them with nothing known of the customer before`;
  parts.push(
    [
      `${formatNumber(rows)} decisions${without}, in ${seconds.toFixed(1)} s`,
      `written: ${files.out}, ${files.schema}, ${files.models}`,
    ].join('\n'),
  );
  return parts.join('\n\n');
}

export const enrich = defineCommand({
  name: 'enrich',
  description: 'Add what was known of each customer at each decision to a contact log',
  flags,
  examples: [
    [
      '$0 enrich --data contacts.csv --schema schema.yaml --company company.yaml --models churn,value --out enriched.parquet',
      'profiles, churn and lifetime value as of each decision',
    ],
    ['$0 train --data enriched.parquet --schema enriched.schema.yaml', 'learns from them'],
  ],
  notes: (width) => NOTES.map((note) => wrapped(note, '', width)).join('\n'),
  async run({ models, ...given }) {
    const context = createContext(given.quiet || given.json);
    const endNoMore = context.endIfStopped();
    const { enrich: run } = await import('../../runs/enrich/enrich.js');
    const names = models
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const enriched = await run({ ...given, models: names }, context).finally(endNoMore);
    if (enriched === null) {
      context.logger.warn(NOTHING_WRITTEN);
      return STOPPED;
    }
    context.print(
      given.json ? JSON.stringify({ schemaVersion: 1, ...enriched }, null, 2) : enrichedText(enriched),
    );
    return 0;
  },
});
