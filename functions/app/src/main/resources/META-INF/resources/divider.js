import { the } from './dom.js';

const STEP = 2;
const LARGE_STEP = 10;

/** The line between source and result: left of it is the source. */
export function divider() {
  const view = the('view');
  const handle = the('divider');
  let place = 50;

  function set(percent) {
    place = Math.max(0, Math.min(100, percent));
    view.style.setProperty('--divider', `${place}%`);
    handle.setAttribute('aria-valuenow', Math.round(place));
    handle.setAttribute('aria-valuetext', `${Math.round(place)} per cent source`);
  }

  function toPointer(event) {
    const box = view.getBoundingClientRect();
    set((100 * (event.clientX - box.left)) / box.width);
  }

  handle.addEventListener('keydown', event => {
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const to = {
      ArrowLeft: place - step,
      ArrowDown: place - step,
      ArrowRight: place + step,
      ArrowUp: place + step,
      PageDown: place - LARGE_STEP,
      PageUp: place + LARGE_STEP,
      Home: 0,
      End: 100,
    }[event.key];
    if (to !== undefined) {
      set(to);
      event.preventDefault();
      event.stopPropagation();
    }
  });
  set(place);
  return { toPointer, move: percent => set(place + percent), reset: () => set(50) };
}
