/** What is asked of an export. */
import { InputError } from '../../core/errors';
import { exportFormats, type ExportFormat } from '../../export/formats';

export { exportFormats };

export interface ExportRequest {
  /** A run's folder, or its model/ folder. */
  readonly model: string;
  /** One of the formats. */
  readonly format?: ExportFormat | undefined;
  /** Every format that the model can be written in, and a model card. @default false */
  readonly all?: boolean | undefined;
  /** A folder to write. */
  readonly out: string;
  /** Replace an export that is there. @default false */
  readonly overwrite?: boolean | undefined;
}

/** @throws InputError unless one format is asked for, or all */
export function askedFormats({ format, all = false }: ExportRequest): readonly ExportFormat[] {
  if (all === (format !== undefined))
    throw new InputError(
      `--format: expected one of ${exportFormats.join(', ')}, or --all, got ${all ? 'both' : 'neither'}`,
    );
  return format === undefined ? exportFormats : [format];
}
