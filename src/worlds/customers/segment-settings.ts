/** The customer segments that the company knows: they say something, not all, about which channel a customer likes. */
import { z } from 'zod';

const segmentSchema = z
  .strictObject({
    name: z.string().trim().min(1).describe('name of the segment, in features and reports'),
    weight: z.number().positive().describe('how many customers it has, beside the other segments'),
    prefers: z
      .record(z.string(), z.number().min(0))
      .describe('how many of them like each channel best, beside the other channels'),
  })
  .readonly();

type SegmentInput = z.input<typeof segmentSchema>;

/** Surveys agree on the direction (digital against postal customers), not on numbers: these are ours. */
const defaultSegments: SegmentInput[] = [
  { name: 'digital', weight: 40, prefers: { email: 60, sms: 30, mail: 5, call: 5 } },
  { name: 'mixed', weight: 35, prefers: { email: 35, sms: 15, mail: 35, call: 15 } },
  { name: 'traditional', weight: 25, prefers: { email: 10, sms: 5, mail: 50, call: 35 } },
];

export const segmentsSchema = z
  .array(segmentSchema)
  .min(1)
  .max(8)
  .readonly()
  .superRefine((segments, context) => {
    const names = segments.map(({ name }) => name);
    segments.forEach(({ name }, index) => {
      if (names.indexOf(name) === index) return;
      const message = 'expected each segment once';
      context.addIssue({ code: 'custom', path: [index, 'name'], message, input: name });
    });
  })
  .prefault(defaultSegments)
  .describe('segments of customers, each with the channels that it likes. Default: ours, no public figure');

interface Named {
  readonly channels: readonly { readonly name: string }[];
  readonly segments: z.infer<typeof segmentsSchema>;
}

/** Whether every segment likes channels that there are, and at least one. */
export function preferencesFit({ channels, segments }: Named): boolean {
  const names = new Set(channels.map(({ name }) => name));
  return segments.every(({ prefers }) => {
    const weights = Object.entries(prefers);
    return weights.every(([name]) => names.has(name)) && weights.some(([, weight]) => weight > 0);
  });
}

export const wrongPreference = {
  path: ['segments'],
  error: 'expected each segment to prefer channels that there are, and one of them at least',
};
