// One call at this console: ringing, connecting, active, ended. It outlives its connections.

import { LineWatch } from "./line.js";
import { Peer } from "./peer.js";

/** After a reconnect the server says within this time that the call goes on. */
const RESUME_MS = 3000;
/** Accepted and not connected for this long: the call is over. */
const CONNECT_MS = 30000;
/** Broken off for this long: over, too. The terminal may have lost its power. */
const APART_MS = 130000;
/** Between two requests for another connection. */
const ASK_MS = 4000;

export class Call {
  phase = "ringing";
  endReason = null;
  answeredAt = null; // server time, ms
  endedAt = null;
  voiceOnly = false;
  wasAnswered = false;
  wasActive = false;
  line = new LineWatch();
  theirs = { microphone_on: true, camera_on: true, missing: [] }; // the last call.media
  peer = null;
  #offer = null;
  #epoch = 0;
  #candidates = [];
  terminalAway = false; // its line to the server is down
  #apartSince = null; // performance.now() since when nothing comes through
  #askedAt = 0;
  #deadline = null; // performance.now() at which the server counts as lost
  #serverAway = false;
  #looking = false;
  #devices = null; // settled when it is known what this side can send

  /** `ring`: the call.ring message. `now`: () => server time in ms. */
  constructor(ring, { send, media, iceServers, now, onChange }) {
    this.id = ring.call_id;
    this.participantId = ring.participant_id;
    this.media = ring.media;
    this.topic = ring.topic;
    this.forOther = ring.for_other;
    this.terminalName = ring.terminal_name;
    this.organisationName = ring.organisation_name;
    this.requestedAt = Date.parse(ring.requested_at);
    this.rangAt = now();
    this.ringUntil = Date.parse(ring.ring_until);
    this.send = send;
    this.local = media;
    this.iceServers = iceServers;
    this.now = now;
    this.onChange = onChange;
  }

  get running() {
    return this.phase === "connecting" || this.phase === "active";
  }

  get withVideo() {
    return this.media === "video" && !this.voiceOnly;
  }

