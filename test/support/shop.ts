/** A shop whose customers differ in how often they buy, and of whom some leave for good: something to learn, for tests. */
import { Random } from '../../src/core/random';
import type { CompanyRows } from './company-files';

const START = Date.UTC(2025, 0, 1);
const DAY = 86_400_000;
export const SHOP_DAYS = 180;

export const shopTime = (day: number) => new Date(START + day * DAY).toISOString();
export const shopDate = (day: number) => shopTime(day).slice(0, 10);

/** @param customers how many @param seed of their purchases */
export function shopRows(customers: number, seed = 1): CompanyRows {
  const random = Random.fromSeed(seed);
  const [people, transactions]: [string[], string[]] = [[], []];
  for (let customer = 0; customer < customers; customer += 1) {
    const name = `c${String(customer).padStart(4, '0')}`;
    people.push(`${name},2025-01-01,${20 + random.integer(50)},${['north', 'south'][customer % 2]},`);
    const gap = 4 + random.integer(30);
    const leaves = random.uniform() < 0.5 ? 40 + random.integer(140) : Infinity;
    for (let day = random.integer(20); day < Math.min(SHOP_DAYS, leaves); day += 1 + random.integer(2 * gap))
      transactions.push(
        `${name},${shopTime(day + 0.4)},${5 + random.integer(40)},1,${day % 2 === 0 ? 'pear' : 'spade'}`,
      );
  }
  return { customers: people, transactions, products: ['pear,fruit', 'spade,tools'] };
}

/** Contacts of the same customers every tenth day, dealt at random: what they change is nothing. */
export function shopContacts(customers: number, seed = 1): readonly string[] {
  const random = Random.fromSeed(seed);
  return Array.from({ length: customers }, (_, customer) => `c${String(customer).padStart(4, '0')}`).flatMap(
    (name) =>
      Array.from({ length: SHOP_DAYS / 10 }, (_, i) => {
        const action = ['none', 'email', 'call'][random.integer(3)];
        return `${name},${shopTime(10 * i + 5)},${action},0,0`;
      }),
  );
}
