import { Random } from '../../../../src/core/random';
import { purchaseHistories } from '../../../../src/profiles/models/purchases/histories';
import { lstmSettingsSchema } from '../../../../src/profiles/models/recurrent/fit-lstm';
import {
  applyValueRecurrent,
  fitValueRecurrent,
  valueRecurrentSchema,
} from '../../../../src/profiles/models/value/value-recurrent';
import { wasmLoader } from '../../../../src/tensor/backends/wasm';
import { useBackend } from '../../../support/backends';

/** Whoever starts with 10 buys every week for 10; whoever starts with 20 never comes back. */
const random = Random.fromSeed(5);
const rows = { customer: [] as number[], day: [] as number[], amount: [] as number[] };
for (let i = 0; i < 120; i += 1) {
  const returns = i % 2 === 0;
  for (let day = random.integer(14); day < 140; day += returns ? 7 : 1000) {
    rows.customer.push(i);
    rows.day.push(day);
    rows.amount.push(returns ? 10 : 20);
  }
}
const histories = purchaseHistories(rows, 120);
const settings = lstmSettingsSchema.parse({ units: 4, members: 1, passes: 6, learningRate: 0.05 });

describe('lifetime value by a memory', () => {
  useBackend(wasmLoader);

  it('expects what customers spend, and is plain data', async () => {
    const model = await fitValueRecurrent(histories, 104, [4, 8], settings, Random.fromSeed(1));
    expect(valueRecurrentSchema.parse(JSON.parse(JSON.stringify(model)))).toEqual(model);
    const spend = applyValueRecurrent(model, histories, 104, 5);
    expect(spend).toHaveLength(120);
    spend.forEach((value, row) => {
      if (row % 2 === 0) expect(Math.abs(value - 50)).toBeLessThan(15);
      else expect(value).toBeLessThan(15);
    });
  });

  it('knows nothing of what comes after the day', async () => {
    const later = {
      ...histories,
      amounts: histories.amounts.map((amount, i) => (histories.days[i]! > 104 ? 1e6 : amount)),
    };
    const quick = { ...settings, passes: 1 };
    const fit = (of: typeof histories) => fitValueRecurrent(of, 104, [4], quick, Random.fromSeed(1));
    const model = await fit(histories);
    expect(await fit(later)).toEqual(model);
    expect(applyValueRecurrent(model, later, 104, 5)).toEqual(applyValueRecurrent(model, histories, 104, 5));
  });

  it('refuses customers of whom nobody spends', async () => {
    const none = { ...histories, amounts: new Float64Array(histories.amounts.length) };
    await expect(fitValueRecurrent(none, 104, [4], settings, Random.fromSeed(1))).rejects.toThrow(
      'lifetime value: expected customers who spent something, got none among 120',
    );
  });
});
