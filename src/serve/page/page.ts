/** The pages of a service: what its policy does, and which routes there are. Each is whole: it asks no other place. */
import { createHash } from 'node:crypto';
import { colourVariables } from '../../report/style';
import { script } from './script';

const css = `${colourVariables}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1180px;padding:24px 20px 56px;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
h1{margin:0;font-size:26px;line-height:1.2}h2{margin:0 0 10px;font-size:18px}
[hidden]{display:none!important}
.about,small{color:var(--muted);font-size:13.5px}
main{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:20px;margin-top:18px;align-items:start}
section{padding:16px 18px;border:1px solid var(--rule);border-radius:6px;background:var(--surface)}
section+section{margin-top:20px}
.control{display:grid;grid-template-columns:minmax(0,1fr) 120px;gap:2px 10px;padding:7px 0;border-top:1px solid var(--rule);align-items:center}
.control:first-child{border-top:0}
.control input[type=range]{grid-column:1/-1;width:100%}
.unknown{grid-column:1/-1;color:var(--muted);font-size:13.5px}
input,select,button{font:inherit;max-width:100%;min-width:0;padding:5px 7px;border:1px solid var(--rule);border-radius:5px;background:var(--page);color:var(--ink)}
input[type=range],input[type=checkbox]{padding:0;accent-color:var(--model)}
button{cursor:pointer}
.contact{display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding:5px 0}
.contact input{width:80px}
@media (min-width:821px){.answer{position:sticky;top:16px}}
.decision{border-left:5px solid var(--model)}
.decision p{margin:2px 0}
#decision{font-size:30px;font-weight:650;line-height:1.25}
ul{margin:8px 0 0;padding-left:20px}
#bars{list-style:none;padding:0}
#bars li{display:grid;grid-template-columns:minmax(70px,150px) minmax(0,1fr) 92px;gap:2px 10px;padding:6px 4px;align-items:center}
#bars .taken{background:var(--tint);font-weight:650;border-radius:5px}
#bars .barred{color:var(--muted)}#bars .barred i{opacity:.35}
#bars small{grid-column:1/-1;font-weight:400}
.track{position:relative;height:18px}
.track i{position:absolute;top:0;height:100%;border-radius:2px}
.value{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.failure{padding:10px 14px;border-left:5px solid var(--bad);background:var(--tint)}
table{border-collapse:collapse;width:100%}th,td{padding:7px 9px;border-top:1px solid var(--rule);text-align:left;vertical-align:top}
code{font-size:14px}
:focus-visible{outline:2px solid var(--model);outline-offset:2px}
@media (max-width:820px){main{grid-template-columns:minmax(0,1fr)}body{padding:16px 12px 40px}.answer{order:-1}}`;

function htmlPage(title: string, body: string, ownScript: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><style>${css}</style></head>
<body>${body}${ownScript === '' ? '' : `<script>${ownScript}</script>`}</body></html>`;
}

const sourceOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded from anywhere, and only what stands in the page runs. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src ${sourceOf(script)}`,
  `style-src ${sourceOf(css)}`,
  "style-src-attr 'unsafe-inline'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const policyPage = htmlPage(
  'Contact policy',
  `<header><h1>What this policy does</h1><p class="about"><span id="about"></span> · <a href="docs">routes</a></p></header>
<form id="token" hidden><label for="secret">token </label><input id="secret" type="password" autocomplete="off"> <button>use</button></form>
<p id="failure" class="failure" role="alert" hidden></p>
<main><div><section aria-label="customer"><h2>A customer</h2><div id="controls"></div></section>
<section id="past" hidden><h2>Earlier contacts</h2><div id="contacts"></div><button type="button" id="add">add a contact</button>
<ul id="rules" class="about"></ul></section></div>
<div class="answer"><section class="decision" aria-live="polite"><p class="about">is decided</p><p id="decision">…</p><p id="why"></p><p id="worth" class="about"></p></section>
<section><h2>What each action is worth, by the model</h2><p id="caution" class="about"></p><ul id="bars"></ul><ul id="remarks" class="about"></ul></section>
<section id="tree" hidden><h2>The policy that can be read</h2><p class="about">Another policy than the model, learned from the same log; the first line that fits decides.</p><ol id="leaves"></ol></section></div></main>`,
  script,
);

/** @param routes method and path, and what it is for */
export function routesPage(routes: readonly (readonly [string, string])[]): string {
  const rows = routes.map(([route, purpose]) => `<tr><td><code>${route}</code></td><td>${purpose}</td></tr>`);
  return htmlPage(
    'Routes',
    `<header><h1>Routes</h1><p class="about">Whole, with every field: <a href="openapi.json">openapi.json</a> · <a href="./">the policy</a></p></header>
<section><table><thead><tr><th>route</th><th>for</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`,
    '',
  );
}
