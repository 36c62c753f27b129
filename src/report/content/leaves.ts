/** How often each leaf of a rules file decides, and which never do. */
import { formatNumber } from '../format';
import type { EvaluatedLog } from '../report';

type Rules = EvaluatedLog['rules'];
type Leaves = Rules[string];

const total = (leaves: Leaves) => leaves.reduce((sum, { rows }) => sum + rows, 0);

/** Ids of those that no decision comes to. */
function idleLeaves(leaves: Leaves): string[] {
  return leaves.filter(({ rows }) => rows === 0).map(({ id }) => id);
}

/** `rules.json: young makes 320 of the 400 decisions, rest 80. old never decides: none of the decisions comes to it.` */
function leavesText(name: string, leaves: Leaves): string {
  const busy = leaves.filter(({ rows }) => rows > 0);
  const parts = busy.map(({ id, rows }, i) =>
    i === 0
      ? `${id} makes ${formatNumber(rows)} of the ${formatNumber(total(leaves))} decisions`
      : `${id} ${formatNumber(rows)}`,
  );
  return [`${name}: ${parts.join(', ')}.`, ...idleText(leaves)].join(' ');
}

/** Names that no row has, by which a leaf takes nobody, or everybody. */
const unknownText = (leaves: Leaves) =>
  leaves.flatMap(({ id, unknown = [] }) => unknown.map((text) => `${id}, ${text}.`));

/** What is wrong with a leaf that is written down and takes others than it should; empty where nothing seems to be. */
export function idleText(leaves: Leaves): string[] {
  const idle = idleLeaves(leaves);
  if (idle.length === 0) return unknownText(leaves);
  const verb =
    idle.length === 1
      ? 'never decides: none of the decisions comes to it'
      : 'never decide: none of the decisions comes to them';
  return [`${idle.join(', ')} ${verb}.`, ...unknownText(leaves)];
}

/** A paragraph for each file. */
export function leavesTexts(rules: Rules): string[] {
  return Object.entries(rules).map(([name, leaves]) => leavesText(name, leaves));
}
