'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const steps = data.seconds.length;
  const number = value => (value === null ? '–' : String(Number(value.toPrecision(5))));

  /** The first frame of a step of the curves. */
  const first = step => Math.floor((step * data.frames) / steps);

  function words(step) {
    const from = first(step);
    const to = first(step + 1) - 1;
    const which = to > from ? `frames ${from} to ${to}` : `frame ${from}`;
    return `${which}, ${data.seconds[step].toFixed(3)} s`;
  }

  function reading(curve, step) {
    const mean = number(curve.mean[step]);
    return curve.low && curve.low[step] !== null
      ? `${mean} (${number(curve.low[step])} to ${number(curve.high[step])})`
      : mean;
  }

  const cursor = document.getElementById('cursor');
  const figures = [...document.querySelectorAll('[data-metric]')];

  function show(step) {
    cursor.value = step;
    cursor.setAttribute('aria-valuetext', words(step));
    document.getElementById('cursor-words').textContent = words(step);
    const place = `${(100 * (step + 0.5)) / steps}%`;
    for (const figure of figures) {
      figure.querySelector('.reading').textContent = reading(data.curves[figure.dataset.metric], step);
      const line = figure.querySelector('.cursor');
      line.setAttribute('x1', place);
      line.setAttribute('x2', place);
    }
  }

  /** Where a pointer is in an element, from 0 to 1. */
  function across(element, event) {
    const box = element.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
  }

  if (cursor) {
    cursor.addEventListener('input', () => show(Number(cursor.value)));
    for (const figure of figures) {
      const plot = figure.querySelector('.plot');
      const point = event => show(Math.min(steps - 1, Math.floor(across(plot, event) * steps)));
      plot.addEventListener('pointerdown', point);
      plot.addEventListener('pointermove', point);
    }
    show(0);
  }

  for (const figure of document.querySelectorAll('.divided')) {
    const range = figure.querySelector('input');
    const picture = figure.querySelector('.picture');
    const place = () => {
      picture.style.setProperty('--place', `${range.value}%`);
      range.setAttribute('aria-valuetext', `${range.value} per cent reference`);
    };
    const point = event => {
      range.value = 100 * across(picture, event);
      place();
    };
    range.addEventListener('input', place);
    picture.addEventListener('pointerdown', event => {
      picture.setPointerCapture(event.pointerId);
      point(event);
    });
    picture.addEventListener('pointermove', event => {
      if (event.buttons) {
        point(event);
      }
    });
    place();
  }
})();
