// Everything that calls somebody to the screen: bell, title, notification, vibration.

import { t } from "./strings.js";

const EVERY_MS = 3000;

export class Ring {
  #ringing = false;
  #nextAt = 0;
  #odd = false;
  #notification = null;

  /** `words`: keys of the page's title, the title while it rings, the notification's and its text. */
  constructor({ sounds, onBell, words = { title: "title", ringing: "ring.page_title", heading: "ring.title", text: "ring.notification" } }) {
    this.sounds = sounds;
    this.onBell = onBell;
    this.words = words;
  }

  start() {
    if (this.#ringing) return;
    this.#ringing = true;
    this.#nextAt = 0;
    this.#notify();
  }

  stop() {
    if (!this.#ringing) return;
    this.#ringing = false;
    this.#notification?.close();
    this.#notification = null;
    document.title = t(this.words.title);
  }

  tick(now) {
    if (!this.#ringing || now < this.#nextAt) return;
    this.#nextAt = now + EVERY_MS;
    this.#odd = !this.#odd;
    document.title = this.#odd ? t(this.words.ringing) : t(this.words.title);
    this.sounds.bell(this.onBell);
    navigator.vibrate?.([300, 150, 300]);
  }

  /** Only when the page is not looked at. It names neither the subject nor the place. */
  #notify() {
    if (!document.hidden || globalThis.Notification?.permission !== "granted") return;
    try {
      this.#notification = new Notification(t(this.words.heading), { body: t(this.words.text), tag: "ring" });
      this.#notification.onclick = () => globalThis.focus();
    } catch {
      // Chrome on Android allows notifications from service workers alone; the bell must do.
    }
  }
}

/** Ask once, in a click. */
export async function askForNotifications() {
  if (globalThis.Notification?.permission === "default") await Notification.requestPermission();
}
