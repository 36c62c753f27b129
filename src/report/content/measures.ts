/** What the measures of an evaluation on a log are called. */

const words: Readonly<Record<string, string>> = {
  contacts: 'Contacts',
  cost: 'Cost',
  negativeRewards: 'Rewards below 0',
};

/** `contacts: email` is a channel, `outcome: opened` what the schema declares as an outcome. */
export function measureLabel(name: string): string {
  const [, kind, rest] = /^(contacts|outcome): (.*)$/.exec(name) ?? [];
  if (kind === 'contacts') return `Contacts by ${rest}`;
  return kind === 'outcome' ? `Outcome: ${rest}` : (words[name] ?? name);
}

/** Contacts first, then what they cost, then what came of them; the reward is the value and stands elsewhere. */
export function measureOrder(names: readonly string[]): string[] {
  const kinds = [/^contacts$/, /^contacts: /, /^cost$/, /^negativeRewards$/, /^outcome: /];
  const place = (name: string) => {
    const kind = kinds.findIndex((one) => one.test(name));
    return kind < 0 ? kinds.length : kind;
  };
  return names.filter((name) => name !== 'reward').sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}
