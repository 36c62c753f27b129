/** What a company can count: recency, frequency, responses, money, segment and consent; nothing hidden. */
import { events } from './dynamics';
import type { Happened, HiddenState, Observer } from './observer';
import type { CustomersConfig } from './settings';

/** Periods after which "long ago" and "never" are the same: half a year of weeks. */
export const LONG_AGO = 26;

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the row. */
const { min } = Math;

/** Share of the pressure that is left after a period: half after about two and a half. */
export const PRESSURE_LEFT = 0.75;

/** Features that are there once, between those of the channels and those of the segments. */
const common = [
  { name: 'pressure', unit: 1 / (1 - PRESSURE_LEFT) },
  { name: 'sinceOpen', unit: LONG_AGO },
  { name: 'sinceClick', unit: LONG_AGO },
  { name: 'sinceSale', unit: LONG_AGO },
  { name: 'clicks', unit: 10 },
  { name: 'sales', unit: 10 },
  { name: 'spend', unit: 250 },
  { name: 'tenure', unit: 52 },
] as const;

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Columns of the rows. */
export interface HistoryColumns {
  /** First of the channels' columns: periods since the last contact, 1 where it was in the last period. */
  readonly since: number;
  /** First of the channels' columns: contacts so far. */
  readonly contacts: number;
  /** First of the channels' columns: contacts so far that were noticed. */
  readonly opens: number;
  /** First of the common ones: contacts, each counting less the longer ago it was. */
  readonly pressure: number;
  readonly segments: number;
  readonly optIns: number;
}

export function historyColumns({
  channels,
  segments,
}: Pick<CustomersConfig, 'channels' | 'segments'>): HistoryColumns {
  const pressure = 3 * channels.length;
  const bySegment = pressure + common.length;
  return {
    since: 0,
    contacts: channels.length,
    opens: 2 * channels.length,
    pressure,
    segments: bySegment,
    optIns: bySegment + segments.length,
  };
}

export class HistoryObserver implements Observer {
  readonly features: readonly string[];
  readonly units: readonly number[];
  readonly #channels: number;
  readonly #columns: HistoryColumns;

  constructor({ channels, segments }: CustomersConfig) {
    const perChannel = (suffix: string) => channels.map(({ name }) => `${name}${suffix}`);
    this.#channels = channels.length;
    this.#columns = historyColumns({ channels, segments });
    this.features = [
      ...perChannel('Since'),
      ...perChannel('Contacts'),
      ...perChannel('Opens'),
      ...common.map(({ name }) => name),
      ...segments.map(({ name }) => `is${capital(name)}`),
      ...perChannel('OptIn'),
    ];
    this.units = [
      ...channels.map(() => LONG_AGO),
      ...channels.flatMap(() => [10, 10]),
      ...common.map(({ unit }) => unit),
      ...segments.map(() => 1),
      ...channels.map(() => 1),
    ];
  }

  begin({ segment, optIns }: HiddenState, lane: number, rows: Float32Array): void {
    const { since, pressure, segments, optIns: first } = this.#columns;
    const width = this.features.length;
    const at = lane * width;
    rows.fill(0, at, at + width);
    for (let c = 0; c < this.#channels; c += 1) {
      rows[at + since + c] = LONG_AGO;
      rows[at + first + c] = (optIns[lane]! >> c) & 1;
    }
    for (let i = 1; i <= 3; i += 1) rows[at + pressure + i] = LONG_AGO;
    rows[at + segments + segment[lane]!] = 1;
  }

  advance(
    _hidden: HiddenState,
    { actions, events: came, margins }: Happened,
    rows: Float32Array,
    first: number,
    end: number,
  ): void {
    const channels = this.#channels;
    const { contacts, opens, pressure } = this.#columns;
    const width = this.features.length;
    for (let lane = first, at = first * width; lane < end; lane += 1, at += width) {
      const event = came[lane]!;
      const margin = margins[lane]!;
      const action = actions[lane]!;
      const noticed = event >= events.opened;
      const own = at + pressure;
      for (let column = at; column < at + channels; column += 1) rows[column] = older(rows[column]!);
      rows[own] = rows[own]! * PRESSURE_LEFT;
      rows[own + 1] = noticed ? 1 : older(rows[own + 1]!);
      rows[own + 2] = event >= events.clicked ? 1 : older(rows[own + 2]!);
      rows[own + 3] = margin > 0 ? 1 : older(rows[own + 3]!);
      rows[own + 7]! += 1;
      if (margin > 0) {
        rows[own + 5]! += 1;
        rows[own + 6]! += margin;
      }
      if (action === 0) continue;
      const channel = at + action - 1;
      rows[channel] = 1;
      rows[channel + contacts]! += 1;
      rows[own] += 1;
      if (!noticed) continue;
      rows[channel + opens]! += 1;
      if (event >= events.clicked) rows[own + 4]! += 1;
    }
  }
}

/** Periods since something that did not happen now. */
function older(periods: number): number {
  return min(periods + 1, LONG_AGO);
}
