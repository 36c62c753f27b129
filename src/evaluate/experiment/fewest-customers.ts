/** Below it nothing is said of a group, so that no plan has fewer. The house's limit for weights. */
export const FEWEST_CUSTOMERS = 10;
