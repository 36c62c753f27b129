/** What the leaves of a readable policy leave out, by action. */
import { parityModels } from '../../../scripts/parity/models';
import { contactLimitLines, contactLimits } from '../../../src/runs/export/contact-limits';
import { modelCard } from '../../../src/runs/export/model-card';
import { loadModel } from '../../../src/store/model-store';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { useFreshFolders } from '../../support/fresh-folders';
import { savedRun } from '../../support/saved-run';

const freshFolder = useFreshFolders();
const head = { action: 'action', noAction: 'none', reward: 'profit', customer: 'customer', time: 'time' };

it('lists eligibility, opt-outs, caps and cool-downs under each action they limit', () => {
  const schema = logSchema.parse({
    ...head,
    eligible: 'allowed',
    rules: [
      { never: ['mail', 'call'], where: { minor: true, country: 'DE' } },
      { atMost: 2, of: ['call'], within: '30d' },
      { notAfter: 'mail', action: 'mail', within: '14d' },
      { notAfter: 'mail', action: 'call' },
    ],
  });
  const listed = 'eligible: only where the list in allowed has it';
  const minors = 'opt-out: not where minor is true and country is DE';
  expect(contactLimits(['none', 'email', 'mail', 'call'], schema)).toEqual({
    email: [listed],
    mail: [listed, minors, 'contact rule: not after mail within 14d'],
    call: [listed, minors, 'contact rule: at most 2 of call within 30d', 'contact rule: not after mail'],
  });
});

it('says too where nothing is declared', () => {
  expect(contactLimitLines(['none', 'email'], logSchema.parse(head))).toEqual([
    'email: the schema declares nothing, so whoever serves it has to know who may get it.',
  ]);
});

it('stands in the card of a model with the readable policy', async () => {
  const folder = await savedRun(freshFolder(), parityModels()[0]!);
  const card = modelCard(folder, await loadModel(folder), ['rules']);
  expect(card).toContain('- Before mail: opt-out: not where no mail is true.');
  // Among the limits, and where it is said how to serve it.
  expect(card.split('The leaves do not know who may be contacted')).toHaveLength(3);
});
