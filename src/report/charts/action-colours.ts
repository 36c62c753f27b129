/** Which colour an action has in every chart of a page; with more actions than colours, the rarer ones share one. */
import type { LegendEntry } from './figure';
import type { Colour } from './theme';
import { actionPalette, OTHER_ACTIONS } from './theme';

/** Actions that share a colour; one action but for the last group. */
export interface ActionGroup {
  readonly label: string;
  readonly colour: Colour;
  readonly actions: ReadonlySet<string>;
}

function group(colour: Colour, actions: readonly string[]): ActionGroup {
  const label = actions.length === 1 ? actions[0]! : 'other actions';
  return { label, colour, actions: new Set(actions) };
}

/** [actions] the sum over all charts of the share that the action has in each. */
function sharesOf(actions: readonly string[], charts: readonly (readonly string[])[]): number[] {
  const places = new Map(actions.map((action, index) => [action, index]));
  const shares = actions.map(() => 0);
  for (const taken of charts) {
    for (const action of taken) {
      const index = places.get(action);
      if (index !== undefined) shares[index]! += 1 / taken.length;
    }
  }
  return shares;
}

/**
 * The action at index 0, No Action, is grey. The others have the palette's colours in their order if there are enough
 * colours; else the most frequent have, and all the rest share one more.
 *
 * @param actions all names, by index
 * @param charts per chart, the actions it shows, each as often as it is shown
 * @returns groups of the actions; where actions share a colour, of those that some chart shows
 */
export function actionGroups(
  actions: readonly string[],
  charts: readonly (readonly string[])[],
): readonly ActionGroup[] {
  if (actions.length <= actionPalette.length) {
    return actions.map((action, index) => group(actionPalette[index]!, [action]));
  }
  const shares = sharesOf(actions, charts);
  const taken = actions.map((_, index) => index).filter((index) => index === 0 || shares[index]! > 0);
  const frequent = taken
    .slice(1)
    .sort((a, b) => shares[b]! - shares[a]! || a - b)
    .slice(0, actionPalette.length - 1);
  const own = [0, ...frequent.sort((a, b) => a - b)];
  const rest = taken.filter((index) => !own.includes(index));
  return [
    ...own.map((index, place) => group(actionPalette[place]!, [actions[index]!])),
    ...(rest.length === 0
      ? []
      : [
          group(
            OTHER_ACTIONS,
            rest.map((index) => actions[index]!),
          ),
        ]),
  ];
}

/** Grey for an action that is in no group. */
export function colourOf(groups: readonly ActionGroup[], action: string): Colour {
  return groups.find(({ actions }) => actions.has(action))?.colour ?? actionPalette[0];
}

/** A square for every group of which an action is shown. */
export function actionLegend(groups: readonly ActionGroup[], shown: readonly string[]): LegendEntry[] {
  return groups
    .filter(({ actions }) => shown.some((action) => actions.has(action)))
    .map(({ label, colour }) => ({ label, colour, mark: 'square' }));
}
