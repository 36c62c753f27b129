/** What values of a model that was taught caution are not. */

/**
 * @param conservativeWeight alpha of CQL(H) that the model was learned with; undefined without
 * @returns null where values are estimates of what is earned
 */
export function cautionText(conservativeWeight: number | undefined): string | null {
  if (conservativeWeight === undefined || conservativeWeight === 0) return null;
  return `values are the model's scores, lowered by its caution (conservative weight ${conservativeWeight}) for actions that the log hardly shows: they say which action is taken, and estimate no money`;
}
