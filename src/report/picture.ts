/** The report's main chart as a file of its own, for a README or a slide. Brings the chart library with it. */
import { renderSvg } from './charts/render';
import { simulationFigures } from './content/simulation-figures';
import type { SimulationReport } from './report';
import { colourVariables, WIDE_CHART } from './style';

/** The comparison of all policies as an SVG that follows the reader's light or dark mode. */
export function comparisonPicture(report: SimulationReport): string {
  const figure = simulationFigures(report).comparison[0]!;
  const svg = renderSvg(figure.draw(WIDE_CHART), figure.id, figure.title);
  const style = `<style>${colourVariables} svg{background:var(--surface)}</style>`;
  return `${svg.replace(/^(<svg [^>]*>)/, `$1${style}`)}\n`;
}