  /** The kinds that this side sends: those whose device worked when it was last tried. */
  get #sends() {
    const { microphone, camera } = this.local.found;
    const kinds = microphone === "ok" ? ["audio"] : [];
    return this.withVideo && camera === "ok" ? [...kinds, "video"] : kinds;
  }

  async answer(voiceOnly) {
    if (this.phase !== "ringing") return;
    this.voiceOnly = voiceOnly;
    this.phase = "connecting";
    this.acceptedAt = this.now();
    this.#apartSince = performance.now();
    this.send("call.accept", { call_id: this.id });
    this.onChange();
    // Where all has worked on going on duty, nobody waits for the devices to warm up.
    const allKnown = this.#sends.length === (this.withVideo ? 2 : 1);
    const opened = this.local.open(this.withVideo);
    this.#devices = allKnown ? Promise.resolve() : opened;
    if (this.#offer) await this.#connect();
    await opened;
    await this.peer?.setTracks({ audio: this.local.audio, video: this.local.video });
    this.onChange();
  }

  /** Go on with a call that this browser answered before the page was loaded anew. */
  async rejoin() {
    this.phase = "connecting";
    this.acceptedAt = this.now();
    this.#apartSince = performance.now();
    this.#devices = this.local.open(this.withVideo);
    this.#ask();
    await this.#devices;
    await this.peer?.setTracks({ audio: this.local.audio, video: this.local.video });
    this.tellMedia();
    this.onChange();
  }

  /** Nothing comes through: the terminal is to make another connection. */
  #ask() {
    this.#askedAt = performance.now();
    this.send("call.reconnect", { call_id: this.id, participant_id: this.participantId });
  }

  decline() {
    if (this.phase !== "ringing") return;
    this.send("call.decline", { call_id: this.id });
    this.end("declined");
  }

  hangUp(reason = null) {
    if (!this.running) return;
    this.send("call.hangup", { call_id: this.id, reason });
    this.end(reason ?? "lawyer_hung_up");
  }

  /** What this side has switched off: black pictures do not say that they are meant. */
  tellMedia() {
    if (!this.running) return;
    const camera_on = this.withVideo && this.local.cameraOn;
    this.send("call.media", { call_id: this.id, microphone_on: this.local.microphoneOn, camera_on });
  }

  /** call.offer, call.candidate, call.media, call.state and error of this call. */
  async handle(message) {
    if (this.phase === "ended") return;
    if (message.type === "call.state") this.#state(message);
    else if (message.type === "call.media") this.theirs = message;
    else if (message.type === "error") this.#refused();
    else if (message.participant_id !== this.participantId) return;
    else if (message.type === "call.offer") await this.#offered(message);
    else if (message.type === "call.candidate") await this.#candidate(message);
  }

  #state(status) {
    this.#deadline = null;
    if (status.state === "ended") {
      this.end(status.end_reason);
    } else if (status.participant_id !== this.participantId || status.state === "queued") {
      this.end(this.phase === "ringing" ? "no_answer" : "lawyer_lost");
    } else if (status.state === "active" && this.phase === "ringing") {
      this.end("answered_elsewhere");
    } else if (status.state === "active") {
      this.terminalAway = status.terminal_away;
      this.answeredAt = Date.parse(status.answered_at);
      this.onChange();
    }
  }

  /** The server did not take something: it matters only before it has taken the answer. */
  #refused() {
    if (this.phase === "connecting" && this.answeredAt === null) this.end("taken_elsewhere");
  }

  async #offered({ epoch, sdp }) {
    if (epoch <= this.#epoch) return;
    this.#offer = sdp;
    this.#epoch = epoch;
    this.#candidates = this.#candidates.filter((candidate) => candidate.epoch === epoch);
    if (this.running) await this.#connect();
  }

  async #candidate({ epoch, candidate, sdp_mid, sdp_mline_index }) {
    const init = { candidate, sdpMid: sdp_mid, sdpMLineIndex: sdp_mline_index };
    if (epoch === this.#epoch && this.peer) await this.peer.addCandidate(init);
    else if (epoch >= this.#epoch) this.#candidates.push({ epoch, init });
  }

  /** Build the connection of the newest epoch, with the tracks that are open by now. */
  async #connect() {
    const epoch = this.#epoch;
    await this.#devices;
    if (epoch !== this.#epoch || !this.running) return;
    this.peer?.close();
    const name = { call_id: this.id, participant_id: this.participantId, epoch };
    const peer = new Peer({
      iceServers: this.iceServers,
      onCandidate: (candidate) =>
        this.send("call.candidate", {
          ...name,
          candidate: candidate?.candidate ?? "",
          sdp_mid: candidate?.sdpMid ?? null,
          sdp_mline_index: candidate?.sdpMLineIndex ?? null,
        }),
      onChange: () => this.#peerChanged(peer),
    });
    this.peer = peer;
    this.line = new LineWatch();
    for (const { init } of this.#candidates) await peer.addCandidate(init);
    this.#candidates = [];
    const sdp = await peer.answer(this.#offer, this.#sends);
    if (this.peer !== peer || this.phase === "ended") return;
    this.send("call.answer", { ...name, sdp });
    await peer.setTracks({ audio: this.local.audio, video: this.local.video });
  }

  #peerChanged(peer) {
    if (peer !== this.peer || this.phase === "ended") return;
    if (peer.state === "connected") {
      this.phase = "active";
      this.wasActive = true;
    }
    this.onChange();
  }

  /** The line to the server is lost: ringing stops, a conversation goes on without it. */
  serverLost() {
    if (this.phase === "ringing") this.end("server_lost");
    else if (this.running) this.#serverAway = true;
  }

  serverBack() {
    if (this.running && this.#serverAway) this.#deadline = performance.now() + RESUME_MS;
    this.#serverAway = false;
    this.tellMedia();
  }

  /** Four times a second. */
  tick(now) {
    if (!this.running) return;
    const apart = this.#apartSince === null ? 0 : now - this.#apartSince;
    if (this.#deadline !== null && now > this.#deadline) {
      this.end("server_lost");
    } else if (apart > (this.wasActive ? APART_MS : CONNECT_MS)) {
      if (this.#serverAway) this.end("server_lost");
      else this.hangUp("media_failed");
    } else {
      if (this.broken && now - this.#askedAt > ASK_MS) this.#ask();
      this.#look();
    }
  }

  /** Connected once, and now nothing comes through. */
  get broken() {
    return this.wasActive && this.#apartSince !== null;
  }

  /** Whether anything is to come: a terminal without its devices sends nothing. */
  get #expects() {
    const { missing } = this.theirs;
    return !missing.includes("microphone") || (this.media === "video" && !missing.includes("camera"));
  }

  #heard(comes) {
    if (comes) this.#apartSince = null;
    else this.#apartSince ??= performance.now();
  }

  async #look() {
    const peer = this.peer;
    if (!peer || this.#looking || performance.now() - (this.lookedAt ?? 0) < 500) return;
    this.#looking = true;
    this.lookedAt = performance.now();
    try {
      await this.line.look(peer.connection);
      if (peer === this.peer) this.#heard(!this.#expects || !["silent", "connecting"].includes(this.line.word));
    } catch {
      // No figures this time, such as of a connection that is being closed.
    } finally {
      this.#looking = false;
    }
    if (peer === this.peer) this.onChange();
  }

  /** Over, for whatever reason: close the connection and the devices. */
  end(reason) {
    if (this.phase === "ended") return;
    this.wasAnswered = this.running;
    this.phase = "ended";
    this.endReason = reason;
    this.endedAt = this.now();
    this.peer?.close();
    this.peer = null;
    this.local.stop();
    this.onChange();
  }

  /** Seconds of conversation so far, or in all. */
  get seconds() {
    const start = this.answeredAt ?? this.acceptedAt;
    if (!start) return 0;
    return Math.max(0, Math.floor(((this.endedAt ?? this.now()) - start) / 1000));
  }
}
