/** A log without a column to decide on: what does the same for everybody is judged there, and nothing is learned. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { train } from '../../../src';
import { evaluateOnLog } from '../../../src/runs/logged/evaluate';
import { logSource } from '../../../src/runs/logged/log-source';
import { quietHost } from '../../../src/runs/quiet-host';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

/** Whoever got a mail bought for 3, nobody else bought. */
function logIn(folder: string) {
  const rows = Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? `c${i},none,0,0.5` : `c${i},mail,3,0.5`));
  writeFileSync(join(folder, 'log.csv'), `id,channel,margin,p\n${rows.join('\n')}\n`);
  const schema = { customer: 'id', action: 'channel', noAction: 'none', reward: 'margin', propensity: 'p' };
  writeFileSync(join(folder, 'schema.json'), JSON.stringify(schema));
  return logSource(join(folder, 'log.csv'), { schema: join(folder, 'schema.json') });
}

it('judges a policy that is the same for everybody', async () => {
  const source = logIn(freshFolder());
  const { document } = await evaluateOnLog({ policy: 'always-mail', worlds: [] }, source, quietHost());
  const { policies } = document.offPolicy as { policies: Record<string, { estimates: object }> };
  const three = { value: 3 };
  expect(policies['always-mail']).toMatchObject({ estimates: { ips: three, snips: three, replay: three } });
});

it('learns nothing, in one line', async () => {
  const folder = freshFolder();
  const source = logIn(folder);
  await expect(
    train(source, {}, { out: join(folder, 'run'), backend: 'cpu', host: quietHost() }),
  ).rejects.toThrow(
    `${source.file}: expected a column to decide on, found none; what does the same for everybody is judged by evaluate --policy`,
  );
});
