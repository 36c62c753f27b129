/** The lines of the published sales-channel report: their words, formulas and how each is printed. */
import { formatFixed, formatNumber, formatRatio } from '../format';
import type { MatchedActionLines, MatchedActions } from '../report';

export interface PublishedLine {
  readonly label: string;
  /** c chosen, a logged, r logged reward. */
  readonly formula: string;
  /** What a row counts where the policy chose something else than was logged. */
  readonly mismatch: string;
  format(lines: MatchedActionLines, rows: MatchedActions): string;
}

const nothing = 'counts 0';

export const publishedLines: readonly PublishedLine[] = [
  {
    label: 'Reward (matched actions)',
    formula: 'Σ r where c = a',
    mismatch: nothing,
    format: (lines) => formatNumber(lines.reward),
  },
  {
    label: 'Contacts',
    formula: 'rows with c other than No Action',
    mismatch: 'counts as chosen',
    format: (lines) => formatNumber(lines.contacts),
  },
  {
    label: 'Cost',
    formula: 'Σ cost of c',
    mismatch: 'counts as chosen',
    format: (lines) => formatNumber(lines.cost),
  },
  {
    label: 'Reward per contact',
    formula: 'reward / contacts',
    mismatch: 'only in the contacts',
    format: (lines) => formatRatio(lines.rewardPerContact),
  },
  {
    label: 'Cost per reward point',
    formula: 'cost / reward',
    mismatch: 'only in the cost',
    format: (lines) => formatRatio(lines.costPerRewardPoint),
  },
  {
    label: 'Negative rewards',
    formula: 'rows with c = a and r < 0, out of all with r < 0',
    mismatch: nothing,
    format: (lines, rows) => `${formatNumber(lines.negativeRewards)} of ${formatNumber(rows.negativeRows)}`,
  },
  {
    label: 'No Action chosen',
    formula: 'rows with c = No Action',
    mismatch: 'counts as chosen',
    format: (lines) => formatNumber(lines.noActions),
  },
  {
    label: 'No-Action wins',
    formula: 'rows with c = No Action and r < 0',
    mismatch: 'by definition',
    format: (lines) => formatNumber(lines.noActionWins),
  },
  {
    label: 'No-Action losses',
    formula: 'rows with c = No Action and r > 0',
    mismatch: 'by definition',
    format: (lines) => formatNumber(lines.noActionLosses),
  },
  {
    label: 'Wins expected by chance',
    formula: 'Σ over channels: rows left alone × share of rows with r < 0',
    mismatch: 'by definition',
    format: (lines) => formatFixed(lines.expectedChanceWins, 1),
  },
];
