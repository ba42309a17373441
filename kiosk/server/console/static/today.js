// The list of today's calls.

import { durationWords, mediaWord, officeTime, t, topicWord } from "./strings.js";

const PATH = "/api/v1/console/calls";

/** The calls, newest first; null without a line. Throws `SignedOut` when the session is over. */
export async function loadCalls() {
  let response;
  try {
    response = await fetch(PATH, { cache: "no-store" });
  } catch {
    return null;
  }
  if (response.status === 401) throw new SignedOut();
  return response.ok ? (await response.json()).calls : null;
}

export class SignedOut extends Error {}

/** How the call went: [tint, words]. */
function outcome(call) {
  if (call.answered_at) {
    if (call.state !== "ended") return ["lamp", t("today.running")];
    return ["pine", durationWords((Date.parse(call.ended_at) - Date.parse(call.answered_at)) / 1000)];
  }
  if (call.state !== "ended") return ["lamp", t("today.ringing")];
  return ["clay", t(`today.${call.end_reason}`)];
}

export function renderCalls(calls, onDuty) {
  const list = document.getElementById("calls");
  const template = document.getElementById("call-row").content;
  list.replaceChildren(
    ...calls.map((call) => {
      const row = template.cloneNode(true).firstElementChild;
      const [tint, words] = outcome(call);
      row.dataset.state = call.state;
      row.querySelector("time").textContent = officeTime(Date.parse(call.requested_at));
      row.querySelector("use").setAttribute("href", call.media === "video" ? "#icon-video" : "#icon-phone");
      row.querySelector("strong").textContent = topicWord(call.topic);
      row.querySelector(".quiet").textContent = `${call.terminal_name} · ${mediaWord(call.media)}`;
      const tag = row.querySelector(".tag");
      tag.textContent = words;
      tag.classList.add(tint);
      return row;
    }),
  );
  const empty = document.getElementById("calls-empty");
  empty.hidden = calls.length > 0;
  empty.textContent = t(onDuty ? "today.empty_on" : "today.empty_off");
  document.getElementById("today-count").textContent = calls.length ? t("today.count", { n: calls.length }) : "";
}
