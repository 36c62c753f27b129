/** Which columns a schema names. */

/** Of a schema file, as far as it is there. */
interface NamingSchema {
  readonly customer?: string | undefined;
  readonly time?: string | undefined;
  readonly sequence?: string | undefined;
  readonly action?: string | undefined;
  readonly reward?: string | undefined;
  readonly rewards?: Readonly<Record<string, number>> | undefined;
  readonly outcomes?: readonly string[] | undefined;
  readonly propensity?: string | undefined;
  readonly propensities?: string | Readonly<Record<string, string>> | undefined;
  readonly group?: { readonly column: string } | undefined;
  readonly eligible?: string | Readonly<Record<string, string>> | undefined;
  readonly cost?: string | Readonly<Record<string, number>> | undefined;
  readonly weight?: string | undefined;
  readonly terminal?: string | undefined;
  readonly features?: Readonly<Record<string, unknown>> | undefined;
}

/** Columns that mean one thing alone: [key of the schema, column]. An outcome may be part of the reward. */
export function namedColumns(schema: NamingSchema): [string, string][] {
  const single = (
    ['customer', 'time', 'sequence', 'action', 'reward', 'propensity', 'weight', 'terminal'] as const
  ).flatMap((key): [string, string][] => (schema[key] === undefined ? [] : [[key, schema[key]]]));
  const several = (['propensities', 'eligible', 'cost'] as const).flatMap((key): [string, string][] => {
    const value = schema[key];
    if (value === undefined) return [];
    if (typeof value === 'string') return [[key, value]];
    return Object.values(value).flatMap((one) => (typeof one === 'string' ? [[key, one]] : []));
  });
  const outcomes = new Set([...Object.keys(schema.rewards ?? {}), ...(schema.outcomes ?? [])]);
  return [
    ...single,
    ...several,
    ...[...outcomes].map((column): [string, string] => ['outcomes', column]),
    ...(schema.group === undefined ? [] : [['group', schema.group.column] as [string, string]]),
    ...Object.keys(schema.features ?? {}).map((column): [string, string] => ['features', column]),
  ];
}
