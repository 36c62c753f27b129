/** `customers fit MODEL`: a customer model from the tables of a company, and whether it beats its anchor. */
import { z } from 'zod';
import { customerModelText } from '../../report/customer-model-text';
import { wrapped } from '../../report/terminal';
import { defineCommand } from '../command';
import { createContext } from '../context';
import {
  companyFlag,
  jsonFlag,
  kindFlag,
  modelNotes,
  overwriteFlag,
  quietFlag,
  seedFlag,
} from '../customer-model-flags';

const flags = z.strictObject({
  kind: kindFlag,
  company: companyFlag,
  asOf: z
    .string()
    .describe(
      'date or time: nothing that happened at it, or later, is read; what is learned is the window before it',
    ),
  window: z.string().default('90d').describe('how far ahead the model looks, such as 90d or 12w'),
  out: z
    .string()
    .describe(
      'folder for model.json, manifest.json, example-rows.json and the report (report.json, .md, .html)',
    ),
  method: z.string().optional().describe('how it is learned: see the models below'),
  set: z.array(z.string()).default([]).describe('a setting of the model, key=value; may be given again'),
  seed: seedFlag,
  overwrite: overwriteFlag,
  quiet: quietFlag,
  json: jsonFlag,
});

const NOTES = [
  'Fitted on what was known at --as-of minus --window, with what came in the window as the thing to foresee. Whether the model beats its ' +
    'anchor is judged by the same way of fitting one window earlier: fitted on what was known before that, judged by the window before --as-of.',
  'uplift is fitted on all decisions of the contact log whose window had passed at --as-of, and judged by the same way of fitting three windows ' +
    'earlier: by decisions of two of them (--set judgedWindows), each with the window after it. customers judge takes all decisions since the fit.',
  'example-rows.json holds up to 20 rows whose cells are of different customers, so that no row is one; loading the folder checks that the model still says the same of them.',
];

export const customersFit = defineCommand({
  name: 'customers fit',
  description: 'Fit a customer model, such as churn, on what was known before a date',
  flags,
  words: 'kind',
  examples: [
    [
      '$0 customers fit churn --company company.yaml --as-of 2026-06-30 --window 90d --out models/churn',
      'who will buy nothing for 90 days',
    ],
    [
      '$0 customers fit churn --company company.yaml --as-of 2026-06-30 --method forest --set learner.forestTrees=500 --out models/churn-forest',
      'by a random forest',
    ],
    [
      '$0 customers fit uplift --company company.yaml --as-of 2026-06-30 --window 14d --set terms.worth=30 --set terms.cost=1.5 --out models/uplift',
      'whom a contact makes buy within 14 days, where a purchase is worth 30 and a contact costs 1.50',
    ],
  ],
  notes: (width) => [...modelNotes, ...NOTES].map((note) => wrapped(note, '', width)).join('\n'),
  async run({ kind, ...given }) {
    const context = createContext(given.quiet || given.json);
    const endNoMore = context.endIfStopped();
    const { fitCustomerModel, modelFiles } = await import('../../runs/customers/fit-customer-model.js');
    const report = await fitCustomerModel({ ...given, model: kind[0]! }, context).finally(endNoMore);
    const written = modelFiles(given.out).join(', ');
    context.print(
      given.json
        ? JSON.stringify(report, null, 2)
        : [customerModelText(report), wrapped(`written: ${written}`, '')].join('\n\n'),
    );
    return 0;
  },
});
