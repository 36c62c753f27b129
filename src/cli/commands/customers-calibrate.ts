/** `customers calibrate`: the segment world with a company's own arrivals, flows, money and costs. */
import { z } from 'zod';
import { wrapped } from '../../report/terminal';
import { worldCalibrationText } from '../../report/world-calibration-text';
import { worldNamed, worlds } from '../../runs/worlds';
import { defineCommand } from '../command';
import { createContext } from '../context';
import { companyFlag, jsonFlag, overwriteFlag, quietFlag, seedFlag } from '../customer-model-flags';

const flags = z.strictObject({
  company: companyFlag,
  segments: z
    .string()
    .optional()
    .describe('folder of a fitted segments model: the world is that of one of its segments, see --segment'),
  segment: z.string().optional().describe('which of them, by the name that the report of the model has'),
  period: z.string().default('7d').describe('length of a period of the world, such as 7d or 4w'),
  activeFor: z.string().default('4w').describe('how long after a purchase a customer is active'),
  lapsedAfter: z.string().default('12w').describe('how long after a purchase a customer is nonActive'),
  from: z
    .string()
    .optional()
    .describe('where the first period begins; as early as the log has begun and states are known'),
  asOf: z
    .string()
    .optional()
    .describe('nothing that happened at it, or later, is read; if not given, as late as the log reaches'),
  out: z
    .string()
    .describe(
      'folder for world.json, the settings to train with, and report.json, report.md and report.html',
    ),
  seed: seedFlag,
  overwrite: overwriteFlag,
  quiet: quietFlag,
  json: jsonFlag,
});

const NOTES = [
  'A customer is active with a purchase within --active-for, nonActive with none within --lapsed-after, else semiActive, each at the beginning of a ' +
    'period. The action of a period is its first contact, or No Action. Shares of customers who move are estimated by action, with intervals and their spread from period to period.',
  'The world is checked: logs that it makes under the same shares of actions are held against the log, and what it does not reproduce is said. ' +
    'What the log cannot tell (an action that no customer of a state was given, costs that it lacks) is said too.',
  'Where the log writes No Action down, nothing was decided on customers without a row in a period, such as those who are gone: a campaign of the world does not ' +
    'reach their share of a state. A --period is best as long as the log takes from one decision on a customer to the next.',
  'With --segments, customers who were in the segment when the first period begins are all there is: nobody arrives.',
];

export const customersCalibrate = defineCommand({
  name: 'customers calibrate',
  description: "Make the segment world a company's own, from its log, to train in",
  flags,
  examples: [
    [
      '$0 customers calibrate --company company.yaml --out calibrated',
      'arrivals, flows by action, money and costs from the log',
    ],
    [
      '$0 train --environment segment --config calibrated/world.json',
      'learn when to run which campaign in that world',
    ],
    [
      '$0 customers calibrate --company company.yaml --segments models/segments --segment "frequent" --out calibrated-frequent',
      'of the customers of one segment alone',
    ],
  ],
  notes: (width) => NOTES.map((note) => wrapped(note, '', width)).join('\n'),
  async run(given) {
    const context = createContext(given.quiet || given.json);
    const endNoMore = context.endIfStopped();
    const { calibrateWorld, calibrationFiles } = await import('../../runs/customers/calibrate-world.js');
    const world = worldNamed('customers calibrate', 'segment', worlds);
    const report = await calibrateWorld(world, given, context).finally(endNoMore);
    const { world: settings, reports } = calibrationFiles(given.out);
    context.print(
      given.json
        ? JSON.stringify(report, null, 2)
        : [worldCalibrationText(report), wrapped(`written: ${[settings, ...reports].join(', ')}`, '')].join(
            '\n\n',
          ),
    );
    return 0;
  },
});
