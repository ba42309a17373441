// The page's socket: frames, heartbeat both ways, and reconnecting.

const PROTOCOL_VERSION = 1;
const HEARTBEAT_MS = 1000;
const SILENCE_MS = 3000;
const HANDSHAKE_MS = 5000;
const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 8000;
const CLOSE_SIGNED_OUT = 4401;
const CLOSE_TAKEN_OVER = 4409;

/**
 * States told to `onLine`: "connecting", "online" (welcomed), "lost" (trying again), "taken"
 * (the same lawyer opened another window; nothing happens until `open` is called again), and
 * "signed-out".
 */
export class Socket {
  #socket = null;
  #line = "connecting";
  #stopped = true;
  #tries = 0;
  #retryAt = 0;
  #startedAt = 0;
  #sentAt = 0;
  /** Milliseconds (performance.now) of the server's last message. */
  heardAt = 0;

  /** `welcome`: the type of the server's first message. */
  constructor({ path, welcome, onMessage, onLine, onTick }) {
    this.path = path;
    this.welcome = welcome;
    this.onMessage = onMessage;
    this.onLine = onLine;
    this.onTick = onTick;
    const pulse = new Worker(new URL("./pulse.js", import.meta.url));
    pulse.onmessage = () => this.#tick();
  }

  open() {
    this.#stopped = false;
    this.#tries = 0;
    this.#connect();
  }

  close() {
    this.#stopped = true;
    this.#socket?.close(1000);
    this.#socket = null;
  }

  /** False when there is no line; the message is then dropped. */
  send(type, fields = {}) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify({ v: PROTOCOL_VERSION, type, ...fields }));
    return true;
  }

  #connect() {
    const url = new URL(this.path, location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#startedAt = performance.now();
    this.#retryAt = 0;
    socket.onmessage = (event) => this.#receive(socket, event.data);
    socket.onclose = (event) => this.#gone(socket, event.code);
  }

  #receive(socket, text) {
    if (socket !== this.#socket) return;
    this.heardAt = performance.now();
    const message = JSON.parse(text);
    if (message.type === "heartbeat") return;
    if (message.type === this.welcome) {
      this.#tries = 0;
      this.onMessage(message);
      this.#set("online");
    } else {
      this.onMessage(message);
    }
  }

  #gone(socket, code) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    if (this.#stopped) return;
    if (code === CLOSE_TAKEN_OVER || code === CLOSE_SIGNED_OUT) {
      this.#stopped = true;
      this.#set(code === CLOSE_TAKEN_OVER ? "taken" : "signed-out");
      return;
    }
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#tries);
    this.#tries += 1;
    this.#retryAt = performance.now() + wait * (0.5 + Math.random() / 2);
    this.#set("lost");
  }

  #set(line) {
    this.#line = line;
    this.onLine(line);
  }

  #tick() {
    const now = performance.now();
    const socket = this.#socket;
    if (socket?.readyState === WebSocket.OPEN) {
      if (now - this.#sentAt >= HEARTBEAT_MS - 50) {
        this.#sentAt = now;
        this.send("heartbeat");
      }
      const silentSince = Math.max(this.heardAt, this.#startedAt);
      if (now - silentSince > SILENCE_MS) this.#drop(socket);
    } else if (socket && now - this.#startedAt > HANDSHAKE_MS) {
      this.#drop(socket);
    } else if (!this.#stopped && !socket && now >= this.#retryAt) {
      this.#connect();
    }
    this.onTick(now);
  }

  /** Give a dead socket up at once: its own close event may take minutes. */
  #drop(socket) {
    socket.close();
    this.#gone(socket, 0);
  }
}
