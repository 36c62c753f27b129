/**
 * Every number of the segment environment, as a file that a marketer can edit: who there is, what each segment
 * earns, what a campaign costs, and which share of a segment moves where. The defaults are the published study's.
 */
import { z } from 'zod';

export const segmentNames = ['active', 'semiActive', 'nonActive'] as const;
export type SegmentName = (typeof segmentNames)[number];

/** The `when` of a flow that needs no campaign. */
export const everyPeriod = 'every period';

const segment = z.enum(segmentNames);

/** One value per segment, each with a default. */
function perSegment(value: z.ZodNumber, defaults: readonly [number, number, number]) {
  const [active, semiActive, nonActive] = defaults;
  return z
    .strictObject({
      active: value.default(active),
      semiActive: value.default(semiActive),
      nonActive: value.default(nonActive),
    })
    .readonly();
}

const customers = z.int().min(0);
const money = z.number();

const actionSchema = z
  .strictObject({
    name: z.string().trim().min(1).describe('name of the action in commands and reports'),
    cost: perSegment(z.number().min(0), [0, 0, 0])
      .prefault({})
      .describe('cost of the campaign per customer of each segment, account currency'),
  })
  .readonly();

const flowSchema = z
  .strictObject({
    when: z.string().describe(`"${everyPeriod}", or the name of the action that causes the flow`),
    from: segment.describe('segment that the customers leave'),
    to: segment.describe('segment that they join'),
    mean: z.number().min(0).max(1).describe('mean share of the segment that moves in one period'),
    sd: z.number().min(0).describe('standard deviation of that share (not its variance)'),
    harm: z.boolean().default(false).describe('whether the flow is an unwanted effect of the campaign'),
  })
  .readonly();

type FlowInput = z.input<typeof flowSchema>;

function flow(when: string, from: SegmentName, to: SegmentName, mean: number, sd: number): FlowInput {
  return { when, from, to, mean, sd };
}
function harm(when: string, from: SegmentName, to: SegmentName, mean: number, sd: number): FlowInput {
  return { when, from, to, mean, sd, harm: true };
}

const defaultActions: z.input<typeof actionSchema>[] = [
  { name: 'none', cost: {} },
  { name: 'email', cost: { active: 3, semiActive: 3, nonActive: 3 } },
  { name: 'coupon', cost: { semiActive: 20, nonActive: 20 } },
  { name: 'resurrection', cost: { nonActive: 15 } },
  { name: 'special', cost: { active: 16, semiActive: 16, nonActive: 16 } },
];

const defaultFlows: FlowInput[] = [
  flow(everyPeriod, 'active', 'semiActive', 0.02, 0.001),
  flow(everyPeriod, 'semiActive', 'nonActive', 0.05, 0.002),
  flow('email', 'semiActive', 'active', 0.1, 0.005),
  flow('email', 'nonActive', 'active', 0.15, 0.02),
  flow('email', 'nonActive', 'semiActive', 0.1, 0.02),
  harm('email', 'active', 'nonActive', 0.05, 0.005),
  harm('email', 'active', 'semiActive', 0.05, 0.005),
  harm('email', 'semiActive', 'nonActive', 0.1, 0.02),
  flow('coupon', 'semiActive', 'active', 0.5, 0.02),
  flow('coupon', 'nonActive', 'active', 0.2, 0.005),
  harm('coupon', 'active', 'nonActive', 0.02, 0.001),
  flow('resurrection', 'nonActive', 'active', 0.4, 0.02),
  flow('resurrection', 'nonActive', 'semiActive', 0.1, 0.015),
  harm('resurrection', 'active', 'semiActive', 0.05, 0.005),
  harm('resurrection', 'semiActive', 'nonActive', 0.05, 0.005),
  flow('special', 'semiActive', 'active', 0.1, 0.005),
  flow('special', 'nonActive', 'semiActive', 0.05, 0.005),
];

