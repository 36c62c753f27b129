/** The view of which action the model takes where. */
import { figures } from '../blocks';
import { actionLegend } from '../charts/action-colours';
import { drawActionMap, mapActions } from '../charts/map';
import { formatFixed } from '../format';
import type { ActionMap } from '../report';
import type { ViewSection } from './view-section';

const ANY_WORLD = 'Each cell is a state, in the colour of the action that the model takes there.';

/** The three most frequent actions, without those that would round to 0 %. */
function titleOf(map: ActionMap): string {
  const parts = mapActions(map)
    .filter(({ share }, place) => place === 0 || share >= 0.005)
    .slice(0, 3)
    .map(({ action, share }) => `${action} in ${formatFixed(100 * share, 0)} %`);
  return `What the model does where: ${parts.join(', ')} of the states`;
}

const shownActions = (map: ActionMap): string[] => map.points.map(({ action }) => action);

export const actionMap: ViewSection<ActionMap> = {
  isEmpty: ({ points }) => points.length === 0,
  shownActions,
  blocks: (map, { id, groups }) =>
    figures([
      {
        id,
        title: titleOf(map),
        caption: map.caption ?? ANY_WORLD,
        legend: actionLegend(groups, shownActions(map)),
        draw: (width) => drawActionMap(map, groups, width),
      },
    ]),
};
