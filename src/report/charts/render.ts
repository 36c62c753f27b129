/** Draws an echarts option as SVG, on the server and always to the same bytes. */
import { init } from 'echarts';
import type { Drawing } from './figure';
import { withCssVariables } from './theme';

function escapeAttribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

/**
 * Class and clip names carry counters of the process (`zr0-cls-0`, `zr12-c3`); numbering them by appearance under the
 * figure's name makes them the same in every process and unique on a page.
 */
function renamed(svg: string, id: string): string {
  const names = new Map<string, string>();
  return svg.replace(/\bzr\d+-[a-z]+-?\d+\b/g, (name) => {
    const known = names.get(name) ?? `${id}-${names.size}`;
    names.set(name, known);
    return known;
  });
}

/**
 * @param id prefix of names inside the SVG, unique on the page
 * @param label what a screen reader says in place of the drawing
 * @returns an `svg` element whose colours are CSS variables (see theme)
 */
export function renderSvg(drawing: Drawing, id: string, label: string): string {
  const { width, height, option } = drawing;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ ...option, animation: false });
    // Marks that only a script in the browser would read.
    const drawn = chart.renderToSVGString().replace(/ ecmeta_\w+="[^"]*"/g, '');
    const svg = withCssVariables(renamed(drawn, id));
    return svg.replace('<svg ', `<svg role="img" aria-label="${escapeAttribute(label)}" `);
  } finally {
    chart.dispose();
  }
}
