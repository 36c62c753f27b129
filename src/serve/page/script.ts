/** The script of the page: controls of a customer's columns, Q-values as bars, what is decided and why. */

export const script = `'use strict';
const $ = (id) => document.getElementById(id);
let token = '';
let policy = null;
let asked = 0;

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(properties))
    if (key in made) made[key] = value; else made.setAttribute(key, value);
  made.append(...children);
  return made;
}

async function call(path, body) {
  const response = await fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body && { 'content-type': 'application/json' }), ...(token && { authorization: 'Bearer ' + token }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  $('token').hidden = response.status !== 401;
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** A control of one input: what it shows, and how its value is read. */
function control(input, changed) {
  const id = 'input ' + input.name;
  const label = element('label', { htmlFor: id }, input.name);
  const { kind, levels = [], range } = input;
  let field;
  let slider = null;
  if (kind === 'flag') {
    field = element('select', { id }, ...['yes', 'no'].map((word) => element('option', { value: word }, word)));
  } else if (kind === 'category') {
    field = element('select', { id }, ...levels.map((level) => element('option', { value: level }, level)));
  } else if (kind === 'date') {
    field = element('input', { id, type: 'date', value: new Date().toISOString().slice(0, 10) });
  } else if (range === undefined) {
    field = element('input', { id, type: 'text', value: kind === 'list' ? policy.actions.slice(1).join(', ') : '' });
  } else {
    const step = kind === 'count' ? 1 : 'any';
    field = element('input', { id, type: 'number', step, value: range.typical });
    const [low, high] = [range.low, range.high > range.low ? range.high : range.low + 1];
    const fine = kind === 'count' ? 1 : (high - low) / 200;
    slider = element('input', { type: 'range', min: low, max: high, step: fine, value: range.typical, 'aria-label': input.name + ', slider' });
    slider.addEventListener('input', () => { field.value = Number(Number(slider.value).toPrecision(4)); changed(); });
    field.addEventListener('input', () => { slider.value = field.value; });
  }
  const box = element('div', { className: 'control' }, label, field, ...(slider ? [slider] : []));
  let unknown = null;
  if (input.nullable && input.use !== 'eligibility') {
    unknown = element('input', { type: 'checkbox', id: id + ' unknown' });
    unknown.addEventListener('change', () => { field.disabled = unknown.checked; if (slider) slider.disabled = unknown.checked; changed(); });
    box.append(element('label', { className: 'unknown', htmlFor: id + ' unknown' }, unknown, kind === 'days-since' ? ' never' : ' not known'));
  }
  field.addEventListener('input', changed);
  const read = () => {
    if (unknown !== null && unknown.checked) return null;
    if (kind === 'flag') return field.value === 'yes';
    if (range !== undefined) return field.value === '' ? null : Number(field.value);
    return field.value === '' && input.nullable ? null : field.value;
  };
  return { box, read };
}

function contactRow(changed) {
  const action = element('select', { 'aria-label': 'earlier contact' }, ...policy.actions.slice(1).map((name) => element('option', { value: name }, name)));
  const ago = element('input', { type: 'number', min: 0, step: 'any', value: 3, 'aria-label': 'how long ago' });
  const remove = element('button', { type: 'button' }, 'remove');
  const row = element('div', { className: 'contact' }, action, ago, policy.timeUnit === 0 ? 'steps ago' : 'days ago', remove);
  remove.addEventListener('click', () => { row.remove(); changed(); });
  for (const one of [action, ago]) one.addEventListener('input', changed);
  row.read = (now) => ({ action: action.value, time: before(now, Number(ago.value)) });
  return row;
}

const DAY = 86400000;
const STEP = 1e6;
function before(now, ago) {
  if (policy.timeUnit === 0) return STEP - ago;
  const time = now - ago * DAY;
  return policy.timeUnit === null ? new Date(time).toISOString() : time / policy.timeUnit;
}

function format(value) {
  return Number(value.toPrecision(4)).toLocaleString('en', { maximumSignificantDigits: 4 });
}

function bars(answer) {
  const values = policy.actions.map((name) => answer.qValues[name]);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const width = (value) => high > low ? 100 * value / (high - low) : 0;
  return policy.actions.map((name, i) => {
    const why = answer.barred[name] ?? answer.unsupported[name];
    const from = width(Math.min(0, values[i]) - low);
    const bar = element('i');
    bar.style.cssText = 'left:' + from + '%;width:' + Math.max(0.5, width(Math.abs(values[i]))) + '%;background:var(--action-' + (i % 8) + ')';
    const isTaken = name === answer.action;
    return element('li', { className: (isTaken ? 'taken' : '') + (why ? ' barred' : '') },
      element('span', { className: 'name' }, (isTaken ? '▸ ' : '') + name),
      element('span', { className: 'track' }, bar),
      element('span', { className: 'value' }, format(values[i])),
      ...(why ? [element('small', {}, (answer.barred[name] ? 'barred: ' : 'not supported by the log: ') + why)] : []));
  });
}

function showTree(leaves) {
  $('tree').hidden = leaves === null;
  if (leaves === null) return;
  $('leaves').replaceChildren(...leaves.map(({ id, condition, weights }, i) => element('li', {},
    element('b', {}, condition === '' ? (i === 0 ? 'everybody' : 'everybody else') : condition), ' → ',
    Object.entries(weights).filter(([, weight]) => weight > 0).map(([name, weight]) => weight === 1 ? name : name + ' ' + format(100 * weight) + ' %').join(', '),
    element('small', {}, ' ' + id))));
}

async function start() {
  policy = await call('policy');
  const hidden = (input) => policy.looksBack && input.madeOf !== undefined;
  const controls = policy.inputs.filter((input) => !hidden(input)).map((input) => ({ input, ...control(input, ask) }));
  $('controls').replaceChildren(...controls.map(({ box }) => box));
  $('past').hidden = !policy.looksBack;
  $('add').onclick = () => { $('contacts').append(contactRow(ask)); ask(); };
  $('rules').replaceChildren(...policy.rules.map((text) => element('li', {}, text)));
  $('caution').textContent = policy.caution ?? '';
  $('caution').hidden = policy.caution === null;
  $('about').textContent = 'model ' + policy.model.slice(0, 12) + ', made ' + policy.createdAt.slice(0, 10);
  showTree(policy.leaves);
  async function ask() {
    const mine = (asked += 1);
    const now = Date.now();
    const values = controls.map(({ input, read }) => [input.name, read()]);
    const customer = policy.isState ? { state: values.map(([, value]) => value) } : { columns: Object.fromEntries(values) };
    if (policy.timeUnit === 0) customer.time = STEP;
    if (!policy.isState) customer.history = [...$('contacts').children].map((row) => row.read(now));
    try {
      const answer = await call('explain', customer);
      if (mine !== asked) return;
      $('decision').textContent = answer.action;
      $('why').textContent = answer.reason;
      const over = answer.qValues[answer.action] - answer.qValues[policy.actions[0]];
      $('worth').textContent = answer.action === policy.actions[0] ? '' : (over >= 0 ? '+' : '') + format(over) + ' over ' + policy.actions[0] + (policy.caution ? ', a score of the model' : ', by the model');
      $('bars').replaceChildren(...bars(answer));
      $('remarks').replaceChildren(...answer.remarks.map((text) => element('li', {}, text)));
      $('failure').hidden = true;
    } catch (error) {
      if (mine === asked) failed(error);
    }
  }
  await ask();
}

function failed(error) {
  $('failure').textContent = error.message;
  $('failure').hidden = false;
}

$('token').addEventListener('submit', (event) => {
  event.preventDefault();
  token = $('secret').value;
  start().catch(failed);
});
start().catch(failed);
`;
