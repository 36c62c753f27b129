/** What a page is, before it is set as HTML or Markdown. */
import type { Block } from './blocks';
import type { KeyNumber } from './content/log-verdict';

export interface Page {
  /** Of the browser's tab. */
  readonly title: string;
  /** Colours the head: better, worse, alone of who contacts nobody, or anything else. */
  readonly state: string;
  readonly kicker: string;
  readonly headline: string;
  /** Right below it: what weakens it; empty where nothing does. */
  readonly caveat: string;
  /** The few that matter, below the headline. */
  readonly numbers: readonly KeyNumber[];
  /** Below them. */
  readonly reasons: readonly string[];
  /** Where the numbers come from. */
  readonly facts: readonly string[];
  readonly blocks: readonly Block[];
  /** Folded at the end. */
  readonly details: { readonly summary: string; readonly text: string } | null;
}
