/** From where on a log tells too little, as the run was configured: data of a saved report, so nothing of it is certain. */

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What lies at a path of a configuration; undefined where there is nothing. */
export function configAt(config: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, key) => (isRecord(part) ? part[key] : undefined), config);
}

/** `config.settings.offPolicy`; empty of runs from before there was any. */
export function thresholdsOf(config: unknown): Readonly<Record<string, number>> {
  const settings = configAt(config, ['settings', 'offPolicy']);
  if (!isRecord(settings)) return {};
  const numbers = Object.entries(settings).filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(numbers) as Record<string, number>;
}

/** What rewards are counted in, with a space before it; empty where the schema does not say. */
export function currencyOf(config: unknown): string {
  const currency = configAt(config, ['schema', 'currency']);
  return typeof currency === 'string' && currency !== '' ? ` ${currency}` : '';
}

/** Whether the log has the published form, rows of a state: for it the published lines were made. */
export function isPublishedForm(config: unknown): boolean {
  return configAt(config, ['schema', 'state']) !== undefined;
}
