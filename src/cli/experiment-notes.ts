/** What the help of `experiment` explains. */
import { wrapped } from '../report/terminal';

const NOTES = [
  'Customers count by the group they were given, whatever was done to them (intention to treat); who has no row of outcomes counts with 0. ' +
    "Every group is compared with --control per customer by Welch's t, corrected for the number of comparisons by Holm.",
  'Verdicts: better or worse (corrected p at most 1 - level), as good as (the interval lies within --margin, all comparisons together), not shown better, cannot tell ' +
    '(fewer than 10 customers, or no outcomes that differ).',
  'A broken split (chi-square of the customers in each group against their shares, p < 0.001; or customers who are not in the group that ' +
    'assign drew for them) gives no difference at all, and exit code 3: the files are as they should be, but what a comparison requires is not met.',
  'Looks: "difference" is for one look; with several say --look 1, --look 2, ... "any time" may be looked at as customers come in whose ' +
    'outcomes are complete, and so may "guaranteed", which is true of few customers and any tails too.',
];

export function experimentNotes(width: number): string {
  return NOTES.map((note) => wrapped(note, '', width)).join('\n');
}
