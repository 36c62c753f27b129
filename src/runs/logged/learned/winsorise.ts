/** Rewards that are learned from, winsorised where that was declared; those that anything is judged by stay what they are. */
import { z } from 'zod';
import type { LoggedRows } from '../../../dataset/logged-rows';
import { shapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import type { LoggedReport } from '../../../report/report';
import { meanChange, winsorised, winsoriseLimits, type Winsorising } from '../../../stats/winsorise';
import type { Contacts } from '../loaded-log';
import type { RowsOfLog } from '../off-policy/log-to-judge';

export const winsoriseSetting = z
  .union(
    [
      z.number().gt(0).lt(0.5),
      z
        .tuple([z.number(), z.number()])
        .readonly()
        .refine(([low, high]) => low <= high, 'expected the lower limit first'),
    ],
    'expected a share below 0.5 such as 0.001, or two limits such as [-10, 50]',
  )
  .optional()
  .describe(
    'rewards that are learned from, and none that is judged by, are moved to two limits: [low, high], or the share of the rows beyond each, such as 0.001; the report shows what that takes from the mean. Default: none are',
  );

interface Declared {
  readonly winsorise?: Winsorising | undefined;
}

/** @param rows that are learned from */
export function learnedRows(rows: LoggedRows, { winsorise }: Declared): LoggedRows {
  if (winsorise === undefined) return rows;
  return { ...rows, rewards: winsorised(rows.rewards, winsoriseLimits(rows.rewards, winsorise)) };
}

/**
 * What it took away, for the report; empty where nothing was declared.
 *
 * @param side rows that are learned from, with the rewards that were logged
 */
export function winsorisedOf(
  { log, decisions }: Pick<Contacts, 'log' | 'decisions'>,
  { rows, decisions: some }: RowsOfLog,
  { winsorise }: Declared,
): Pick<LoggedReport, 'winsorised'> {
  if (winsorise === undefined) return {};
  const { rewards, loggedActions, actions } = rows;
  const limits = winsoriseLimits(rewards, winsorise);
  const { sampleWeights } = shapeOfHistories(log, decisions, some);
  const changeOf = (isOne?: (i: number) => boolean) => meanChange(rewards, limits, sampleWeights, isOne);
  return {
    winsorised: {
      ...{ declared: winsorise, limits, all: changeOf() },
      actions: Object.fromEntries(
        actions.map((name, action) => [name, changeOf((i) => loggedActions[i] === action)]),
      ),
    },
  };
}
