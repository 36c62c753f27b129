/** The schema of a collected log says which of its columns enrich made once, and no more where they lie. */
import { collectedSchema } from '../../../src/serve/collect/collected-schema';
import { COMPANY_RAW } from '../../support/company-model';

const collected = (...logged: string[]) =>
  collectedSchema(COMPANY_RAW, ['No Action', 'mail', 'call'], new Set(logged), new Set(['margin']));

it('names the enriched columns that were logged, and tells what models are to be named', () => {
  const { schema, remarks } = collected('spend', 'region', 'age');
  expect(schema.enriched).toEqual({ columns: ['spend', 'region'] });
  expect(remarks).toEqual([
    expect.stringMatching(/^enriched\.models is no part of the schema: name there the folder/),
  ]);
  expect(collected('region', 'age').schema.enriched).toEqual({ columns: ['region'] });
  expect(collected('age').schema.enriched).toBeUndefined();
});
