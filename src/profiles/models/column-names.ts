/** What the columns of customer models are called, for whoever reads an enriched log. */

/** By name, from segments. */
export const SEGMENT_COLUMN = 'customer_segment';
/** Money to be spent in the window that comes, of whoever has bought, from value. */
export const VALUE_COLUMN = 'lifetime_value';
/** The same of everybody, from spend. */
export const SPEND_COLUMN = 'expected_spend';
/** What a contact changes of the outcome over No Action, from uplift. */
export const upliftColumn = (action: string) => `uplift_${action}`;
/** What is expected of the outcome by an action, No Action too, from uplift. */
export const responseColumn = (action: string) => `response_${action}`;
