/** What `enrich` writes: programs read of it, and need no more of how it is written. */
export interface EnrichedFiles {
  readonly out: string;
  readonly schema: string;
  /** Folder of what made the columns. */
  readonly models: string;
}

/** `enriched.parquet` has `enriched.schema.yaml` and `enriched.customers`. */
export function filesBeside(out: string): EnrichedFiles {
  const beside = (ending: string) => out.replace(/\.[^.]+$/, ending);
  return { out, schema: beside('.schema.yaml'), models: beside('.customers') };
}
