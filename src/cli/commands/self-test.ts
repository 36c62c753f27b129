/** `self-test`: whether the estimators find a truth that is known in closed form. */
import { z } from 'zod';
import { defineCommand } from '../command';
import { createContext, STOPPED } from '../context';
import { selfTestText } from '../self-test-text';

const FAILED = 3;

const flags = z.strictObject({
  logs: z
    .int()
    .min(20)
    .max(100_000)
    .default(1000)
    .describe('logs that each policy is judged on; a tenth of them with the bootstrap too'),
  customers: z.int().min(50).max(1_000_000).default(1000).describe('customers in each log'),
  seed: z.int().min(0).default(1).describe('of everything random'),
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

export const selfTest = defineCommand({
  name: 'self-test',
  description: 'Test the estimators and their intervals where the truth is known in closed form',
  flags,
  examples: [
    ['$0 self-test', 'about a minute; exits with 3 if an interval is wrong about itself'],
    ['$0 self-test --logs 2000 --json', 'more logs show smaller errors; for a program'],
  ],
  async run(given) {
    const context = createContext(given.quiet || given.json);
    const { selfTest: test } = await import('../../runs/self-test/self-test.js');
    const result = await test(given, context);
    if (result === null) {
      context.logger.warn('stopped; nothing is tested');
      return STOPPED;
    }
    context.print(
      given.json ? JSON.stringify({ schemaVersion: 1, ...result }, null, 2) : selfTestText(result),
    );
    return result.passed ? 0 : FAILED;
  },
});
