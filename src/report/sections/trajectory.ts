/** The view of one episode under the model. */
import { figures } from '../blocks';
import { drawTrajectory, MOST_LINES, trajectoryLegend } from '../charts/trajectory';
import { formatNumber, formatRounded } from '../format';
import type { Trajectory } from '../report';
import type { ViewSection } from './view-section';

/** Features whose change the title tells. */
const MOST_NAMED = 4;

const ANY_WORLD = 'Lines: the features at the start of each period. Strip: the action the model took.';

function titleOf({ features, values, actions: taken }: Trajectory, actions: readonly string[]): string {
  const changes = features.slice(0, MOST_NAMED).map((feature, index) => {
    const own = values[index] ?? [];
    return `${feature} ${formatRounded(own[0] ?? 0)} → ${formatRounded(own.at(-1) ?? 0)}`;
  });
  const more = features.length > MOST_NAMED ? [`${features.length - MOST_NAMED} more features`] : [];
  const count = (action: string): number => taken.filter((one) => one === action).length;
  const most = actions.reduce((a, b) => (count(b) > count(a) ? b : a));
  return `One episode: ${[...changes, ...more].join(', ')}; most often ${most} (${count(most)} of ${taken.length} periods)`;
}

function captionOf({ features, caption = ANY_WORLD }: Trajectory): string {
  if (features.length <= MOST_LINES) return caption;
  return `${caption} The first ${MOST_LINES} of ${formatNumber(features.length)} features are drawn; all are in report.json.`;
}

export const trajectory: ViewSection<Trajectory> = {
  isEmpty: (view) => view.actions.length === 0,
  shownActions: (view) => view.actions,
  blocks: (view, { id, actions, groups }) =>
    figures([
      {
        id,
        title: titleOf(view, actions),
        caption: captionOf(view),
        legend: trajectoryLegend(view, groups),
        draw: (width) => drawTrajectory(view, groups, width),
      },
    ]),
};
