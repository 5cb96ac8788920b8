import { call } from './api.js';
import { make, the, write } from './dom.js';
import * as words from './words.js';

/** Shows what ran where, in what time, how often, and what the bytes are. */
export async function report(url) {
  const body = the('report-body');
  if (!the('report').hidden && body.dataset.url === url) {
    return;
  }
  body.dataset.url = url;
  body.replaceChildren();
  the('report').hidden = false;
  write(the('report-error'), '');
  try {
    const report = await call('GET', url);
    if (body.dataset.url === url) {
      body.replaceChildren(facts(report), ...chunks(report), ...notes(report));
    }
  } catch (e) {
    write(the('report-error'), e.message);
  }
}

function facts(report) {
  const { model = {}, run = {}, source = {} } = report;
  const rows = [
    ['Result', `${report.width}×${report.height}, ${words.count(report.frames)} frames, ${words.bytes(report.bytes)}`],
    ['SHA-256', code(report.sha256)],
    ['Source', `${source.key}, ${words.bytes(source.bytes)}`],
    ['Model', `${model.id}, ${model.scale}×, ${model.dtype}, seed ${model.seed}`],
    ['Weights', model.weights && code(model.weights)],
    ['Prompt', model.prompt],
    ['Ran on', `${run.device}, ${run.threads} threads, windows of ${run.window} frames${run.tile ? `, tiles of ${run.tile}` : ''}`],
    ['Network time', words.duration(report.networkSeconds)],
    ['Joined in', `${words.round(report.mergeSeconds)} s by ${report.mergedBy}`],
    ['From, to', `${words.moment(report.created)}, ${words.moment(report.finished)}`],
    ['Retries', words.count(report.retries)],
    ['Damaged frames', words.count(report.damaged)],
    ['Settings', Object.entries(report.settings ?? {}).map(([name, value]) => `${name} ${value}`).join(', ') || 'defaults'],
    ['Program', report.program],
  ].filter(([, value]) => value);
  return scroll(
    'Facts of the job',
    '',
    make('tbody', {}, ...rows.map(([name, value]) => make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, value)))),
  );
}

function chunks({ chunks = [] }) {
  const numbers = ['Chunk', 'First frame', 'Frames', 'Seconds', 'Deliveries'];
  const head = (className, name) => make('th', { scope: 'col', className }, name);
  const number = text => make('td', { className: 'number' }, text);
  let first = 0;
  const row = (chunk, i) => {
    const begins = first;
    first += chunk.frames;
    return make(
      'tr',
      {},
      number(i),
      number(words.count(begins)),
      number(words.count(chunk.frames)),
      number(words.round(chunk.seconds)),
      number(chunk.receives),
      make('td', {}, chunk.worker),
      make('td', {}, make('code', { title: chunk.sha256 }, chunk.sha256.slice(0, 12))),
    );
  };
  return [
    make('h3', {}, 'Chunks'),
    scroll(
      'Chunks',
      'many',
      make('thead', {}, make('tr', {}, ...numbers.map(name => head('number', name)), head('', 'Worker'), head('', 'SHA-256'))),
      make('tbody', {}, ...chunks.map(row)),
    ),
  ];
}

function notes({ notes = [] }) {
  return notes.length ? [make('h3', {}, 'Notes'), make('ul', {}, ...notes.map(note => make('li', {}, note)))] : [];
}

const code = text => make('code', {}, text);

/** A table that does not fit is scrolled by itself, also with the keyboard. */
function scroll(label, kind, ...parts) {
  return make(
    'div',
    { className: `scroll ${kind}`.trim(), tabIndex: 0, role: 'region', ariaLabel: label },
    make('table', {}, ...parts),
  );
}
