// Soft wood and bell, made on the spot. Browsers keep a page silent until a click or a key.

/** Partials of a small bell: ratio to the ground tone, loudness, seconds until it has faded. */
const PARTIALS = [
  [1, 1, 1.8],
  [2.0, 0.35, 1.1],
  [2.76, 0.22, 0.7],
  [5.4, 0.08, 0.25],
];
const LOUDNESS = 0.22;

export class Sounds {
  #context = null;

  /** "off": never asked; "blocked": the browser waits for a click; "ready". */
  get state() {
    if (!this.#context) return "off";
    return this.#context.state === "running" ? "ready" : "blocked";
  }

  /** Call it in a click: makes the sound possible. */
  async unlock(onChange) {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#context.onstatechange = onChange;
    }
    // Never settles where the browser says no, so nobody waits for it.
    this.#context.resume().catch(() => {});
    onChange();
  }

  /** Two low strokes; `onHeard` is called when the first has really been played to its end. */
  bell(onHeard) {
    this.#stroke(392, 0, onHeard);
    this.#stroke(329.63, 0.42);
  }

  /** Three notes up: connected. */
  connected() {
    [392, 493.88, 587.33].forEach((tone, i) => this.#stroke(tone, i * 0.14, undefined, 0.4));
  }

  /** One falling note: the line is lost. */
  lost() {
    this.#stroke(329.63, 0, undefined, 0.8, 246.94);
  }

  /** Two notes down: the call has ended. */
  ended() {
    [392, 329.63].forEach((tone, i) => this.#stroke(tone, i * 0.16, undefined, 0.5));
  }

  #stroke(tone, after, onHeard, length = 1, fallTo = tone) {
    if (this.state !== "ready") return;
    const context = this.#context;
    const start = context.currentTime + 0.02 + after;
    PARTIALS.forEach(([ratio, loudness, fade], i) => {
      const oscillator = new OscillatorNode(context, { frequency: tone * ratio });
      const gain = new GainNode(context, { gain: 0 });
      const end = start + fade * length;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(LOUDNESS * loudness, start + 0.008);
      gain.gain.exponentialRampToValueAtTime(0.0005, end);
      if (fallTo !== tone) {
        oscillator.frequency.setValueAtTime(tone * ratio, start);
        oscillator.frequency.exponentialRampToValueAtTime(fallTo * ratio, end);
      }
      if (i === 0 && onHeard) oscillator.onended = onHeard;
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(start);
      oscillator.stop(end);
    });
  }
}
