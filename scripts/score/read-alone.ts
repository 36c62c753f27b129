/** Reads what scoring reads, batch by batch, and does nothing with it. Usage: read-alone FILE */
import { readersOfRows } from '../../src/dataset/features/raw-rows';
import { tableBatches } from '../../src/dataset/read/table-batches';
import { TextColumn } from '../../src/dataset/read/text-column';
import { madeInputs } from './made-model';
import { printMeasured } from './measured';

const ROWS = 8192;

async function main(file: string): Promise<void> {
  const { raw } = madeInputs();
  const actions = ['No Action', 'email', 'sms', 'letter', 'call'];
  await printMeasured(async () => {
    let rows = 0;
    const make = () => {
      const { wanted } = readersOfRows(raw, actions);
      return { readers: null, columns: [new TextColumn(raw.schema.customer!), ...wanted] };
    };
    for await (const batch of tableBatches([file], make, { rows: ROWS })) rows += batch.rows;
    return rows;
  });
}

void main(process.argv[2]!);
