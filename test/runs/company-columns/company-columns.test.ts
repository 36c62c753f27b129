/** Columns of a company's customers are those of the model that was loaded, whatever lies in its folder by then. */
import { companyColumns } from '../../../src/runs/company-columns/company-columns';
import { columnsOfModel } from '../../../src/runs/company-columns/columns-of-model';
import { quietHost } from '../../../src/runs/quiet-host';
import { loadModel } from '../../../src/store/model-store';
import { writeCompany } from '../../support/company-files';
import { COMPANY_RAW, savedCompanyModel } from '../../support/company-model';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

it('refuses what another model brought that was saved in the same folder meanwhile', async () => {
  const folder = freshFolder();
  const company = writeCompany(folder, {
    customers: ['anna,2025-01-01,40,north,'],
    transactions: ['anna,2025-03-01,12,1,pear', 'anna,2025-06-01,100,1,pear'],
  });
  const wanted = columnsOfModel(await loadModel(await savedCompanyModel(folder)), new Set());
  const asked = { company, moment: Date.parse('2025-06-01'), raw: COMPANY_RAW, wanted, asked: [] };
  const { known } = await companyColumns(asked, quietHost());
  expect(known.columns[0]).toMatchObject({ name: 'spend', values: Float64Array.of(12) });
  await savedCompanyModel(folder, { profile: [{ name: 'spend', kind: 'number' }] });
  await expect(companyColumns(asked, quietHost())).rejects.toThrow(
    /run\/model\/customers: expected what came with the model that was loaded, got others, .*load it again/,
  );
});
