/** What constant policies and full knowledge are worth, exactly: the span in which a policy's value lies. */
import type { View } from '../views';
import { solveExactly } from './exact';
import type { CustomersConfig } from './settings';

export function exactValues(config: CustomersConfig, gamma: number): View {
  const value = (discount: number, only?: number) =>
    Number(solveExactly(config, { gamma: discount, periods: config.periods }, only).value.toFixed(4));
  const row = (name: string, only?: number) => [name, value(gamma, only), value(1, only)];
  return {
    kind: 'table',
    caption:
      'Exact values of a new customer, by sums over the hidden state. Nobody who sees the history alone can reach the last line, which knows interest, fatigue and preference.',
    columns: ['policy', 'discounted reward', 'total reward'],
    rows: [
      row('no-action', 0),
      ...config.channels.map(({ name }, channel) => row(`always-${name}`, channel + 1)),
      row('best with full knowledge'),
    ],
  };
}
