/** Limits of a whole file, where something has to be done in every row. */
import { KeptChoices } from '../../../src/runs/score/kept-choices';
import { findSpending } from '../../../src/runs/score/spending';
import type { FileLimit } from '../../../src/runs/score/limits';
import { inputError } from '../../support/input-error';

const ACTIONS = ['No Action', 'letter', 'call'];
const ROWS = 100;
const budget = (most: number): FileLimit => ({ channel: null, use: [0, 5, 1], most });
const calls = (most: number): FileLimit => ({ channel: 'call', use: [0, 0, 1], most });

/** A letter is worth 3, a call from 4 on more and more; the log supports no No Action. */
function kept(): KeptChoices {
  const choices = new KeptChoices(ACTIONS.length);
  const qValues = Float32Array.from({ length: 3 * ROWS }, (_, at) => [0, 3, 4 + at / 300][at % 3]!);
  const supported = Uint8Array.from(qValues, (_, at) => (at % 3 === 0 ? 0 : 1));
  const batch = { rows: ROWS, first: 0, customers: null, bars: null } as Parameters<KeptChoices['take']>[0];
  choices.take(batch, { qValues, supported } as Parameters<KeptChoices['take']>[1], 1);
  return choices;
}

const found = (...limits: FileLimit[]) => findSpending({ actions: ACTIONS }, limits, kept(), 0);

it('refuses limits that each can be kept, but not together', async () => {
  // 100 calls would cost 100; with 20 of them there are 80 letters, which cost 400.
  await expect(found(budget(120), calls(20))).rejects.toThrow(
    inputError(
      '--budget 120, --capacity call=20: expected limits that prices keep together, got ones that overdraw each other, for in some rows nothing that takes less is allowed and supported: the nearest take 420 of 120 and 20 of 20',
    ),
  );
  for (const limits of [[budget(120)], [calls(20)], [budget(420), calls(20)]]) {
    const { limits: both } = await found(...limits);
    for (const { used, most } of both) expect(used).toBeLessThanOrEqual(most);
  }
});
