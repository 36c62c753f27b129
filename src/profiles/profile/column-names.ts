/** What columns of the profile are called that others ask for. */

/** Time since the last purchase; missing of whoever never bought. */
export const RECENCY_COLUMN = 'days_since_purchase';
