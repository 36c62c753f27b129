/** What one key of a schema asks of the others. */
import { momentOf, type TimeForm } from './time-units';

interface Split {
  readonly by: string;
  readonly testFrom?: string | undefined;
  readonly validationFrom?: string | undefined;
}

interface Parts {
  readonly time?: string | undefined;
  readonly customer?: string | undefined;
  readonly window?: unknown;
  readonly calendar?: unknown;
  readonly history?: unknown;
  readonly sequence?: unknown;
  readonly terminal?: unknown;
  readonly discount?: { readonly per: unknown } | undefined;
  readonly rules?: readonly object[] | undefined;
  readonly split?: Split | undefined;
  readonly rewardOf?: unknown;
}

/** The moment at which a split cannot begin a side: none at all, of a split that knows no time, or in the wrong order. */
export function wrongMoment(split: Split, form: TimeForm) {
  const { by, testFrom, validationFrom } = split;
  const issue = (key: 'testFrom' | 'validationFrom', expected: string) => ({
    ...{ code: 'custom' as const, path: ['split', key], input: split[key], message: `expected ${expected}` },
  });
  const [test, validation] = [testFrom, validationFrom].map((said) =>
    said === undefined ? null : by.includes('time') ? momentOf(said, form) : NaN,
  );
  const unit = form.timeUnit === undefined ? 'a date or time such as 2026-11-28' : 'a number in timeUnit';
  const expected = by.includes('time') ? unit : 'it with by: time';
  if (Number.isNaN(test)) return issue('testFrom', expected);
  if (Number.isNaN(validation)) return issue('validationFrom', expected);
  if (typeof test !== 'number' || typeof validation !== 'number' || validation <= test) return null;
  return issue('validationFrom', `no later time than testFrom, ${testFrom!}`);
}

/** Which parts of a schema mean nothing without a time, or without a customer. */
function needs(schema: Parts): Readonly<Record<string, { time: boolean; customer: boolean }>> {
  const looksBack = schema.rules?.some((rule) => !('never' in rule)) === true;
  const by = schema.split?.by ?? '';
  return {
    window: { time: schema.window !== undefined, customer: false },
    sequence: { time: schema.sequence !== undefined, customer: false },
    calendar: { time: schema.calendar !== undefined, customer: schema.calendar !== undefined },
    history: { time: schema.history !== undefined, customer: schema.history !== undefined },
    terminal: { time: schema.terminal !== undefined, customer: schema.terminal !== undefined },
    rewardOf: { time: schema.rewardOf === 'previous row', customer: schema.rewardOf === 'previous row' },
    rules: { time: looksBack, customer: looksBack },
    discount: {
      time: schema.discount !== undefined && schema.discount.per !== 'decision',
      customer: schema.discount !== undefined,
    },
    split: { time: by.includes('time'), customer: by.includes('customer') },
  };
}

/** [key, what it expects] of the parts whose column of time or customer is not named. */
export function missingKeys(schema: Parts): [string, string][] {
  return Object.entries(needs(schema)).flatMap(([key, { time, customer }]): [string, string][] => [
    ...(time && schema.time === undefined
      ? [[key, 'expected with time, the column that says when'] as [string, string]]
      : []),
    ...(customer && schema.customer === undefined
      ? [[key, 'expected with customer, the column that says who'] as [string, string]]
      : []),
  ]);
}
