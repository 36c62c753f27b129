/**
 * The channels of the company: what a contact costs, what it brings and what it wears out. Rates are those of a rested
 * customer of full interest on the channel that the customer likes; what a campaign meets on average is lower, and
 * lies where public benchmarks do (test/worlds/customers/physics.test.ts). Public figures are orders of magnitude:
 * they differ by country, trade and year.
 */
import { z } from 'zod';

const share = z.number().min(0).max(1);

const channelSchema = z
  .strictObject({
    name: z.string().trim().min(1).describe('name of the action in commands and reports'),
    cost: z.number().min(0).describe('cost of a contact, account currency'),
    open: share.describe('share who notice the contact: open, read, pick up'),
    click: share.describe('share of those who noticed it who follow it up: click, visit, listen'),
    sale: share.describe('share of those who followed it up who buy'),
    lift: share.describe('share of those who noticed it, and do not buy, whose interest rises by a level'),
    unsubscribe: share.describe('share of rested customers who want no contact any more, and are lost'),
    complaint: share.describe('share of rested customers who complain'),
    fatigue: z.number().min(0).max(4).describe('levels of fatigue that a contact adds, on average'),
    optIn: share.describe('share of customers who may be contacted this way'),
  })
  .readonly();

export type Channel = z.infer<typeof channelSchema>;

/**
 * Email: benchmarks of Mailchimp and the DMA have 20 to 40 % opened, 2 to 3 % clicked, .1 to .3 % unsubscribed, and
 * complaints of some hundredths of a per cent; a thousand cost some euros. SMS: .05 to .08 EUR each, clicks of 5 to
 * 20 %. Direct mail: .5 to 1 EUR with print and postage; the DMA's response rates of house lists are some per cent.
 * Calls: some euros each (minutes of an agent); a tenth to a third are picked up, some per cent end in a sale, and
 * complaints are far more frequent. Opt-ins: telephone and SMS need consent in most of Europe, post does not. Lift and
 * fatigue have no public figure: ours, in the order of how much a channel intrudes.
 */
const defaultChannels: z.input<typeof channelSchema>[] = [
  {
    ...{ name: 'email', cost: 0.005, open: 0.6, click: 0.12, sale: 0.2, lift: 0.5 },
    ...{ unsubscribe: 0.001, complaint: 0.0002, fatigue: 1, optIn: 0.8 },
  },
  {
    ...{ name: 'sms', cost: 0.07, open: 0.9, click: 0.2, sale: 0.15, lift: 0.5 },
    ...{ unsubscribe: 0.003, complaint: 0.0005, fatigue: 1.5, optIn: 0.5 },
  },
  {
    ...{ name: 'mail', cost: 0.8, open: 0.75, click: 0.15, sale: 0.5, lift: 0.7 },
    ...{ unsubscribe: 0.0005, complaint: 0.0005, fatigue: 1, optIn: 0.95 },
  },
  {
    ...{ name: 'call', cost: 2.5, open: 0.55, click: 0.5, sale: 0.5, lift: 0.9 },
    ...{ unsubscribe: 0.005, complaint: 0.005, fatigue: 2, optIn: 0.4 },
  },
];

/** Every action is a channel, after No Action; opt-ins are the bits of one byte. */
export const channelsSchema = z
  .array(channelSchema)
  .min(1)
  .max(8)
  .readonly()
  .superRefine((channels, context) => {
    const names = ['none', ...channels.map(({ name }) => name)];
    channels.forEach(({ name }, index) => {
      if (names.indexOf(name) === index + 1) return;
      const message = 'expected each channel once, and none called "none"';
      context.addIssue({ code: 'custom', path: [index, 'name'], message, input: name });
    });
  })
  .prefault(defaultChannels)
  .describe(
    'how customers can be contacted, each with costs and rates. Default: orders of magnitude of public benchmarks (Mailchimp, DMA), named in the file',
  );
