/** How one kind of view becomes a part of the page. */
import type { Block } from '../blocks';
import type { ActionGroup } from '../charts/action-colours';

export interface ViewPlace {
  /** Unique on the page. */
  readonly id: string;
  /** Names by index. */
  readonly actions: readonly string[];
  /** The colours of the actions, the same in every view of the page. */
  readonly groups: readonly ActionGroup[];
}

export interface ViewSection<ViewData> {
  /** Whether there is nothing to look at. */
  isEmpty(view: ViewData): boolean;
  /** The actions a view shows in colour, each as often as it shows it. */
  shownActions(view: ViewData): readonly string[];
  blocks(view: ViewData, place: ViewPlace): Block[];
}
