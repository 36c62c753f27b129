/** Flags that the commands over customer models share. */
import { z } from 'zod';

export const kindFlag = z
  .array(z.string())
  .length(1, 'expected one model, such as churn')
  .describe('which model: churn');
export const companyFlag = z
  .string()
  .describe('company.yaml, which names the tables and what their columns mean (customers profile --help)');
export const modelFolderFlag = z.string().describe('folder that customers fit wrote');
export const seedFlag = z.int().min(0).default(42).describe('of everything that is drawn');
export const quietFlag = z.boolean().default(false).describe('only warnings beside the result');
export const jsonFlag = z.boolean().default(false).describe('print one JSON document');
export const overwriteFlag = z.boolean().default(false).describe('replace what --out names');
