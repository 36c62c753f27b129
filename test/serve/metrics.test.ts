/** Series of Prometheus, as they are read. */
import { quietHost } from '../../src/runs/quiet-host';
import { Metrics } from '../../src/serve/metrics';
import type { DecidedCustomer } from '../../src/serve/threads/messages';
import type { ModelThread } from '../../src/serve/threads/model-thread';

it('say which decisions leave alone, whatever the log calls that', async () => {
  const metrics = new Metrics(quietHost().logger);
  const thread = {
    hash: '0123456789abcdef',
    loaded: {
      model: { actions: ['No Action', 'mail'] },
      manifest: { raw: { schema: { noAction: 'none' } } },
    },
  } as unknown as ModelThread;
  const decided = ['none', 'mail', 'none'].map((action) => ({
    action,
    barred: {},
    isTried: false,
    bins: [],
  }));
  metrics.onDecided(decided as unknown as DecidedCustomer[], thread);
  const lines = (await metrics.registry.metrics()).split('\n');
  expect(lines.filter((line) => line.startsWith('contact_dqn_decisions_total{'))).toEqual([
    'contact_dqn_decisions_total{action="none",left_alone="true",model="0123456789ab"} 2',
    'contact_dqn_decisions_total{action="mail",left_alone="false",model="0123456789ab"} 1',
  ]);
});
