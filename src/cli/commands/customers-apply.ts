/** `customers apply MODEL`: what a saved customer model says of each customer as of a moment. */
import { z } from 'zod';
import { momentText } from '../../core/moment-text';
import { formatNumber } from '../../report/format';
import { numberColumn, terminalTable, textColumn, wrapped } from '../../report/terminal';
import type { Applied } from '../../runs/customers/apply-customer-model';
import { defineCommand } from '../command';
import { createContext, NOTHING_WRITTEN, STOPPED } from '../context';
import {
  companyFlag,
  jsonFlag,
  kindFlag,
  modelFolderFlag,
  overwriteFlag,
  quietFlag,
} from '../customer-model-flags';
import { knownOf } from '../known-of';

const flags = z.strictObject({
  kind: kindFlag,
  model: modelFolderFlag,
  company: companyFlag,
  asOf: z
    .string()
    .describe('date or time: what happened strictly before it is known, what happened at it is not'),
  out: z.string().describe('CSV or Parquet to write: customer and what the model says'),
  overwrite: overwriteFlag,
  quiet: quietFlag,
  json: jsonFlag,
});

function appliedText({ scores, out, fittedAsOf, timeZone, window, remarks }: Applied): string {
  const table = terminalTable(
    [textColumn('column'), textColumn('kind'), numberColumn('known of')],
    knownOf(scores).map(({ name, kind, known }) => [name, kind, formatNumber(known)]),
  );
  return [
    table,
    `${formatNumber(scores.customers.length)} customers as of ${momentText(scores.moment, timeZone)}; fitted on what was known before ${momentText(Date.parse(fittedAsOf), timeZone)}, window ${window}`,
    ...remarks.map((remark) => wrapped(remark, '  ')),
    `written: ${out}`,
  ].join('\n');
}

function appliedJson({ scores, out, fittedAsOf, window, remarks }: Applied): string {
  const { moment, customers } = scores;
  const document = {
    ...{ schemaVersion: 1, asOf: new Date(moment).toISOString(), fittedAsOf, window },
    ...{ customers: customers.length, columns: knownOf(scores), remarks, out },
  };
  return JSON.stringify(document, null, 2);
}

export const customersApply = defineCommand({
  name: 'customers apply',
  description: 'Write what a customer model says of each customer as of a moment',
  flags,
  words: 'kind',
  examples: [
    [
      '$0 customers apply churn --model models/churn --company company.yaml --as-of 2026-11-28 --out scores.parquet',
      'who is likely to be lost now',
    ],
  ],
  async run({ kind, model, ...given }) {
    const context = createContext(given.quiet || given.json);
    const endNoMore = context.endIfStopped();
    const { applyCustomerModel } = await import('../../runs/customers/apply-customer-model.js');
    const applied = await applyCustomerModel({ ...given, model: kind[0]!, folder: model }, context).finally(
      endNoMore,
    );
    if (applied === null) {
      context.logger.warn(NOTHING_WRITTEN);
      return STOPPED;
    }
    context.print(given.json ? appliedJson(applied) : appliedText(applied));
    return 0;
  },
});
