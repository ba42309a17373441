// The three faces of a call: ringing, in conversation, ended.

import { $, put, useIcon } from "./dom.js";
import { askedWord, clockWords, deviceName, durationWords, hasText, mediaWord, officeTime, t } from "./strings.js";

export function renderRing(state, parts) {
  const call = state.call;
  put("ring-place", t("ring.place", { place: call.organisationName }));
  put("ring-from", `${call.terminalName} · ${mediaWord(call.media)}`);
  put("ring-topic", askedWord(call));
  put("ring-media", mediaWord(call.media));
  useIcon("answer", call.media === "video" ? "video" : "phone");
  $("answer-voice").hidden = call.media !== "video";
  $("view-ring").dataset.bells = String(state.bells);
  tickRing(state, parts);
}

export function tickRing({ call }, { now }) {
  const left = Math.max(0, call.ringUntil - now());
  const whole = Math.max(1, call.ringUntil - call.rangAt);
  put("ring-clock", officeTime(now()));
  put("ring-waited", durationWords((now() - call.requestedAt) / 1000));
  put("ring-left", t("ring.left", { n: Math.ceil(left / 1000) }));
  $("ring-bar").style.transform = `scaleX(${Math.min(1, left / whole)})`;
}

/** Show a stream in a video element, touching it only when it changes. */
function show(id, stream) {
  const video = $(id);
  if (video.srcObject !== stream) video.srcObject = stream;
}

let selfStream = null;

/** One stream for each track, so that the element is not restarted at each render. */
function streamOf(track) {
  if (!track) return (selfStream = null);
  if (selfStream?.getVideoTracks()[0] !== track) selfStream = new MediaStream([track]);
  return selfStream;
}

/** Let go of the last pictures of a call. */
export function clearPictures() {
  show("remote", null);
  show("self", streamOf(null));
}

export function renderCall(state, { local }) {
  const { call, line } = state;
  const connecting = call.phase === "connecting";
  const stage = $("stage").dataset;
  show("remote", call.peer?.stream ?? null);
  const off = connecting ? { camera: null, microphone: null } : switchedOff(call);
  stage.camera = off.camera ?? "on";
  stage.microphone = off.microphone ?? "on";
  const hasPicture = call.media === "video" && $("remote").videoWidth > 0 && !connecting && !off.camera;
  stage.media = call.media;
  stage.picture = hasPicture ? "shown" : "none";
  $("stage-empty").hidden = hasPicture;
  put("stage-words", t(stageKey(call, connecting, off.camera)));
  $("their-sound").hidden = !off.microphone;
  if (off.microphone) put("their-sound-text", t(`call.their_microphone_${off.microphone}`));
  put("call-title", t(connecting ? "call.connecting_title" : "call.title"));
  put("call-clock", connecting ? "" : clockWords(call.seconds));
  const gone = line === "online" ? call.terminalAway && "away" : "server";
  const quality = call.line.word === "silent" || call.broken ? gone || "silent" : call.line.word;
  stage.line = quality;
  put("line-words", `${call.terminalName} · ${t(inKind(call, `quality.${quality}`))}`);
  renderSelf(call, local);
  renderButtons(call, local);
  put("caller-topic", askedWord(call));
  put("caller-media", mediaWord(call.media));
  put("caller-terminal", call.terminalName);
  put("caller-waited", durationWords((call.acceptedAt - call.requestedAt) / 1000));
  put("caller-organisation", call.organisationName);
  put("caller-answered", officeTime(call.acceptedAt));
  const note = callNote(call, local);
  $("call-note").hidden = note === null;
  if (note) put("call-note-text", note);
}

/** What does not come from the resident, and why: "off" (switched), "missing", null (it comes). */
function switchedOff({ media, theirs }) {
  const missing = (device) => theirs.missing.includes(device);
  const why = (device, on) => (missing(device) ? "missing" : on ? null : "off");
  return {
    camera: media === "video" ? why("camera", theirs.camera_on) : null,
    microphone: why("microphone", theirs.microphone_on),
  };
}

/** The words for a voice call, where they differ: it has no picture that could break off. */
function inKind(call, key) {
  const voice = `${key}_voice`;
  return call.media === "voice" && hasText(voice) ? voice : key;
}

function stageKey(call, connecting, camera) {
  if (connecting) return "call.waiting_picture";
  if (call.media === "voice") return "call.voice";
  return camera ? `call.their_camera_${camera}` : "call.no_picture";
}

function renderSelf(call, local) {
  show("self", streamOf(local.video));
  const shown = local.video !== null && local.cameraOn;
  $("stage").dataset.self = shown ? "shown" : "none";
  $("self-empty").hidden = shown;
  if (!shown) put("self-words", t(selfKey(call, local)));
}

function selfKey(call, local) {
  if (!call.withVideo) return "call.self_voice";
  if (local.video) return "call.self_off";
  const found = local.found.camera;
  if (found === "ok" || found === "unasked") return "call.self_opening";
  return found === "denied" ? "call.self_denied" : "call.self_none";
}

function renderButtons(call, local) {
  const muted = !local.microphoneOn;
  $("mute").setAttribute("aria-pressed", String(muted));
  $("mute").disabled = local.audio === null;
  put("mute-text", t(muted ? "call.unmute" : "call.mute"));
  useIcon("mute", muted ? "micoff" : "mic");
  const dark = !local.cameraOn;
  $("camera").hidden = !call.withVideo;
  $("camera").setAttribute("aria-pressed", String(dark));
  $("camera").disabled = local.video === null;
  put("camera-text", t(dark ? "call.camera_on" : "call.camera_off"));
  useIcon("camera", dark ? "cameraoff" : "video");
}

/** What the other side does not get from here; null when it gets what it should. */
function callNote(call, local) {
  const fails = (found) => found !== "ok" && found !== "unasked";
  const { microphone, camera } = local.found;
  const deaf = local.audio === null && fails(microphone);
  const blind = call.withVideo && local.video === null && fails(camera);
  if (deaf && blind) {
    const what = `${deviceName("microphone")} / ${deviceName("camera")}`;
    return microphone === "denied"
      ? t("call.note_denied", { what, cannot: t("call.cannot_both") })
      : t("call.note_nothing");
  }
  if (deaf) {
    return microphone === "denied"
      ? t("call.note_denied", { what: deviceName("microphone"), cannot: t("call.cannot_hear") })
      : t("call.note_no_microphone");
  }
  if (blind) {
    return camera === "denied"
      ? t("call.note_denied", { what: deviceName("camera"), cannot: t("call.cannot_see") })
      : t("call.note_no_camera");
  }
  if (local.audio && !local.microphoneOn) return t("call.note_muted");
  return call.theirs.quiet ? t("call.note_quiet") : null;
}

/** Reasons of a normal end; every other one is shown as something that went wrong. */
const WELL = new Set(["resident_hung_up", "lawyer_hung_up"]);

export function renderEnded(call) {
  const failed = call.endReason === "media_failed" && call.wasActive;
  const reason = failed ? "media_broken" : call.endReason;
  const key = inKind(call, `ended.${reason}_title`);
  $("ended-card").dataset.reason = reason;
  $("ended-card").dataset.kind = WELL.has(reason) ? "done" : call.wasAnswered ? "broken" : "missed";
  put("ended-title", t(hasText(key) ? key : "ended.done"));
  put("ended-text", t(inKind(call, `ended.${reason}`)));
  $("ended-facts").hidden = !call.wasAnswered;
  put("ended-topic", askedWord(call));
  put("ended-duration", durationWords(call.seconds));
}
