/** `--price`, `--budget` and `--capacity` as settings. */
import { InputError, show } from '../../../core/errors';
import type { Rate } from '../../../evaluate/off-policy/spending';
import type { SettingsTree } from '../../settings';

export interface SpendingRequest {
  /** What a unit of cost is charged, in the units of the reward. */
  readonly price?: number | undefined;
  /** `100` or `100/day`, or `0.05/decision` */
  readonly budget?: string | undefined;
  /** `call=200` each, or `call=0.02/decision` */
  readonly capacity?: readonly string[] | undefined;
}

const RATE = /^((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?:\/(day|decision))?$/i;

/** A bare number is per day. @param found what was typed in all */
function rateOf(flag: string, form: string, text: string, found = text): Rate {
  const [, amount, per = 'day'] = RATE.exec(text.trim()) ?? [];
  if (amount !== undefined && Number.isFinite(Number(amount)) && Number(amount) > 0)
    return { amount: Number(amount), per: per as Rate['per'] };
  throw new InputError(`${flag}: expected ${form}, above 0, got ${show(found)}`);
}

function capacityOf(texts: readonly string[]): Record<string, Rate> {
  const rates: Record<string, Rate> = {};
  for (const text of texts) {
    const at = text.lastIndexOf('=');
    const [channel, rate] = at < 0 ? ['', text] : [text.slice(0, at).trim(), text.slice(at + 1)];
    const form = 'ACTION=NUMBER a day or ACTION=NUMBER/decision, such as call=200 or call=0.02/decision';
    if (channel === '') throw new InputError(`--capacity: expected ${form}, got ${show(text)}`);
    if (Object.hasOwn(rates, channel))
      throw new InputError(`--capacity: expected ${show(channel)} once, got it again with ${show(text)}`);
    rates[channel] = rateOf('--capacity', form, rate, text);
  }
  return rates;
}

/** @throws InputError for an amount that is none, and a price beside a budget */
export function spendingFlags({ price, budget, capacity }: SpendingRequest): SettingsTree {
  if (price !== undefined && budget !== undefined)
    throw new InputError('--price: expected without --budget, which makes a price of its own');
  const spending = {
    ...(price !== undefined && { price }),
    ...(budget !== undefined && {
      budget: rateOf('--budget', 'AMOUNT a day or AMOUNT/decision, such as 100 or 0.05/decision', budget),
    }),
    ...(capacity !== undefined && { capacity: capacityOf(capacity) }),
  };
  return Object.keys(spending).length === 0 ? {} : { spending };
}

/** @throws InputError if anything was asked for where nothing heeds it */
export function expectNoSpending(request: SpendingRequest, why: string): void {
  for (const flag of ['price', 'budget', 'capacity'] as const)
    if (request[flag] !== undefined) throw new InputError(`--${flag}: expected ${why}`);
}
