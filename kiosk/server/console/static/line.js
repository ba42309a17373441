// How the line is, in one word, from the connection's statistics once a second.

const SILENT_MS = 1500;
const FAIR_LOSS = 0.03;
const POOR_LOSS = 0.1;

/** Words: "connecting", "good", "fair", "poor", "silent" (connected, but nothing arrives). */
export class LineWatch {
  word = "connecting";
  #packets = 0;
  #lost = 0;
  #heardAt = performance.now();
  #recent = [];

  async look(connection) {
    let packets = 0;
    let lost = 0;
    for (const report of (await connection.getStats()).values()) {
      if (report.type !== "inbound-rtp") continue;
      packets += report.packetsReceived;
      lost += Math.max(0, report.packetsLost);
    }
    const now = performance.now();
    if (packets > this.#packets) this.#heardAt = now;
    const arrived = packets - this.#packets;
    const missing = Math.max(0, lost - this.#lost);
    this.#recent = [...this.#recent.slice(-4), { arrived, missing }];
    this.#packets = packets;
    this.#lost = lost;
    this.word = this.#judge(connection.connectionState, now);
  }

  #judge(state, now) {
    if (state === "new" || state === "connecting") return "connecting";
    if (state !== "connected" || now - this.#heardAt > SILENT_MS) return "silent";
    const arrived = this.#recent.reduce((sum, each) => sum + each.arrived, 0);
    const missing = this.#recent.reduce((sum, each) => sum + each.missing, 0);
    const loss = missing / Math.max(1, arrived + missing);
    if (loss >= POOR_LOSS) return "poor";
    return loss >= FAIR_LOSS ? "fair" : "good";
  }
}
