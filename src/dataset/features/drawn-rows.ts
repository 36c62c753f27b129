/**
 * Rows that a model may be asked about, drawn from its own fit: numbers about the mean and spread of the rows trained on,
 * known and unknown levels, missing values, consent and opt-outs either way, and a past. No row is a customer's.
 */
import { NormalGenerator } from '../../core/normal-generator';
import type { Random } from '../../core/random';
import type { ToldDecision } from '../decisions/told-decision';
import { DAY, milliseconds } from '../schema/durations';
import type { LogSchema } from '../schema/log-schema';
import { unitMilliseconds } from '../schema/time-units';
import type { FittedFeature } from './fitted-features';
import type { RawInputs } from './raw-inputs';
import { readersOfRows } from './raw-rows';

export interface DrawnRow {
  readonly columns: Readonly<Record<string, unknown>>;
  /** Earlier decisions of its customer; null where nobody knows them, and columns have what is made of them. */
  readonly history: readonly ToldDecision[] | null;
}

/** Of a time that is a date; one that is a number counts from a thousand units. */
const NOW = Date.UTC(2026, 0, 15);
const MISSING_SHARE = 0.1;
const LONGEST_PAST = 6;

/** Draws a row at every call. */
export class RowDrawer {
  readonly #raw: RawInputs;
  readonly #actions: readonly string[];
  readonly #random: Random;
  readonly #normal: NormalGenerator;
  readonly #one = new Float64Array(1);

  /** @param actions names by index; index 0 is No Action */
  constructor(raw: RawInputs, actions: readonly string[], random: Random) {
    this.#raw = raw;
    this.#actions = actions;
    this.#random = random;
    this.#normal = NormalGenerator.from(random.fork('normal'));
  }

  /** @param isPastKnown whether it comes with a past, of which features are made and rules are asked */
  draw(isPastKnown: boolean): DrawnRow {
    const { schema, features } = this.#raw;
    const context = isPastKnown ? { pastOf: () => ({ times: [], actions: [] }) } : {};
    const { readers, wanted } = readersOfRows(this.#raw, this.#actions, context);
    const optOuts = new Map(
      (schema.rules ?? []).flatMap((rule) => ('never' in rule ? Object.entries(rule.where) : [])),
    );
    const flags = new Set([...readers.eligibleFlags.values()].map(({ name }) => name));
    const valueOf = (name: string): unknown => {
      const asked = optOuts.get(name);
      const fitted = features.find(({ column }) => column === name);
      // Of a column that is a feature too, either meaning: rows whose value is none of the other are not taken.
      if (asked !== undefined && this.#random.uniform() < 0.5) return this.#asked(asked, fitted);
      if (fitted !== undefined) return this.#feature(fitted);
      if (flags.has(name)) return this.#random.uniform() < 0.75;
      if (name === readers.eligibleList?.name)
        return this.#actions
          .slice(1)
          .filter(() => this.#random.uniform() < 0.75)
          .join(', ');
      if (asked !== undefined) return typeof asked === 'boolean' ? !asked : null;
      return timeText(nowOf(schema), schema);
    };
    return {
      columns: Object.fromEntries(wanted.map(({ name }) => [name, valueOf(name)])),
      history: isPastKnown ? this.#past() : null,
    };
  }

  /** What an opt-out asks for; of a number, yes and no are 1 and 0, either of them. */
  #asked(asked: boolean | number | string, fitted: FittedFeature | undefined): unknown {
    if (typeof asked !== 'boolean' || fitted === undefined || fitted.kind === 'flag') return asked;
    const said = this.#random.uniform() < 0.5 ? asked : !asked;
    return fitted.kind === 'category' ? (said ? 'yes' : 'no') : said ? 1 : 0;
  }

  #normalNumber(): number {
    this.#normal.fill(this.#one);
    return this.#one[0]!;
  }

  #feature(fitted: FittedFeature): unknown {
    const random = this.#random;
    if (fitted.missing && random.uniform() < MISSING_SHARE) return null;
    if (fitted.kind === 'flag') return random.uniform() < 0.5;
    if (fitted.kind === 'category') {
      const isOpen = this.#raw.schema.features?.[fitted.column]?.levels === undefined;
      const unseen = isOpen && random.uniform() < MISSING_SHARE;
      return unseen || fitted.levels.length === 0
        ? 'unseen level'
        : fitted.levels[random.integer(fitted.levels.length)];
    }
    const { kind, origin, mean, scale } = fitted;
    const value = origin + mean + this.#normalNumber() / scale;
    if (kind === 'count') return Math.max(0, Math.round(Math.expm1(Math.min(value, 20))));
    if (kind === 'days-since') return Number(Math.max(0, Math.expm1(Math.min(value, 20))).toFixed(2));
    if (kind === 'date') return new Date(NOW - Math.round(value) * DAY).toISOString().slice(0, 10);
    return Number(value.toPrecision(6));
  }

  /** Decisions with gaps of up to the longest window, so that rules bar some and let some pass. */
  #past(): ToldDecision[] {
    const { schema } = this.#raw;
    const windows = (schema.rules ?? []).flatMap((rule) =>
      'never' in rule || rule.within === undefined ? [] : [milliseconds(rule.within)],
    );
    const longest = Math.max(...windows, 7 * DAY);
    const names = [schema.noAction, ...this.#actions.slice(1)];
    let time = nowOf(schema);
    const told = Array.from({ length: this.#random.integer(LONGEST_PAST + 1) }, (): ToldDecision => {
      time -= 1 + Math.floor((this.#random.uniform() * longest) / 2);
      return {
        time: timeText(time, schema),
        action: names[this.#random.integer(names.length)]!,
        ...(schema.history?.includes('earlier reward') === true && { reward: this.#random.integer(20) - 4 }),
      };
    });
    return told.reverse();
  }
}

function nowOf({ timeUnit }: LogSchema): number {
  return timeUnit === undefined ? NOW : 1000 * unitMilliseconds[timeUnit];
}

/** A moment as the column of times has it. */
function timeText(time: number, { timeUnit }: LogSchema): string | number {
  return timeUnit === undefined ? new Date(time).toISOString() : time / unitMilliseconds[timeUnit];
}
