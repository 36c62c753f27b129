/** The report's main chart as a file of its own, for a README or a slide. Brings the chart library with it. */
import { renderSvg } from './charts/render';
import type { SimulationReport } from './report';
import { comparison, comparisonFigure } from './sections/comparison';
import { colourVariables, WIDE_CHART } from './style';

/**
 * The comparison of all policies as an SVG that follows the reader's light or dark mode.
 *
 * @throws RangeError if no policy has a value
 */
export function comparisonPicture(report: SimulationReport): string {
  const data = comparison.data(report);
  const figure = data && comparisonFigure(data);
  if (!figure) throw new RangeError('comparisonPicture: expected a policy with a value, got none');
  const svg = renderSvg(figure.draw(WIDE_CHART), figure.id, figure.title);
  const style = `<style>${colourVariables} svg{background:var(--surface)}</style>`;
  return `${svg.replace(/^(<svg [^>]*>)/, `$1${style}`)}\n`;
}
