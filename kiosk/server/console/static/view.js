// What the page shows, drawn from the state. Nothing here decides anything.

import { $, put, useIcon } from "./dom.js";
import { clearPictures, renderCall, renderEnded, renderRing, tickRing } from "./view_call.js";
import { currentLanguage, deviceName, durationWords, fillTexts, officeTime, t } from "./strings.js";
import { renderCalls } from "./today.js";

const DEVICES = { microphone: "ready-microphone", camera: "ready-camera" };

export class View {
  #language = null;
  #calls = null;
  #callsDuty = null;
  #portrait = null;

  constructor(actions) {
    const clicks = {
      "duty-switch": actions.duty,
      "device-retry": actions.retryDevices,
      "sound-banner": actions.unlockSound,
      answer: actions.answer,
      "answer-voice": actions.answerVoice,
      decline: actions.decline,
      mute: actions.mute,
      camera: actions.camera,
      hangup: actions.hangUp,
      back: actions.back,
      takeback: actions.takeBack,
      language: actions.language,
      signout: actions.signOut,
    };
    for (const [id, action] of Object.entries(clicks)) $(id).addEventListener("click", action);
    $("portrait-picture").addEventListener("error", () => ($("portrait-picture").hidden = true));
  }

  render(state, parts) {
    if (this.#language !== currentLanguage()) {
      this.#language = currentLanguage();
      this.#calls = null;
      fillTexts();
      document.title = t("title");
    }
    const phase = state.call?.phase ?? "idle";
    const body = document.body.dataset;
    body.state = phase;
    body.line = state.line;
    body.duty = state.duty;
    body.sound = parts.sounds.state;
    $("view-idle").hidden = phase !== "idle";
    $("view-ring").hidden = phase !== "ringing";
    $("view-call").hidden = phase !== "connecting" && phase !== "active";
    $("view-ended").hidden = phase !== "ended";
    $("side").hidden = phase === "ringing" || phase === "connecting" || phase === "active";
    this.#top(state);
    this.#banner(state, parts);
    this.#duty(state, parts);
    this.#queue(state);
    if (phase === "ringing") renderRing(state, parts);
    if (phase === "connecting" || phase === "active") renderCall(state, parts);
    else clearPictures();
    if (phase === "ended") renderEnded(state.call);
    this.#notes(phase, state.call);
    this.#today(state);
  }

