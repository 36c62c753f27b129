/** A file that an export consists of. */
export interface ExportedFile {
  /** Below the folder of the export, with `/`. */
  readonly path: string;
  readonly data: string | Uint8Array;
}
