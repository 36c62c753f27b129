/**
 * The contract of a customer model, whichever it is: fitted on what was known before a moment, applied to customers as of
 * any moment, judged by a later window. What was fitted is plain data, so that it can be saved.
 */
import type { z } from 'zod';
import { parseInput } from '../core/errors';
import type { Random } from '../core/random';
import type { RawColumn } from '../dataset/contacts/contact-log';
import type { CustomersAsOf } from './asof/customers-as-of';
import { expectPastKnown, type AskedTables } from './asof/known-until';
import type { Past } from './asof/past';
import { fewCasesText, type Cases } from './few-cases';
import type { TellGrown } from './learners/forest';
import type { Judgement } from './judge/judgement';

/** What a model says of customers. */
export interface FittedModel {
  /** For JSON. */
  readonly data: unknown;
  /** [rows] each; NaN or -1 of whoever the model says nothing of */
  readonly apply: (customers: CustomersAsOf) => Promise<readonly RawColumn[]>;
  /**
   * By what came in the last window, of which the model must know nothing.
   *
   * @param by columns by which customers are parted beside those that always are. @default none
   * @throws InputError where the tables do not reach so far, and for a name in `by` that no column has
   */
  readonly judge: (past: Past, random: Random, by?: readonly string[]) => Promise<Judgement>;
  /** Tables that must be known as long as it asks of them. */
  readonly asks: AskedTables;
  /** What was fitted, in sentences. */
  readonly facts: readonly string[];
  /** That it was learned of too few, in words; null where it was not. */
  readonly fewCases: string | null;
  /** Of whom it speaks, such as "who had bought"; null where of everybody, as far as it knows something of them. */
  readonly speaksOf: string | null;
  /** Why it says nothing of anybody, in words; null where it does say something. */
  readonly saysNothing: string | null;
}

export interface FitOptions {
  /** Fitted the same way on an earlier past: what has names then keeps them. @default nothing */
  readonly before?: FittedModel | undefined;
  /** Told of forests, which take minutes of many customers. @default nobody is told */
  readonly tell?: TellGrown | undefined;
}

export interface CustomerModel {
  readonly name: string;
  /** What its columns say, in a line. */
  readonly description: string;
  /** What it has to beat, in words. */
  readonly anchor: string;
  readonly settings: z.ZodType;
  /** Whether fitting with these settings needs a backend of tensors that is ready. */
  readonly usesTensors: (settings: unknown) => boolean;
  /** How many windows of time after its fit a model is judged by. */
  readonly windowsToJudge: (settings: unknown) => number;
  /** Tables that must be known as long as it asks of them. */
  readonly asks: (settings: unknown) => AskedTables;
  /** @throws InputError where the past cannot be learned from, or is not known to its end */
  readonly fit: (past: Past, settings: unknown, random: Random, options?: FitOptions) => Promise<FittedModel>;
  /** What was fitted and saved. @param place for messages @throws InputError for what is no such model */
  readonly restore: (place: string, data: unknown) => FittedModel;
}

export interface ModelDefinition<Settings extends z.ZodType, Fitted extends z.ZodType> extends Pick<
  CustomerModel,
  'name' | 'description' | 'anchor'
> {
  readonly settings: Settings;
  readonly fitted: Fitted;
  /** @default never */
  readonly usesTensors?: (settings: z.output<Settings>) => boolean;
  /** @default 1: what came in the window after the moment of the fit */
  readonly windowsToJudge?: (settings: z.output<Settings>) => number;
  /** By what settings and what is fitted with them have in common. */
  readonly asks: (of: z.output<Settings> | z.output<Fitted>) => AskedTables;
  readonly fit: (
    past: Past,
    settings: z.output<Settings>,
    random: Random,
    tell: TellGrown | undefined,
  ) => Promise<z.output<Fitted>>;
  /** What was fitted, under the names of what was fitted before. @default there are no names to keep */
  readonly continued?: (
    fitted: z.output<Fitted>,
    before: z.output<Fitted>,
    customers: CustomersAsOf,
  ) => z.output<Fitted>;
  readonly apply: (fitted: z.output<Fitted>, customers: CustomersAsOf) => Promise<readonly RawColumn[]>;
  readonly judge: (
    fitted: z.output<Fitted>,
    past: Past,
    random: Random,
    by: readonly string[],
  ) => Promise<Judgement>;
  readonly facts: (fitted: z.output<Fitted>) => readonly string[];
  /** Of how much it was learned, where that is least. */
  readonly cases: (fitted: z.output<Fitted>) => Cases;
  /** Of whom it speaks. @default everybody */
  readonly speaksOf?: (fitted: z.output<Fitted>) => string | null;
  /** Why it says nothing of anybody. @default it always says something of somebody */
  readonly saysNothing?: (fitted: z.output<Fitted>) => string | null;
}

/** A model whose functions get checked settings and what they fitted themselves. */
export function defineCustomerModel<Settings extends z.ZodType, Fitted extends z.ZodType>({
  name,
  description,
  anchor,
  settings,
  ...definition
}: ModelDefinition<Settings, Fitted>): CustomerModel {
  const fittedOf = (data: z.output<Fitted>): FittedModel => ({
    data,
    apply: (customers) => definition.apply(data, customers),
    judge: async (past, random, by = []) => {
      expectPastKnown(name, past, definition.asks(data));
      return definition.judge(data, past, random, by);
    },
    asks: definition.asks(data),
    facts: definition.facts(data),
    fewCases: fewCasesText(definition.cases(data)),
    speaksOf: definition.speaksOf?.(data) ?? null,
    saysNothing: definition.saysNothing?.(data) ?? null,
  });
  return {
    ...{ name, description, anchor, settings },
    usesTensors: (given) => definition.usesTensors?.(settings.parse(given)) ?? false,
    windowsToJudge: (given) => definition.windowsToJudge?.(settings.parse(given)) ?? 1,
    asks: (given) => definition.asks(settings.parse(given)),
    fit: async (past, given, random, { before, tell } = {}) => {
      const parsed = settings.parse(given);
      expectPastKnown(name, past, definition.asks(parsed));
      const fitted = await definition.fit(past, parsed, random, tell);
      if (before === undefined || definition.continued === undefined) return fittedOf(fitted);
      return fittedOf(definition.continued(fitted, definition.fitted.parse(before.data), past.before()));
    },
    restore: (place, data) => fittedOf(parseInput(place, definition.fitted, data)),
  };
}
