/** The readable policy beside a model, as report.json has it. */
import type { Estimate } from '../../core/estimate';
import type { Leaf } from '../../dataset/rules/rules-schema';
import type { DepthTried } from './choose-depth';
import type { ReadableNode } from './describe';

export interface ReadablePolicy {
  /** null where there is none, as `reason` says */
  readonly tree: ReadableNode | null;
  readonly reason: string | null;
  /** The same as rules.json has it; null without a tree. */
  readonly rules: readonly Leaf[] | null;
  /** Columns that could be asked about. */
  readonly columns: readonly string[];
  /** How deep it might be, and what depth paid on customers that trees were not grown on. */
  readonly depths: readonly DepthTried[];
  /** What it was grown on, none of which is judged. */
  readonly decisions: number;
  /** Decisions that are not judged either, and that it was not grown on; earlier reports lack it. */
  readonly leftOut?: {
    /** After which the customer goes on, and the log does not: what follows is not known. */
    readonly unknown: number;
    /** Of customers who were left alone for certain. */
    readonly heldBack: number;
  };
  readonly customers: number;
  /** Share of the decisions held out at which it does what the model does; null without a tree. */
  readonly sameAsModel: number | null;
  /** The model minus it, on the decisions held out, customer by customer; null where either has no value. */
  readonly modelMinusReadable: Estimate | null;
}