  /** One card of notes: beside the pictures, then under the end's words. What is typed stays. */
  #notes(phase, call) {
    const place = phase === "ended" ? $("ended-notes") : $("call-side");
    if ($("notes").parentElement !== place) place.prepend($("notes"));
    $("ended-notes").hidden = phase !== "ended" || !call.wasAnswered;
  }

  #top({ line, welcome, duty, waiting, longestSince }) {
    put("organisation", welcome?.organisation_name ?? t("title"));
    const until = welcome?.shift_until;
    const on = duty === "on";
    $("duty-tag").hidden = line !== "online";
    const words = until ? t("duty.tag_until", { time: officeTime(Date.parse(until)) }) : t("duty.tag_on");
    put("duty-tag-text", on ? words : t("duty.tag_off"));
    $("duty-tag").classList.toggle("pine", on);
    $("duty-tag").classList.toggle("dashed", !on);
    put("line-tag-text", t(`line.${line}`));
    useIcon("line-tag", line === "online" ? "check" : line === "connecting" ? "clock" : "cloudoff");
    $("line-tag").classList.toggle("clay", ["lost", "taken", "calling"].includes(line));
    $("waiting-tag").hidden = waiting === 0;
    if (waiting > 0) {
      const time = waitWords((performance.now() - longestSince) / 1000);
      put("waiting-tag-text", t("queue.tag", { n: waiting, time }));
    }
    if (!welcome) return;
    const name = currentLanguage() === "en" && welcome.name_en ? welcome.name_en : welcome.name;
    put("lawyer", welcome.example ? t("example", { name }) : name);
    put("portrait-letter", name.slice(0, 1));
    if (welcome.portrait && welcome.portrait !== this.#portrait) {
      this.#portrait = welcome.portrait;
      $("portrait-picture").hidden = false;
      $("portrait-picture").src = `/api/v1/blobs/${welcome.portrait}`;
    }
  }

  #banner({ line }, { sounds }) {
    const elsewhere = line === "taken" || line === "calling";
    const kind = line === "lost" ? "line.lost" : elsewhere ? line : null;
    $("banner").hidden = kind === null;
    $("takeback").hidden = !elsewhere;
    if (elsewhere) put("takeback-text", t(`${line}.back`));
    if (kind) {
      const prefix = kind === "line.lost" ? "line.lost_" : `${kind}.`;
      put("banner-title", t(`${prefix}title`));
      put("banner-text", t(`${prefix}text`));
    }
    const silent = document.body.dataset.duty === "on" && sounds.state !== "ready";
    $("sound-banner").hidden = !silent || elsewhere;
  }

  #duty({ duty, line, welcome }, { local, sounds }) {
    const on = duty === "on";
    const button = $("duty-switch");
    button.setAttribute("aria-checked", String(on));
    button.disabled = line !== "online" || duty === "changing" || !welcome;
    put("duty-switch-text", t(duty === "changing" ? "duty.changing" : on ? "duty.go_off" : "duty.go_on"));
    const words = line === "taken" || line === "calling" ? "stopped" : !on ? "off" : line === "lost" ? "away" : "on";
    put("duty-title", t(`duty.${words}_title`));
    put("duty-text", t(`duty.${words}_text`));
    for (const [device, id] of Object.entries(DEVICES)) {
      const found = local.found[device];
      $(id).dataset.state = found;
      $(id).querySelector(".ready-word").textContent = t(`device.${found}`);
    }
    const sound = sounds.state === "ready" ? "ok" : sounds.state === "blocked" || on ? "blocked" : "unasked";
    $("ready-sound").dataset.state = sound;
    $("ready-sound").querySelector(".ready-word").textContent = t(
      { ok: "device.sound_ready", blocked: "device.sound_blocked", unasked: "device.unasked" }[sound],
    );
    const note = deviceNote(local.found);
    $("device-note").hidden = note === null;
    if (note) put("device-note-text", note);
  }

  #queue({ waiting, longestSince }) {
    put("queue-waiting", String(waiting));
    const seconds = waiting ? Math.max(0, (performance.now() - longestSince) / 1000) : 0;
    const inMinutes = seconds >= 60;
    $("queue-longest-figure").hidden = waiting === 0;
    put("queue-longest", String(Math.floor(inMinutes ? seconds / 60 : seconds)));
    put("queue-longest-unit", t(inMinutes ? "queue.minutes" : "queue.seconds"));
    put("queue-words", t(waiting ? "queue.some" : "queue.none"));
  }

  #today({ calls, duty }) {
    if (calls === null || (calls === this.#calls && duty === this.#callsDuty)) return;
    this.#calls = calls;
    this.#callsDuty = duty;
    renderCalls(calls, duty === "on");
  }

  /** Times that run. */
  tick(state, parts) {
    if (state.waiting > 0) {
      this.#top(state);
      this.#queue(state);
    }
    if (state.call?.phase === "ringing") tickRing(state, parts);
    if (state.call?.running) renderCall(state, parts);
  }

  /** A new phase has begun: move the focus there and say it. */
  entered(phase, call) {
    const title = { idle: "duty-title", ringing: "ring-title", connecting: "call-title", ended: "ended-title" };
    if (title[phase]) $(title[phase]).focus({ preventScroll: true });
    globalThis.scrollTo(0, 0);
    if (phase === "ringing") {
      put("announce", t("ring.announce", {
        topic: $("ring-topic").textContent,
        media: $("ring-media").textContent,
        place: call.terminalName,
      }));
    } else if (phase === "active") {
      put("announce", t("call.title"));
    } else if (phase === "ended") {
      put("announce", `${$("ended-title").textContent} ${$("ended-text").textContent}`);
    }
  }
}

/** 2 分钟, or 40 秒 in the first minute. */
function waitWords(seconds) {
  return seconds < 60 ? durationWords(seconds) : t("duration.minutes_only", { m: Math.floor(seconds / 60) });
}

/** What to do about a device that does not work; the microphone matters more. Null: all is well. */
function deviceNote({ microphone, camera }) {
  for (const [device, found] of [["microphone", microphone], ["camera", camera]]) {
    if (found === "ok" || found === "unasked") continue;
    if (found === "none") return t(`device.note_none_${device}`);
    return t(`device.note_${found}`, { what: deviceName(device) });
  }
  return null;
}
