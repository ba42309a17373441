// One connection to the terminal: the answering side of one epoch.

/** The browser's codecs of a kind with VP8 and its helpers first. */
function vp8First() {
  const codecs = RTCRtpReceiver.getCapabilities("video").codecs;
  const isVp8 = (codec) => codec.mimeType.toLowerCase() === "video/vp8";
  return [...codecs.filter(isVp8), ...codecs.filter((codec) => !isVp8(codec))];
}

/** A connection that is closed in the meantime needs nothing more; other faults are ours. */
function unlessClosed(connection) {
  return (error) => {
    if (connection.signalingState !== "closed") throw error;
  };
}

export class Peer {
  stream = new MediaStream();
  #waiting = [];

  /** Without `iceServers` only host candidates are used: there is never a default server. */
  constructor({ iceServers, onCandidate, onChange }) {
    this.connection = new RTCPeerConnection({ iceServers });
    this.connection.onicecandidate = ({ candidate }) => onCandidate(candidate);
    this.connection.onconnectionstatechange = onChange;
    this.connection.ontrack = ({ track }) => {
      this.stream.addTrack(track);
      onChange();
    };
  }

  get state() {
    return this.connection.connectionState;
  }

  /**
   * Take the offer and answer it. `sends` names the kinds ("audio", "video") that this side will
   * send; their tracks may come later, so that nobody waits for a camera to warm up.
   */
  async answer(sdp, sends) {
    return this.#answer(sdp, sends).catch(unlessClosed(this.connection));
  }

  async #answer(sdp, sends) {
    await this.connection.setRemoteDescription({ type: "offer", sdp });
    for (const candidate of this.#waiting) await this.connection.addIceCandidate(candidate);
    this.#waiting = null;
    for (const transceiver of this.connection.getTransceivers()) {
      const kind = transceiver.receiver.track.kind;
      transceiver.direction = sends.includes(kind) ? "sendrecv" : "recvonly";
      if (kind === "video") transceiver.setCodecPreferences(vp8First());
    }
    await this.connection.setLocalDescription();
    return this.connection.localDescription.sdp;
  }

  async setTracks(tracks) {
    for (const { sender, receiver } of this.connection.getTransceivers()) {
      const track = tracks[receiver.track.kind] ?? null;
      await sender.replaceTrack(track).catch(unlessClosed(this.connection));
    }
  }

  async addCandidate(candidate) {
    if (this.#waiting) this.#waiting.push(candidate);
    else await this.connection.addIceCandidate(candidate).catch(unlessClosed(this.connection));
  }

  close() {
    this.connection.onicecandidate = null;
    this.connection.onconnectionstatechange = null;
    this.connection.ontrack = null;
    this.connection.close();
  }
}
