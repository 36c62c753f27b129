/** What the thread that answers requests and the thread of a model say to each other. */
import type { Exploration } from '../../decide/exploration';
import type { RuntimeChoice } from '../../inference/on-onnx-runtime';
import type { LoadedModel } from '../../store/model-store';

/** An earlier contact as a request tells it. */
export interface ToldContact {
  readonly time: string | number;
  readonly action: string;
  readonly reward?: number | null | undefined;
}

/** Earlier decisions of one customer, in order of time, as the service keeps them. */
export interface KeptPast {
  /** milliseconds, or steps */
  readonly times: readonly number[];
  /** Names, No Action by the one that every model knows; of older services by that of the log. */
  readonly actions: readonly string[];
  /** NaN where not known. */
  readonly rewards: readonly number[];
}

export interface AskedCustomer {
  /** Raw columns; of a model without them, `state`. */
  readonly columns: Readonly<Record<string, unknown>> | null;
  readonly state: readonly number[] | null;
  /** As the request has it; null where it says nothing. */
  readonly history: readonly ToldContact[] | null;
  /** As the service keeps it; null where it keeps none. Counts only where the request says nothing. */
  readonly kept: KeptPast | null;
  /** When it is decided, milliseconds or steps. */
  readonly now: number;
  /** In the request, such as `customers.3`; '' where it is the whole of it. */
  readonly place: string;
  /** From 0 to below 1: chooses what is tried. */
  readonly draw: number;
}

export interface DecidedCustomer {
  readonly kind: 'decided';
  /** As the log trained on calls it, like all names of actions here. */
  readonly action: string;
  /** More than No Action, by Q-values. */
  readonly value: number;
  readonly propensity: number;
  readonly reason: string;
  /** Whether it is another action than the best, to learn of it. */
  readonly isTried: boolean;
  /** [actions] */
  readonly qValues: readonly number[];
  /** Why eligibility and rules bar actions, by name. */
  readonly barred: Readonly<Record<string, string>>;
  /** Why the log trained on does not support others, by name. */
  readonly unsupported: Readonly<Record<string, string>>;
  readonly remarks: readonly string[];
  /** [inputs] which bin of the histograms trained on each input falls in; empty for a model without histograms */
  readonly bins: readonly number[];
}

/** The request is wrong. */
export interface RefusedCustomer {
  readonly kind: 'refused';
  readonly field: string;
  readonly reason: string;
}

export type AnsweredCustomer = DecidedCustomer | RefusedCustomer;

export interface ThreadStart {
  /** Where the model lies, or the model itself, of a thread that takes the place of one that died. */
  readonly source: { readonly folder: string } | { readonly loaded: LoadedModel };
  readonly exploration: Exploration | null;
  readonly runtime: RuntimeChoice;
}

export interface BatchMessage {
  readonly id: number;
  readonly customers: readonly AskedCustomer[];
  /** Whether something else than the best may be tried. */
  readonly explores: boolean;
}

export type ThreadMessage =
  | {
      readonly kind: 'ready';
      readonly loaded: LoadedModel;
      /** In words. */
      readonly computedBy: string;
      /** What should be heard of that. */
      readonly remarks: readonly string[];
    }
  /** The model cannot be served, and the thread ends. */
  | { readonly kind: 'unfit'; readonly reason: string }
  | { readonly kind: 'answers'; readonly id: number; readonly customers: readonly AnsweredCustomer[] }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
