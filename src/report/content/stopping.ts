/** A policy that contacts hardly anybody: what it gains are contacts that did not pay, and no choice of whom to contact. */
import { formatShort } from '../format';
import type { Report } from '../report';
import { knownMetric, logValuesOf, namedInText } from './log-values';
import type { JudgedLog } from './log-verdict';

/** Of what was done; in a simulation, of all periods. */
const HARDLY = 0.01;

interface Contacts {
  readonly own: number;
  readonly logged: number;
  readonly who: string;
  readonly per: string;
}

/** null where hardly anybody is not what is contacted, or that is not known. */
function stoppedContacts(report: JudgedLog): Contacts | null {
  const values = logValuesOf(report);
  if (values?.logged === undefined) return null;
  const { subject, logged, per } = values;
  const [own, done] = [subject, logged].map((policy) => knownMetric(policy, 'contacts')?.value ?? null);
  if (own === null || done === null || own! > HARDLY * done!) return null;
  return { own: own!, logged: done!, who: namedInText(subject.name), per };
}

/** Below a verdict that would be taken for praise; empty where somebody is contacted. */
export function stoppingText(report: JudgedLog): string[] {
  const contacts = stoppedContacts(report);
  if (contacts === null) return [];
  const { own, logged, who, per } = contacts;
  return [
    `${who} would stop contacting (${formatShort(own)} contacts ${per}, where ${formatShort(logged)} were made): this says that the contacts did not pay, and nothing of whom to contact.`,
  ];
}

function contactsNobody(report: JudgedLog | Report): boolean {
  if ('offPolicy' in report) return stoppedContacts(report) !== null;
  const model = report.policies.find(({ role }) => role === 'model');
  const left = model?.metrics.noActionShare?.value ?? null;
  return left !== null && left >= 1 - HARDLY;
}

/** Colours the head of a page: green is for a policy that somebody would put to use. */
export function stateOf(report: JudgedLog | Report): string {
  const { decision } = report.verdict;
  return decision === 'better' && contactsNobody(report) ? 'alone' : decision.replaceAll(' ', '-');
}
