/** The schema of an enriched log: that of the log, and what was added as features. */
import type * as Yaml from 'yaml';
import { onDemand } from '../../core/on-demand';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { readDocument } from '../../dataset/schema/read-document';
import type { FeatureSpec } from '../../dataset/schema/feature-schema';

const loadYaml = onDemand<typeof Yaml>('yaml');

/** `category`, or what else it is with what that needs. */
function specText({ kind, levels, never }: FeatureSpec): unknown {
  return levels === undefined && never === undefined
    ? kind
    : { kind, ...(levels && { levels }), ...(never !== undefined && { never }) };
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
  remarks: readonly string[],
): string {
  const {
    encoding: _encoding,
    separator: _separator,
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
  };
  const head = remarks.map((remark) => `# ${remark.replaceAll('\n', ' ')}\n`).join('');
  return `${head}${loadYaml().stringify(schema)}`;
}
