/** Flags that the commands over customer models share. */
import { z } from 'zod';

export const kindFlag = z
  .array(z.string())
  .length(1, 'expected one model, such as churn')
  .describe('which model: segments, churn, spend, value, next-purchase or uplift');

/** The models, as help tells of them; `profiles/models/list.ts` would load what only a run needs. */
export const modelNotes: readonly string[] = [
  'segments (--method k-means, dbscan, ward): customer_segment, by name, if there are any; held against fifths by recency, frequency and money.',
  'churn (logistic, tree, forest): churn_probability, of no purchase in the window that comes, of whoever bought within the last two windows (--set ' +
    'activeWithin), or, with --set cancelled=COLUMN, of a date of the table of customers in it; held against the share lost by tenths of recency.',
  "spend (linear, tree, forest): expected_spend in the window that comes, money back taken off; held against the last window's spend.",
  "value (bg-nbd, feed-forward, lstm): lifetime_value in the window that comes, money back taken off, and alive_probability, which is 1 of whoever bought once; nets are held against BG/NBD with gamma-gamma, and that against the last window's spend.",
  'next-purchase (bg-nbd, lstm): days_to_next_purchase, up to the window, and purchase_probability within it; BG/NBD is held against the rate of each customer over the time observed, and the LSTM against BG/NBD.',
  'uplift (logistic, svm, forest, linear; --set learner=t or x): uplift_<action>, what a contact changes over No Action of a purchase in the window after it, and ' +
    'response_<action>; --set outcome=spend (linear, forest), or opened, clicked, answered of the log; held against random targeting, each contact to all, and nobody, by decisions after the fit, with --set terms.worth, terms.cost and terms.contacts.',
];
export const companyFlag = z
  .string()
  .describe('company.yaml, which names the tables and what their columns mean (customers profile --help)');
export const modelFolderFlag = z.string().describe('folder that customers fit wrote');
export const seedFlag = z.int().min(0).default(42).describe('of everything that is drawn');
export const quietFlag = z.boolean().default(false).describe('only warnings beside the result');
export const jsonFlag = z.boolean().default(false).describe('print one JSON document');
export const overwriteFlag = z.boolean().default(false).describe('replace what --out names');
