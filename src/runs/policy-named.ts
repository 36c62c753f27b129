/** A policy by the name that somebody typed. */
import { InputError, show } from '../core/errors';
import { didYouMean } from '../core/nearest';

/** What else a flag takes on a log. */
export const OR_RULES = ', or rules in a .json or .yaml file';

/** @param orElse what the flag takes beside names @throws InputError with the names that there are */
export function policyNamed<Named extends { readonly name: string }>(
  name: string,
  policies: readonly Named[],
  flag = '--policy',
  orElse = '',
): Named {
  const found = policies.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = policies.map((one) => one.name);
  throw new InputError(
    `${flag}: expected one of ${names.join(', ')}${orElse}, got ${show(name)}${didYouMean(name, names)}`,
  );
}
