// Keeps the screen on while on duty: a phone that sleeps loses its line.

let lock = null;
let wanted = false;
let asking = false;

async function take() {
  if (!wanted || lock || asking || document.hidden || !navigator.wakeLock) return;
  asking = true;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = null));
    if (!wanted) await lock?.release();
  } catch {
    lock = null; // low battery, or the browser's policy: duty goes on without
  } finally {
    asking = false;
  }
}

document.addEventListener("visibilitychange", take);

export function keepAwake(on) {
  if (wanted === on) return;
  wanted = on;
  if (on) take();
  else lock?.release();
}
