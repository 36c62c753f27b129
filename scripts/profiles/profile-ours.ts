/** Profiles as `customers profile` makes them. Usage: profile-ours COMPANY AS_OF OUT [UPDATE] */
import { profileCustomers } from '../../src/runs/customers/profile-customers';
import { quietHost } from '../../src/runs/quiet-host';
import { printMeasured } from '../score/measured';

const [company, asOf, out, update] = process.argv.slice(2);
void printMeasured(async () => {
  const request = { company: company!, asOf: asOf!, out: out!, update, overwrite: true };
  const profiled = await profileCustomers(request, quietHost());
  return profiled!.profiles.customers.length;
});
