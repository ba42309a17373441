// What the lawyer writes for the resident: line by line onto their screen, and onto their slip.

import { $, put } from "./dom.js";
import { t } from "./strings.js";

/** Characters of a line; the server takes no more. */
const LONGEST = 200;

/** A name for a line. `crypto.randomUUID` is for HTTPS pages only. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Notes {
  #callId = null;
  #lines = new Map(); // line id -> { text, sent }
  #fault = null;

  /** `send(type, fields)`: false when there is no line. */
  constructor({ send }) {
    this.send = send;
    const field = $("note-field");
    field.maxLength = LONGEST;
    $("note-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.replace(/\s+/g, " ").trim();
      if (!text || !this.#callId) return;
      field.value = "";
      this.#write(newId(), text);
    });
  }

  /** The call that is written for; the lines of another one go. */
  show(callId) {
    if (callId === this.#callId) return;
    this.#callId = callId;
    this.#lines.clear();
    this.#fault = null;
    $("note-field").value = "";
    this.render();
  }

  /** call.advice: told again after the page was loaded anew. */
  receive({ call_id, line_id, text }) {
    if (call_id !== this.#callId) return;
    if (text) this.#lines.set(line_id, { text, sent: true });
    else this.#lines.delete(line_id);
    this.render();
  }

  /** The server did not take a line: the slip is full, or too much time has gone by. */
  refused(code) {
    if (code !== "slip_full" && code !== "call_state") return;
    this.#fault = code === "slip_full" ? "notes.full" : "notes.over";
    this.render();
  }

  /** The line is back: what was written meanwhile goes out now. */
  again() {
    for (const [id, line] of this.#lines) if (!line.sent) this.#write(id, line.text);
  }

  #write(id, text) {
    const sent = this.send("call.advice", { call_id: this.#callId, line_id: id, text });
    if (text || !sent) this.#lines.set(id, { text, sent });
    else this.#lines.delete(id);
    this.render();
  }

  render() {
    const list = $("note-lines");
    const shown = [...this.#lines].filter(([, line]) => line.text);
    list.replaceChildren(
      ...shown.map(([id, line]) => {
        const item = document.createElement("li");
        const words = document.createElement("span");
        words.className = "grow";
        words.textContent = line.text;
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "note-remove";
        remove.textContent = "×";
        remove.setAttribute("aria-label", t("notes.remove", { text: line.text }));
        remove.addEventListener("click", () => this.#write(id, ""));
        item.append(words, remove);
        item.dataset.sent = String(line.sent);
        return item;
      }),
    );
    list.lastElementChild?.scrollIntoView({ block: "nearest" });
    const waiting = [...this.#lines.values()].some((line) => !line.sent);
    const words = this.#fault ?? (waiting ? "notes.waiting" : shown.length ? "notes.shown" : "notes.hint");
    put("note-state", t(words));
  }
}
