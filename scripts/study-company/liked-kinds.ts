/** Shares of the money by kind of product, in the profile, beside what each customer truly likes. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { numbersOf, type CustomersAsOf } from '../../src/profiles/asof/customers-as-of';
import { products } from '../../src/runs/simulate-company/products';
import { moments } from '../../src/stats/moments';

const kinds = [...new Set(products.map(({ category }) => category))];
/** Purchases from which shares say something. */
const OFTEN = 5;

/** By customer: chance that a purchase is of each kind. @param file truth-customers.csv */
export function likedKinds(file: string): ReadonlyMap<string, readonly number[]> {
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true });
  return new Map(
    rows.map((row) => [
      row.customer_id!,
      kinds.map((kind) =>
        products
          .filter(({ category }) => category === kind)
          .reduce((sum, { product }) => sum + Number(row[`affinity ${product}`]), 0),
      ),
    ]),
  );
}

const most = (values: readonly number[]) => values.indexOf(Math.max(...values));

/** How often the kind with most of the money is the one that is liked most, and how far shares lie from chances. */
export function kindsBesideTruth(customers: CustomersAsOf, liked: ReadonlyMap<string, readonly number[]>) {
  const shares = kinds.map((kind) => numbersOf(customers, `share_${kind}`)!);
  const purchases = numbersOf(customers, 'purchases')!;
  const told = (least: number) => {
    const rows = [...purchases.keys()].filter((row) => purchases[row]! >= least && shares[0]![row]! >= 0);
    const pairs = rows.map((row) => ({
      said: shares.map((share) => share[row]!),
      truth: liked.get(customers.customers[row]!)!,
    }));
    const distances = pairs.flatMap(({ said, truth }) => said.map((share, i) => Math.abs(share - truth[i]!)));
    const ofChance = pairs.flatMap(({ truth }) => truth.map((one) => Math.abs(1 / kinds.length - one)));
    return {
      ...{ purchases: least, customers: rows.length },
      sameFirst: moments(pairs.map(({ said, truth }) => (most(said) === most(truth) ? 1 : 0))).mean,
      ...{ distance: moments(distances).mean, distanceOfEqualShares: moments(ofChance).mean },
    };
  };
  return { kinds: kinds.length, groups: [told(1), told(OFTEN)] };
}

export type KindsBesideTruth = ReturnType<typeof kindsBesideTruth>;
