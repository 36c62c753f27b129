/** What `evaluate --help` explains beside its flags: the policies by name, and how rules are written. */
import { wrapped } from '../report/terminal';
import { logBaselineWords } from '../runs/logged/baseline-words';
import { ruleOperators } from '../runs/logged/written-rules';
import { worldBaselineWords } from '../runs/simulation/baseline-words';
import { worlds } from '../runs/worlds';

type Words = readonly (readonly [name: string, words: string])[];

/** Names in a column, what they mean beside it. */
function listed(title: string, entries: Words, width: number): string {
  const longest = Math.max(...entries.map(([name]) => name.length));
  const indent = ' '.repeat(longest + 4);
  const lines = entries.map(([name, words]) => `  ${name.padEnd(longest)}  ${hanging(words, indent, width)}`);
  return [title, ...lines].join('\n');
}

/** Words after an indent that stands there already. */
function hanging(words: string, indent: string, width: number): string {
  return wrapped(words, indent, width).slice(indent.length);
}

const RULES =
  'Rules in a .json or .yaml file, for --policy or --against with --data: a list of leaves, each with an id, a condition on columns of the ' +
  'log, and weights, the probability of each action. The first leaf whose condition holds decides; the last has none and takes ' +
  'what is left. A condition may ask of a column:';

const LOOKS =
  'Looks: with --data, policies judged on the same decisions are counted across runs, in a ledger in the folder of your state that ' +
  'CONTACT_DQN_STATE names (default ~/.local/state/contact-dqn, or as the platform has it).';

export function evaluateNotes(width: number): string {
  return [
    listed('Policies on a log, for --policy and --against:', logBaselineWords, width),
    ...worlds.map((world) =>
      listed(`Policies in the simulator ${world.name}, for --policy:`, worldBaselineWords(world), width),
    ),
    listed(wrapped(RULES, '', width), ruleOperators, width),
    wrapped(LOOKS, '', width),
  ].join('\n\n');
}
