// The console: puts the parts together and holds what the page knows.

import { keepAwake } from "./awake.js";
import { Call } from "./call.js";
import { callElsewhere, callOver, holdCall } from "./calling.js";
import { LocalMedia } from "./media.js";
import { Notes } from "./notes.js";
import { askForNotifications, Ring } from "./ring.js";
import { Socket } from "./socket.js";
import { Sounds } from "./sounds.js";
import { recall, remember } from "./store.js";
import { switchLanguage } from "./strings.js";
import { loadCalls, SignedOut } from "./today.js";
import { View } from "./view.js";

const SESSION_PATH = "/api/v1/console/session";

const state = {
  line: "connecting", // connecting | online | lost | taken | calling (another window is in a call)
  welcome: null,
  duty: "off", // on | off | changing
  waiting: 0,
  longestSince: 0, // performance.now() since when the longest has waited
  call: null,
  calls: null,
  bells: 0,
  clockOffset: 0, // server time minus this machine's, ms
};

/** The call that this browser has answered, kept over a reload. */
const ANSWERED = "kiosk.answered";

const now = () => Date.now() + state.clockOffset;
const render = () => view.render(state, { local, sounds, now });
const sounds = new Sounds();
const local = new LocalMedia(() => render());
const ring = new Ring({
  sounds,
  onBell: () => {
    state.bells += 1;
    render();
  },
});
const socket = new Socket({
  path: "/api/v1/console/socket",
  welcome: "console.welcome",
  onMessage: receive,
  onLine: lineChanged,
  onTick: tick,
});
const notes = new Notes({ send: (type, fields) => socket.send(type, fields) });
const view = new View({
  duty: () => (state.duty === "on" ? setDuty(false) : goOnDuty()),
  retryDevices: () => local.check(),
  unlockSound: () => sounds.unlock(render),
  answer: () => state.call?.answer(false),
  answerVoice: () => state.call?.answer(true),
  decline: () => state.call?.decline(),
  mute: () => {
    local.setMicrophone(!local.microphoneOn);
    state.call?.tellMedia();
  },
  camera: () => {
    local.setCamera(!local.cameraOn);
    state.call?.tellMedia();
  },
  hangUp: () => state.call?.hangUp(),
  back,
  takeBack: enter,
  language: () => {
    switchLanguage();
    render();
  },
  signOut,
});

/** Open the line. It would take over from a window that is in a call: that one is left alone until
 * this is asked for once more. */
async function enter() {
  if (state.line !== "calling" && (await callElsewhere())) {
    state.line = "calling";
    render();
    await callOver();
    if (state.line === "calling") state.line = "taken";
  } else {
    state.line = "connecting";
    socket.open();
  }
  render();
}

/** In the click, since that click is what lets the page sound, see and hear. */
async function goOnDuty() {
  sounds.unlock(render);
  setDuty(true);
  await local.check();
  await askForNotifications();
}

function setDuty(on) {
  if (!socket.send("duty.set", { on })) return;
  state.duty = "changing";
  render();
}

function receive(message) {
  switch (message.type) {
    case "console.welcome":
      state.welcome = message;
      state.clockOffset = Date.parse(message.server_time) - Date.now();
      state.duty = message.on_duty ? "on" : "off";
      state.call?.serverBack();
      notes.again();
      break;
    case "console.state":
      state.duty = message.on_duty ? "on" : "off";
      state.waiting = message.waiting;
      state.longestSince = performance.now() - message.longest_wait_s * 1000;
      break;
    case "call.ring":
      ringing(message);
      break;
    case "call.advice":
      notes.receive(message);
      break;
    case "call.offer":
    case "call.candidate":
    case "call.media":
    case "call.state":
    case "error":
      forCall(message);
      if (message.type === "error") notes.refused(message.code);
      if (message.type === "call.state") refreshCalls(); // the server has written it by now
      break;
  }
  render();
}

