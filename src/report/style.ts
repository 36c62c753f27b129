/** The page's style: colours as variables for light and dark, measures of its charts. */

/** Width of a chart in its wide and narrow form, CSS pixels. */
export const WIDE_CHART = 880;
export const NARROW_CHART = 350;

/**
 * Actions and series have the colours of Okabe and Ito (2008), which colour-blind readers can tell apart; No Action
 * is grey. Dark mode lightens what would be too dark on the dark ground.
 */
export const colourVariables = `:root{color-scheme:light dark;
--page:#fcfcfb;--surface:#ffffff;--ink:#1b1f24;--muted:#57606a;--grid:#e3e6ea;--rule:#d5d9de;--shadow:#1b1f2459;
--model:#0072b2;--model-soft:#86bfe0;--baseline:#7d8590;--baseline-soft:#c9ced5;
--good:#00704f;--caution:#8a5a00;--bad:#b3400a;--tint:#eef5fa;
--action-0:#a7aeb6;--action-1:#56b4e9;--action-2:#e69f00;--action-3:#009e73;--action-4:#cc79a7;--action-5:#f0e442;--action-6:#0072b2;--action-7:#d55e00}
@media (prefers-color-scheme:dark){:root{
--page:#14171b;--surface:#1b1f24;--ink:#e8eaed;--muted:#a3abb5;--grid:#30363d;--rule:#3a4149;--shadow:#000000b3;
--model:#5cb3ee;--model-soft:#2c6288;--baseline:#959da7;--baseline-soft:#515962;
--good:#3fc79a;--caution:#e9b44c;--bad:#f08a52;--tint:#1d2a35;
--action-0:#565e68;--action-6:#3d8fd1}}`;

/**
 * A shadow at the edge behind which a table goes on: covers of the ground move with the table, shadows stay at the edges
 * (Lea Verou, 2012, https://lea.verou.me/2012/04/background-attachment-local/).
 */
const scrollHint = `background:linear-gradient(to right,var(--surface) 40%,transparent) left/48px 100% no-repeat local,
linear-gradient(to left,var(--surface) 40%,transparent) right/48px 100% no-repeat local,
linear-gradient(to right,var(--shadow),transparent) left/14px 100% no-repeat scroll,
linear-gradient(to left,var(--shadow),transparent) right/14px 100% no-repeat scroll,var(--surface)`;

/** The page's style sheet. */
export const css = `${colourVariables}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1080px;padding:32px 20px 64px;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
header{border-left:5px solid var(--caution);padding:2px 0 2px 18px}
header.better{border-color:var(--good)}header.worse{border-color:var(--bad)}header.alone{border-color:var(--baseline)}
.kicker{margin:0;color:var(--muted);font-size:14px}
h1{margin:4px 0 10px;font-size:29px;line-height:1.2;font-weight:650;text-wrap:balance}
h2{margin:52px 0 12px;padding-top:14px;border-top:1px solid var(--rule);font-size:21px;line-height:1.3}
h3{margin:0 0 6px;font-size:16px;line-height:1.4;font-weight:650}
p,ul{margin:10px 0}
.numbers{display:flex;flex-wrap:wrap;gap:10px 14px;margin:14px 0}
.numbers div{flex:1 1 210px;padding:10px 14px;border:1px solid var(--rule);border-radius:6px;background:var(--surface)}
.numbers dt{color:var(--muted);font-size:13px}
.numbers dd{margin:2px 0 0;font-size:21px;line-height:1.3;font-weight:650;font-variant-numeric:tabular-nums}
.numbers small{display:block;margin-top:2px;color:var(--muted);font-size:13px;font-weight:400}
.caveat{margin:0 0 12px;font-size:17px;font-weight:600}
.reasons{padding-left:20px}
.provenance{display:flex;flex-wrap:wrap;gap:2px 0;margin:14px 0 0;padding:0;list-style:none;color:var(--muted);font-size:13px}
.provenance li:not(:last-child)::after{content:"·";margin:0 8px}
.limits{padding:12px 16px 12px 34px;border:1px solid var(--rule);border-left:4px solid var(--caution);background:var(--surface)}
.limits li+li{margin-top:6px}
.facts{padding-left:22px}.facts li+li{margin-top:4px}
.note{margin:8px 0;color:var(--muted);font-size:14.5px;max-width:72ch}
dfn{color:var(--ink);font-style:normal;font-weight:600}
figure{margin:20px 0 36px;padding:18px 20px;border:1px solid var(--rule);border-radius:6px;background:var(--surface)}
figure svg{display:block;width:100%;height:auto}
figcaption{margin-top:10px;color:var(--muted);font-size:14px;max-width:80ch}
.narrow{display:none;max-width:520px}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;margin:4px 0 10px;padding:0;list-style:none;font-size:13px;color:var(--muted)}
.legend li{display:flex;align-items:center;gap:7px}
.legend i{display:inline-block;width:12px;height:12px;background:var(--mark)}
.legend i.dot{border-radius:50%;width:10px;height:10px}
.legend i.tick{width:3px;height:14px}
.legend i.solid,.legend i.dashed,.legend i.dotted{width:24px;height:0;background:none;border-top:3px solid var(--mark)}
.legend i.dashed{border-top-style:dashed}.legend i.dotted{border-top-style:dotted}
.scroll{overflow-x:auto;margin:16px 0 24px;border:1px solid var(--rule);border-radius:6px;overflow-wrap:normal;${scrollHint}}
table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}
caption{padding:10px 9px;text-align:left;color:var(--muted);font-size:14px}
caption span{display:inline-block;position:sticky;left:9px;max-width:min(1000px,calc(100vw - 50px))}
th,td{padding:7px 9px;border-top:1px solid var(--rule);text-align:left;vertical-align:top}
th{font-weight:500}
thead th{vertical-align:bottom;font-weight:600;font-size:13px;color:var(--muted)}
th.number,td.number{text-align:right}
th[scope=row]{white-space:nowrap}
tr.highlighted>*,th.highlighted,td.highlighted{background:var(--tint);font-weight:650;color:var(--ink)}
details{margin-top:44px;color:var(--muted);font-size:14px}
summary{cursor:pointer;overflow-wrap:anywhere}
pre{overflow-x:auto;padding:14px;border:1px solid var(--rule);border-radius:6px;background:var(--surface);color:var(--ink);font-size:13px}
:focus-visible{outline:2px solid var(--model);outline-offset:2px}
@media (max-width:820px){
body{padding:20px 12px 48px}
header{padding-left:12px}h1{font-size:23px}h2{margin-top:40px;font-size:19px}
figure{padding:12px 7px}
figure h3,figure .legend,figcaption{margin-left:4px;margin-right:4px}
.wide{display:none}.narrow{display:block}
th[scope=row]{position:sticky;left:0;min-width:96px;max-width:132px;white-space:normal;background:var(--surface)}
tr.highlighted>th[scope=row]{background:var(--tint)}
td:last-child:not(.number){min-width:18ch;overflow-wrap:anywhere}
th,td{padding:6px 9px}}
@media print{body{max-width:none}figure,.scroll,.numbers div{break-inside:avoid}}`;
