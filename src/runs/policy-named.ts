/** A policy by the name that somebody typed. */
import { InputError, show } from '../core/errors';

/** @throws InputError with the names that there are */
export function policyNamed<Named extends { readonly name: string }>(
  name: string,
  policies: readonly Named[],
  flag = '--policy',
): Named {
  const found = policies.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = policies.map((one) => one.name).join(', ');
  throw new InputError(`${flag}: expected one of ${names}, got ${show(name)}`);
}
