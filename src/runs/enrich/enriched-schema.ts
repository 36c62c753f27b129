/** The schema of an enriched log: that of the log, and what was added as features. */
import type * as Yaml from 'yaml';
import { onDemand } from '../../core/on-demand';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { readDocument } from '../../dataset/schema/read-document';
import type { FeatureSpec } from '../../dataset/schema/feature-schema';
import type { LogSchema } from '../../dataset/schema/log-schema';

const loadYaml = onDemand<typeof Yaml>('yaml');

/** `category`, or what else it is with what that needs. */
function specText({ kind, levels, never }: FeatureSpec): unknown {
  return levels === undefined && never === undefined
    ? kind
    : { kind, ...(levels && { levels }), ...(never !== undefined && { never }) };
}

interface AddedTo {
  /** Folder beside the schema. */
  readonly models: string;
  /** Of the log before any column was added. */
  readonly logHash: string;
  /** Of whose its rows are, and when. */
  readonly rowsHash: string;
}

/** Of a log that was enriched before, the columns of then too. */
function enrichedText(
  before: LogSchema['enriched'],
  added: readonly RawColumn[],
  { models, logHash, rowsHash }: AddedTo,
): { enriched?: LogSchema['enriched'] } {
  const columns = [...(before?.columns ?? []), ...added.map(({ name }) => name)];
  return columns.length === 0 ? {} : { enriched: { columns, models, logHash, rowsHash } };
}

/**
 * @param schemaFile of the log
 * @param features of the log
 * @param added columns
 * @param remarks lines of the comment at its head
 */
export function enrichedSchemaText(
  schemaFile: string,
  features: Readonly<Record<string, FeatureSpec>>,
  added: readonly RawColumn[],
  { remarks, ...addedTo }: AddedTo & { readonly remarks: readonly string[] },
): string {
  const {
    encoding: _encoding,
    separator: _separator,
    enriched,
    ...given
  } = readDocument(schemaFile) as Record<string, unknown>;
  const missing = (given.missing ?? ['']) as readonly string[];
  const schema = {
    ...given,
    ...(missing.includes('') ? {} : { missing: ['', ...missing] }),
    features: {
      ...Object.fromEntries(Object.entries(features).map(([name, spec]) => [name, specText(spec)])),
      ...Object.fromEntries(added.map(({ name, kind }) => [name, kind])),
    },
    ...enrichedText(enriched as LogSchema['enriched'], added, addedTo),
  };
  const head = remarks.map((remark) => `# ${remark.replaceAll('\n', ' ')}\n`).join('');
  return `${head}${loadYaml().stringify(schema)}`;
}
