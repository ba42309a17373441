// Which window of this browser is in a call: whoever opens another one would hang up on somebody.

const LOCK = "kiosk.call";
/** A page that is being loaded anew lets go of it within this time. */
const LOADING_MS = 500;

let letGo = null; // set while this window is in a call

/** This window is in a call, or is no longer. */
export function holdCall(on) {
  if (!navigator.locks || on === (letGo !== null)) return;
  if (!on) {
    letGo();
    letGo = null;
    return;
  }
  const over = new Promise((resolve) => (letGo = resolve));
  navigator.locks.request(LOCK, () => over);
}

/** Wait until no window is in a call; rejects when the signal comes first. */
export async function callOver(options = {}) {
  await navigator.locks?.request(LOCK, { mode: "shared", ...options }, () => {});
}

/** Whether another window is in a call. */
export async function callElsewhere() {
  if (letGo !== null) return false;
  try {
    await callOver({ signal: AbortSignal.timeout(LOADING_MS) });
    return false;
  } catch {
    return true;
  }
}
