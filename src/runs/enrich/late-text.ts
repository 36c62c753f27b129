import type { LateDecisions } from '../../profiles/enrich';

/** In words. */
export const lateText = ({ table, decisions, until }: LateDecisions): string =>
  `${decisions.toLocaleString('en-US')} decisions lie after the end of ${table} (known until ${until}): columns made of it, and models that read it, are empty there.`;
