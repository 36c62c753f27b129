/** A log of single decisions at random, of which it is known what each action brings to whom. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../src/core/random';

export interface Customer {
  /** null where the log lacks it */
  readonly age: number | null;
  readonly city: string;
  readonly mayCall: boolean;
}

const SCHEMA = `
customer: id
action: channel
noAction: none
actions: [none, mail, call]
reward: margin
propensity: p
eligible: { call: may_call }
features: { city: category, age: number, noise: number }
`;

const channels = ['none', 'mail', 'call'] as const;
export type Channel = (typeof channels)[number];

/** Chances of the channels; of one that is not eligible none. */
export type Chances = (customer: Customer) => Readonly<Record<Channel, number>>;

/** Equally likely, as far as they may be. */
export const atRandom: Chances = ({ mayCall }) =>
  mayCall ? { none: 1 / 3, mail: 1 / 3, call: 1 / 3 } : { none: 0.5, mail: 0.5, call: 0 };

/**
 * One decision each; even ages from 20 to 78, a tenth of them missing, a fifth of the customers not to be called.
 *
 * @param means what a channel brings on average; noise of half a unit comes on top, to either side
 * @returns the paths of both files
 */
export function ruleLog(
  folder: string,
  means: (customer: Customer) => Readonly<Record<Channel, number>>,
  {
    customers = 3000,
    seed = 1,
    chances = atRandom,
  }: { customers?: number; seed?: number; chances?: Chances } = {},
) {
  const random = Random.fromSeed(seed).fork('rule-log');
  const lines = Array.from({ length: customers }, (_, i) => {
    const customer: Customer = {
      age: random.uniform() < 0.1 ? null : 20 + 2 * Math.floor(30 * random.uniform()),
      city: ['Ulm', 'Bonn', 'Trier'][Math.floor(3 * random.uniform())]!,
      mayCall: random.uniform() < 0.8,
    };
    const own = chances(customer);
    let rest = random.uniform();
    const channel = channels.find((one) => (rest -= own[one]) < 0) ?? 'none';
    const margin = means(customer)[channel] + random.uniform() - 0.5;
    const { age, city, mayCall } = customer;
    return [`c${i}`, channel, margin, own[channel], Number(mayCall), age ?? '', city, random.uniform()].join(
      ',',
    );
  });
  const [data, schema] = [join(folder, 'contacts.csv'), join(folder, 'schema.yaml')];
  writeFileSync(data, `id,channel,margin,p,may_call,age,city,noise\n${lines.join('\n')}\n`);
  writeFileSync(schema, SCHEMA);
  return { data, schema };
}
