/** What `enrich` writes: programs read of it, and need no more of how it is written. */
export interface EnrichedFiles {
  readonly out: string;
  readonly schema: string;
}

/** `enriched.parquet` has `enriched.schema.yaml`. */
export function filesBeside(out: string): EnrichedFiles {
  return { out, schema: out.replace(/\.[^.]+$/, '.schema.yaml') };
}
