/** Contacts that the company's own rules forbid. */
import { rowsOf } from './audit-input';
import { linesOf, type Check } from './finding';
import { shareOf } from './words';

/** A rule that the log breaks often is not the rule by which the company acted, or a column is read wrongly. */
export const barredActions: Check = (input) =>
  input.decisions.barred.map(({ by, decisions }) => {
    const share = decisions.length / input.decisions.count;
    const blocks = share >= input.settings.barredShare;
    const rule = by === 'eligible' ? 'the eligible column' : `the rule "${by}"`;
    return {
      ...{ code: 'barred-actions', severity: blocks ? ('block' as const) : ('warn' as const) },
      message: `${shareOf(decisions.length, input.decisions.count, input.what)} did what ${rule} forbids: a policy that keeps to it cannot be compared there; correct the rule or the rows`,
      ...{ lines: linesOf(input, rowsOf(input, decisions)), values: { rows: decisions.length, share } },
    };
  });
