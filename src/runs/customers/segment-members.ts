/** The customers of one segment of a fitted segments model. */
import { InputError, show } from '../../core/errors';
import { momentText } from '../../core/moment-text';
import { didYouMean } from '../../core/nearest';
import { pastOf } from '../../profiles/asof/past';
import { customerModelNamed } from '../../profiles/models/list';
import { loadCustomerModel } from '../../profiles/saved/saved-model';
import type { CompanyTables } from '../../profiles/tables/company-tables';
import type { Company } from '../../profiles/tables/open-company';
import type { Host } from '../host';
import { windowOf } from './company-run';
import { expectSameClocks } from './moment-of';

export interface SegmentChoice {
  /** Folder of a fitted segments model. */
  readonly model: string;
  /** Such as the model calls it. */
  readonly name: string;
}

/** @throws InputError if only one of the two is given */
export function segmentChoice(model: string | undefined, name: string | undefined): SegmentChoice | null {
  if (model === undefined && name === undefined) return null;
  if (model === undefined)
    throw new InputError(`--segments: expected the folder of a segments model for --segment ${show(name)}`);
  if (name === undefined)
    throw new InputError(
      '--segment: expected the name of one of the segments of --segments, which its report lists',
    );
  return { model, name };
}

/**
 * [customers] 1 of those who were in the segment at a moment, by what was known then.
 *
 * @throws InputError for a folder that holds no segments model, or a segment that it does not know
 */
export async function segmentMembers(
  tables: CompanyTables,
  company: Company,
  { model: folder, name }: SegmentChoice,
  moment: number,
  host: Host,
): Promise<Uint8Array> {
  const { fitted, manifest } = await loadCustomerModel(
    folder,
    customerModelNamed('customers calibrate', 'segments'),
  );
  expectSameClocks(folder, manifest, company);
  if (moment < Date.parse(manifest.asOf))
    host.logger.warn(
      `${folder} was fitted on what was known until ${momentText(Date.parse(manifest.asOf), tables.timeZone)}: when the first period begins, ${momentText(moment, tables.timeZone)}, it has seen some of what came later; --from sets another beginning`,
    );
  const customers = pastOf(tables, moment, windowOf(manifest.window)).now();
  const [column] = await fitted.apply(customers);
  if (column?.kind !== 'category') throw new RangeError('segments: expected a category of each customer');
  const code = column.names.indexOf(name);
  if (code < 0)
    throw new InputError(
      column.names.length === 0
        ? `--segment: expected a model with segments, got ${show(name)} of ${folder}, whose model found none`
        : `--segment: expected one of ${column.names.map(show).join(', ')}, got ${show(name)}${didYouMean(name, column.names, show)}`,
    );
  const inside = new Set(customers.customers.filter((_, row) => column.codes[row] === code));
  return Uint8Array.from(tables.customers, (customer) => (inside.has(customer) ? 1 : 0));
}
