/** `customers judge MODEL`: a saved customer model beside its anchor, by a later window. */
import { z } from 'zod';
import { customerModelText } from '../../report/customer-model-text';
import { defineCommand } from '../command';
import { createContext } from '../context';
import {
  companyFlag,
  jsonFlag,
  kindFlag,
  modelFolderFlag,
  overwriteFlag,
  quietFlag,
  seedFlag,
} from '../customer-model-flags';

const flags = z.strictObject({
  kind: kindFlag,
  model: modelFolderFlag,
  company: companyFlag,
  asOf: z
    .string()
    .describe(
      'date or time at which the window to judge by ends: at least a window after --as-of of the fit',
    ),
  by: z
    .array(z.string())
    .default([])
    .describe(
      'column of the table of customers, or of the profile, by which it is told for whom the model works; may be given again. How often they had bought, and the first kind of few levels, are always told',
    ),
  out: z.string().optional().describe('folder for report.json, report.md and report.html'),
  seed: seedFlag,
  overwrite: overwriteFlag,
  quiet: quietFlag,
  json: jsonFlag,
});

export const customersJudge = defineCommand({
  name: 'customers judge',
  description: 'Judge a customer model beside its anchor, by a window later than its fit',
  flags,
  words: 'kind',
  examples: [
    [
      '$0 customers judge churn --model models/churn --company company.yaml --as-of 2026-09-28 --out judged/churn',
      'by who bought from 30 June to 28 September',
    ],
    [
      '$0 customers judge churn --model models/churn --company company.yaml --as-of 2026-09-28 --by segment --by spend',
      'and for whom it works: by segment, and by fourths of spend',
    ],
  ],
  async run({ kind, model, ...given }) {
    const context = createContext(given.quiet || given.json);
    const endNoMore = context.endIfStopped();
    const { judgeCustomerModel } = await import('../../runs/customers/judge-customer-model.js');
    const report = await judgeCustomerModel({ ...given, model: kind[0]!, folder: model }, context).finally(
      endNoMore,
    );
    const written = given.out === undefined ? '' : `\n\nwritten: ${given.out}`;
    context.print(given.json ? JSON.stringify(report, null, 2) : `${customerModelText(report)}${written}`);
    return 0;
  },
});
