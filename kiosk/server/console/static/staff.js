// The hall's staff page: rings when somebody at a terminal asks for help.

import { keepAwake } from "./awake.js";
import { $, put } from "./dom.js";
import { Ring, askForNotifications } from "./ring.js";
import { Socket } from "./socket.js";
import { Sounds } from "./sounds.js";
import { durationWords, fillTexts, officeTime, switchLanguage, t } from "./strings.js";

const SESSION = "/api/v1/staff/session";
/** The terminal waits for so long before it shows the way to the desk. */
const LATE_S = 60;
/** A call that nobody takes rings for so long, and is shown on. */
const RINGS_S = 180;

const calls = new Map(); // help id -> the server's message
const rung = new Set(); // those that this phone has told of
const state = { hall: "", line: "connecting", ahead: 0 };

const sounds = new Sounds();
const ring = new Ring({
  sounds,
  words: { title: "staff.title", ringing: "staff.ringing", heading: "staff.heading", text: "staff.note" },
  onBell: () => {
    for (const id of ringing()) {
      if (!rung.has(id) && socket.send("help.rang", { help_id: id })) rung.add(id);
    }
  },
});
const socket = new Socket({
  path: "/api/v1/staff/socket",
  welcome: "staff.welcome",
  onMessage: receive,
  onLine: lineChanged,
  onTick: tick,
});

const serverNow = () => Date.now() + state.ahead;
const waited = (call) => Math.max(0, (serverNow() - Date.parse(call.asked_at)) / 1000);
const waits = (call) => call.state === "asking" || call.state === "ringing";

function ringing() {
  return [...calls.values()].filter((call) => waits(call) && waited(call) < RINGS_S).map((call) => call.help_id);
}

function receive(message) {
  if (message.type === "staff.welcome") {
    calls.clear();
    rung.clear();
    state.hall = message.organisation_name;
    state.ahead = Date.parse(message.server_time) - Date.now();
  } else if (message.type === "help.call") {
    if (message.state === "over") calls.delete(message.help_id);
    else calls.set(message.help_id, message);
  }
  render();
}

function lineChanged(line) {
  if (line === "lost" && state.line === "online") sounds.lost();
  state.line = line;
  render();
}

function tick(now) {
  if (ringing().length) ring.start();
  else ring.stop();
  ring.tick(now);
  for (const item of $("calls").children) showWait(item);
}

function showWait(item) {
  const call = calls.get(item.dataset.id);
  if (!call) return;
  const seconds = waited(call);
  const words = `${officeTime(Date.parse(call.asked_at))} · ${t("staff.waited", { time: durationWords(seconds) })}`;
  const line = item.querySelector(".staff-wait");
  if (line.textContent !== words) line.textContent = words;
  item.querySelector(".staff-late").hidden = !waits(call) || seconds < LATE_S;
}

function itemOf(call) {
  const item = $("call").content.firstElementChild.cloneNode(true);
  item.dataset.id = call.help_id;
  const tell = (type) => () => socket.send(type, { help_id: call.help_id });
  item.querySelector(".staff-coming").addEventListener("click", tell("help.coming"));
  item.querySelector(".staff-done").addEventListener("click", tell("help.done"));
  return item;
}

function render() {
  const list = $("calls");
  const known = new Map([...list.children].map((item) => [item.dataset.id, item]));
  for (const [id, item] of known) if (!calls.has(id)) item.remove();
  for (const call of calls.values()) {
    const item = known.get(call.help_id) ?? list.appendChild(itemOf(call));
    item.dataset.state = waits(call) ? "ringing" : "coming";
    item.querySelector(".staff-place").textContent = call.terminal_name;
    item.querySelector(".staff-address").textContent = call.address;
    item.querySelector(".staff-coming").hidden = !waits(call);
    item.querySelector(".staff-told").hidden = waits(call);
    showWait(item);
  }
  fillTexts();
  if (state.hall) put("hall", state.hall);
  const over = state.line === "signed-out";
  const lost = state.line !== "online";
  $("quiet").hidden = calls.size > 0 && !lost;
  const words = over ? "void" : lost ? "lost" : "quiet";
  put("quiet-title", t(`staff.${words}_title`));
  put("quiet-text", t(`staff.${words}_text`));
  $("door").toggleAttribute("data-lit", !lost);
  $("unlock").hidden = over || sounds.state === "ready";
  document.title = t("staff.title");
  document.body.dataset.state = state.line;
  keepAwake(!over);
}

/** The secret comes once, in the part of the address that no server sees. */
async function takeKey() {
  const key = location.hash.slice(1);
  if (!key) return;
  history.replaceState(null, "", location.pathname);
  try {
    await fetch(SESSION, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key }),
    });
  } catch {
    // no line: the key is in the address that was scanned, which is scanned again
  }
}

$("unlock").addEventListener("click", () => {
  sounds.unlock(render);
  askForNotifications();
});
$("language").addEventListener("click", () => {
  switchLanguage();
  render();
});

render();
await takeKey();
socket.open();
