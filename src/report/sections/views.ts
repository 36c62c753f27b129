/** What the world shows of the model beside its metrics. A new kind of view is one file and one line here. */
import { InputError, show } from '../../core/errors';
import { heading, paragraph } from '../blocks';
import { actionGroups } from '../charts/action-colours';
import type { ReportData, View } from '../report';
import { actionMap } from './action-map';
import type { Section } from './section';
import { trajectory } from './trajectory';
import type { ViewSection } from './view-section';
import { viewTable } from './view-table';

/** By the kind of the view. */
const kinds: { readonly [Kind in View['kind']]: ViewSection<Extract<View, { kind: Kind }>> } = {
  trajectory,
  actionMap,
  table: viewTable,
};

interface PlacedView {
  /** Unique on the page. */
  readonly id: string;
  readonly view: View;
  readonly section: ViewSection<View>;
}

interface ViewsData {
  readonly actions: readonly string[];
  readonly views: readonly PlacedView[];
}

/** @throws InputError with the view's name if its kind is not known, as of a world written in JavaScript */
function placed(id: string, name: string, view: View): PlacedView {
  if (!Object.hasOwn(kinds, view.kind)) {
    const known = Object.keys(kinds).join(', ');
    throw new InputError(
      `report: view ${show(name)}: expected kind to be one of ${known}, got ${show(view.kind)}`,
    );
  }
  // A section is only ever given the views of its own kind.
  return { id, view, section: kinds[view.kind] };
}

function viewsOf({ actions, trajectory, actionMap, views = {} }: ReportData): ViewsData | undefined {
  const all = [
    ...(trajectory ? [placed('trajectory', 'trajectory', { ...trajectory, kind: 'trajectory' })] : []),
    ...(actionMap ? [placed('action-map', 'actionMap', { ...actionMap, kind: 'actionMap' })] : []),
    ...Object.entries(views).map(([name, view], index) => placed(`view-${index + 1}`, name, view)),
  ];
  const some = all.filter(({ section, view }) => !section.isEmpty(view));
  return some.length === 0 ? undefined : { actions, views: some };
}

export const views: Section<ViewsData> = {
  key: 'views',
  data: viewsOf,
  blocks: ({ actions, views }) => {
    const groups = actionGroups(
      actions,
      views.map(({ section, view }) => section.shownActions(view)),
    );
    return [
      heading('What the model does'),
      paragraph(
        'Learned behaviour should make sense to someone who knows the customers: look before you serve it.',
      ),
      ...views.flatMap(({ id, view, section }) => section.blocks(view, { id, actions, groups })),
    ];
  },
};