function ringing(message) {
  // Told again after the line was lost: a connection that is made anew takes the newer credentials.
  if (state.call?.id === message.call_id) state.call.iceServers = iceServers(message);
  if (state.call?.running || (state.call?.phase === "ringing" && state.call.id === message.call_id)) return;
  // Told again at each welcome, also of a call that is answered: by this browser, in a page that
  // is gone (loaded anew, or another window), or elsewhere.
  const mine = recall(ANSWERED) === message.call_id;
  state.bells = 0;
  state.call = new Call(message, {
    send: (type, fields) => socket.send(type, fields),
    media: local,
    iceServers: iceServers(message),
    now,
    onChange: callChanged,
  });
  if (sounds.state !== "off") sounds.unlock(render);
  if (mine) state.call.rejoin();
  callChanged();
}

/** The ring's list (an older server's: the welcome's) as the browser wants it, without empty credentials. */
function iceServers(ring) {
  const servers = ring.ice_servers?.length ? ring.ice_servers : state.welcome.ice_servers;
  return servers.map(({ urls, username, credential }) =>
    username ? { urls, username, credential } : { urls },
  );
}

function forCall(message) {
  const about = message.call_id; // an error may name no call, and is then about none
  if (state.call && state.call.id === about) state.call.handle(message);
}

let phase = "idle";

function callChanged() {
  const next = state.call?.phase ?? "idle";
  const before = phase;
  phase = next;
  holdCall(state.call?.running ?? false);
  notes.show(state.call?.id ?? null);
  if (next === "ringing") ring.start();
  else ring.stop();
  if (before !== next) {
    if (next === "connecting") remember(ANSWERED, state.call.id);
    if (next === "active" && before === "connecting") sounds.connected();
    if (next === "ended" && before !== "ringing") {
      if (state.call.endReason === "server_lost") sounds.lost();
      else sounds.ended();
    }
    if (next === "ended" || next === "ringing") refreshCalls();
  }
  render();
  if (before !== next) view.entered(next, state.call);
}

function back() {
  state.call = null;
  callChanged();
  refreshCalls();
}

function lineChanged(line) {
  if (line === "signed-out") return toLogin();
  const before = state.line;
  state.line = line;
  if (line === "online") {
    refreshCalls();
  } else if (line === "lost") {
    state.call?.serverLost();
    if (before === "online" && state.call?.running) sounds.lost();
    refreshCalls(); // finds out whether the session is over
  } else if (line === "taken") {
    state.call?.end("taken");
  }
  render();
}

let asked = 0;

async function refreshCalls() {
  asked += 1;
  const mine = asked;
  try {
    const calls = await loadCalls();
    if (calls && mine === asked) state.calls = calls; // an answer that was overtaken is old
    render();
  } catch (error) {
    if (!(error instanceof SignedOut)) throw error;
    toLogin();
  }
}

function tick(moment) {
  state.call?.tick(moment);
  ring.tick(moment);
  keepAwake(state.duty === "on" && state.line === "online");
  view.tick(state, { local, sounds, now });
}

function toLogin() {
  socket.close();
  state.call?.end("lawyer_lost");
  location.replace("/console/login");
}

async function signOut() {
  state.call?.hangUp();
  socket.send("duty.set", { on: false });
  socket.close();
  await fetch(SESSION_PATH, { method: "DELETE" }).catch(() => {});
  location.replace("/console/login");
}

addEventListener("beforeunload", (event) => {
  if (state.call?.running) event.preventDefault();
});
// Any click or key may give the page back its voice after a reload.
for (const type of ["pointerdown", "keydown"]) {
  addEventListener(type, () => {
    if (state.duty === "on" && sounds.state !== "ready") sounds.unlock(render);
  });
}
navigator.mediaDevices?.addEventListener("devicechange", () => {
  const { microphone, camera } = local.found;
  const missing = [microphone, camera].some((found) => found === "none" || found === "busy");
  if (missing && state.duty === "on" && !state.call?.running) local.check();
});

enter();
