/** What customers of a simulated company write: simple texts by what happened to them. */
import type { Random } from '../../core/random';

/** Outcomes of a period of which somebody may write, the first that came decides; and how many do. */
const occasions = [
  {
    outcome: 'unsubscribed',
    share: 0.5,
    texts: ['Please take me off your list.', 'I do not want to hear from you any more.'],
  },
  {
    outcome: 'complained',
    share: 1,
    texts: ['You write far too often, this is annoying.', 'I am not happy with how you treat me.'],
  },
  {
    outcome: 'bought',
    share: 0.1,
    texts: ['Thank you, the PRODUCT is great.', 'The PRODUCT came quickly, I like it.'],
  },
  {
    outcome: 'clicked',
    share: 0.1,
    texts: ['Is the PRODUCT in stock?', 'How long does delivery of the PRODUCT take?'],
  },
] as const;

/**
 * @param came whether an outcome of the log came
 * @param product that it is about: bought, or liked
 * @returns null if nobody writes
 */
export function drawnMessage(
  came: (outcome: string) => boolean,
  product: () => string,
  random: Random,
): string | null {
  const occasion = occasions.find(({ outcome }) => came(outcome));
  if (occasion === undefined || random.uniform() >= occasion.share) return null;
  const text = occasion.texts[random.integer(occasion.texts.length)]!;
  return text.includes('PRODUCT') ? text.replace('PRODUCT', product()) : text;
}
