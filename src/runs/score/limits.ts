/** `--budget` and `--capacity` of a whole file as limits. */
import { InputError, show } from '../../core/errors';
import { oneOf } from '../../core/expectation';
import type { LogSchema } from '../../dataset/schema/log-schema';
import type { TotalLimit } from '../../rl/left-over';

export interface FileLimit extends TotalLimit {
  /** Whose contacts are limited; null: what is spent. */
  readonly channel: string | null;
}

const AMOUNT = /^((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i;

function amountOf(flag: string, form: string, text: string, found: string): number {
  const amount = AMOUNT.test(text.trim()) ? Number(text) : NaN;
  if (Number.isFinite(amount)) return amount;
  throw new InputError(`${flag}: expected ${form}, got ${show(found)}`);
}

/** [actions] costs that the schema names, as older models have them there alone; null where it names none */
export function schemaCosts({ cost, noAction }: LogSchema, actions: readonly string[]): number[] | null {
  if (typeof cost !== 'object') return null;
  return actions.map((name, action) => cost[action === 0 ? noAction : name] ?? 0);
}

function budgetOf(text: string, costs: readonly number[] | null): FileLimit {
  const most = amountOf('--budget', 'an amount for all rows together, such as 1000', text, text);
  if (costs === null || !costs.some((cost) => cost > 0))
    throw new InputError(
      '--budget: expected a model that knows what contacts cost, of a log whose schema says it (cost), got one that does not',
    );
  return { channel: null, use: costs, most };
}

function capacityOf(text: string, actions: readonly string[]): FileLimit {
  const form = 'ACTION=NUMBER for all rows together, such as call=200';
  const at = text.lastIndexOf('=');
  const channel = at < 0 ? '' : text.slice(0, at).trim();
  if (channel === '') throw new InputError(`--capacity: expected ${form}, got ${show(text)}`);
  if (!actions.slice(1).includes(channel))
    throw new InputError(`--capacity: expected a contact (${oneOf(actions.slice(1))}), got ${show(channel)}`);
  const most = amountOf('--capacity', form, text.slice(at + 1), text);
  return { channel, use: actions.map((action) => (action === channel ? 1 : 0)), most };
}

/**
 * @param costs [actions]; null where nobody knows them
 * @throws InputError for what is no amount, no contact, or a channel twice
 */
export function fileLimits(
  {
    budget,
    capacity = [],
  }: { readonly budget?: string | undefined; readonly capacity?: readonly string[] | undefined },
  actions: readonly string[],
  costs: readonly number[] | null,
): readonly FileLimit[] {
  const channels = capacity.map((text) => capacityOf(text, actions));
  const twice = channels.find(({ channel }, i) => channels.findIndex((one) => one.channel === channel) < i);
  if (twice !== undefined)
    throw new InputError(`--capacity: expected ${show(twice.channel)} once, got it again`);
  return [...(budget === undefined ? [] : [budgetOf(budget, costs)]), ...channels];
}