const actionsSchema = z
  .array(actionSchema)
  .min(2)
  .readonly()
  .superRefine((actions, context) => {
    const names = actions.map((action) => action.name);
    names.forEach((name, index) => {
      const refuse = (message: string) =>
        context.addIssue({ code: 'custom', path: [index, 'name'], message, input: name });
      if (names.indexOf(name) !== index) refuse('expected each action once');
      if (name === everyPeriod) refuse(`expected a name other than "${everyPeriod}"`);
    });
    const cost = actions[0]?.cost;
    if (cost !== undefined && Object.values(cost).some((money) => money !== 0)) {
      const message = 'expected the first action to be No Action, which costs nothing';
      context.addIssue({ code: 'custom', path: [0, 'cost'], message, input: cost });
    }
  });

export const segmentConfigSchema = z
  .strictObject({
    start: perSegment(customers, [1500, 1200, 2300])
      .refine(({ active, semiActive, nonActive }) => active + semiActive + nonActive > 0, {
        error: 'expected a customer in at least one segment',
      })
      .prefault({})
      .describe('customers of each segment when an episode starts. Default: the published segment study'),
    arrivals: perSegment(customers, [10, 5, 0])
      .prefault({})
      .describe(
        'customers who join each segment at the beginning of a period. Default: the published segment study',
      ),
    revenue: perSegment(money, [15, 10, 0])
      .prefault({})
      .describe(
        'profit per customer and period before campaign costs, account currency. Default: the published segment study',
      ),
    actions: actionsSchema
      .prefault(defaultActions)
      .describe('what can be done, No Action first. Default: the published segment study'),
    flows: z
      .array(flowSchema)
      .readonly()
      .prefault(defaultFlows)
      .describe('who moves where, and when. Default: the published segment study'),
    emailHarmDelay: z
      .union([z.literal(0), z.literal(2)])
      .default(0)
      .describe(
        'periods until the harm flows of the action "email" act, 0 or 2. Default: the published segment study, whose author notes that it should be 2',
      ),
    periods: z
      .int()
      .positive()
      .default(100)
      .describe('periods after which an episode is cut short. Default: the published segment study'),
    limits: z
      .array(z.string().trim().min(1))
      .readonly()
      .optional()
      .describe(
        'what the log that the world was made of does not tell, and where the world does not do as it did; reports repeat it',
      ),
  })
  .readonly()
  .superRefine((config, context) => {
    const names = config.actions.map((action) => action.name);
    const delayed = new Set<string>();
    config.flows.forEach((row, index) => {
      const refuse = (key: 'when' | 'to', message: string) =>
        context.addIssue({ code: 'custom', path: ['flows', index, key], message, input: row[key] });
      if (row.when !== everyPeriod && !names.includes(row.when)) {
        refuse('when', `expected "${everyPeriod}" or an action (${names.join(', ')})`);
      }
      if (row.from === row.to) refuse('to', 'expected another segment than the one left');
      if (!isDelayed(config.emailHarmDelay, row)) return;
      const move = `${row.from} ${row.to}`;
      if (delayed.has(move)) refuse('to', `expected one delayed flow from ${row.from}, found another`);
      delayed.add(move);
    });
    if (config.emailHarmDelay === 2 && delayed.size === 0) {
      const message = 'expected a harm flow of an action "email" to delay, there is none';
      context.addIssue({ code: 'custom', path: ['emailHarmDelay'], message, input: config.emailHarmDelay });
    }
  });

export type SegmentConfig = z.infer<typeof segmentConfigSchema>;
export type SegmentFlow = SegmentConfig['flows'][number];

/** Whether a flow acts two periods after its campaign. */
export function isDelayed(
  emailHarmDelay: 0 | 2,
  flow: { readonly when: string; readonly harm: boolean },
): boolean {
  return emailHarmDelay === 2 && flow.harm && flow.when === 'email';
}

/** The published environment. */
export const defaultSegmentConfig: SegmentConfig = segmentConfigSchema.parse({});
