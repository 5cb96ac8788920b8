import { the, write } from './dom.js';
import { round } from './words.js';

const MOST = 16;
const BUTTON = 1.5;
const WHEEL = 0.002;
const PAN = 0.1;

/** Zoom and place of both pictures alike: by wheel, fingers, buttons and keys. */
export function zoom(divider) {
  const view = the('view');
  const fingers = new Map();
  let scale = 1;
  let x = 0;
  let y = 0;
  /** Whether a finger holds the divider. */
  let held = false;

  function set(toScale, toX, toY) {
    scale = Math.max(1, Math.min(MOST, toScale));
    x = Math.min(0, Math.max(view.clientWidth * (1 - scale), toX));
    y = Math.min(0, Math.max(view.clientHeight * (1 - scale), toY));
    for (const video of [the('result'), the('source')]) {
      video.style.transform = scale === 1 ? '' : `translate(${x}px, ${y}px) scale(${scale})`;
    }
    view.classList.toggle('zoomed', scale > 1);
    write(the('whole'), `${round(Math.round(scale * 10) / 10)}×`);
    the('smaller').disabled = scale === 1;
    the('larger').disabled = scale === MOST;
  }

  /** What lies at a place of the screen stays there. */
  function about(factor, clientX, clientY) {
    const box = view.getBoundingClientRect();
    const toScale = Math.max(1, Math.min(MOST, scale * factor));
    const atX = clientX - box.left;
    const atY = clientY - box.top;
    set(toScale, atX - ((atX - x) * toScale) / scale, atY - ((atY - y) * toScale) / scale);
  }

  function by(factor) {
    const box = view.getBoundingClientRect();
    about(factor, box.left + box.width / 2, box.top + box.height / 2);
  }

  /** The wheel scrolls the page unless the picture is selected; a trackpad's pinch comes as a wheel with Ctrl. */
  view.addEventListener(
    'wheel',
    event => {
      if (event.ctrlKey || view.contains(document.activeElement)) {
        event.preventDefault();
        about(Math.exp(-event.deltaY * WHEEL * (event.ctrlKey ? 4 : 1)), event.clientX, event.clientY);
      }
    },
    { passive: false },
  );

  view.addEventListener('pointerdown', event => {
    held = fingers.size === 0 && event.target === the('divider');
    fingers.set(event.pointerId, event);
    view.setPointerCapture(event.pointerId);
  });
  view.addEventListener('pointermove', event => {
    const before = fingers.get(event.pointerId);
    if (!before) {
      return;
    }
    fingers.set(event.pointerId, event);
    const other = [...fingers.values()].find(finger => finger.pointerId !== event.pointerId);
    if (other) {
      pinch(before, event, other);
    } else if (scale > 1 && !held) {
      set(scale, x + event.clientX - before.clientX, y + event.clientY - before.clientY);
    } else {
      divider.toPointer(event);
    }
  });
  for (const end of ['pointerup', 'pointercancel']) {
    view.addEventListener(end, event => fingers.delete(event.pointerId));
  }

  function pinch(before, now, other) {
    const apart = finger => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
    set(scale, x + (now.clientX - before.clientX) / 2, y + (now.clientY - before.clientY) / 2);
    about(apart(now) / Math.max(1, apart(before)), (now.clientX + other.clientX) / 2, (now.clientY + other.clientY) / 2);
  }

  the('larger').addEventListener('click', () => by(BUTTON));
  the('smaller').addEventListener('click', () => by(1 / BUTTON));
  the('whole').addEventListener('click', () => set(1, 0, 0));
  new ResizeObserver(() => set(scale, x, y)).observe(view);

  /** {@return whether a key is one of these} */
  function key(name) {
    const width = view.clientWidth * PAN;
    const height = view.clientHeight * PAN;
    const does = {
      '+': () => by(BUTTON),
      '=': () => by(BUTTON),
      '-': () => by(1 / BUTTON),
      0: () => set(1, 0, 0),
      ArrowLeft: () => (scale > 1 ? set(scale, x + width, y) : divider.move(-2)),
      ArrowRight: () => (scale > 1 ? set(scale, x - width, y) : divider.move(2)),
      ...(scale > 1 && {
        ArrowUp: () => set(scale, x, y + height),
        ArrowDown: () => set(scale, x, y - height),
      }),
    }[name];
    does?.();
    return Boolean(does);
  }

  return { key, reset: () => set(1, 0, 0) };
}
