// The lawyer's own camera and microphone.

const AUDIO = {
  channelCount: { ideal: 1 },
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};
const VIDEO = {
  width: { ideal: 640 },
  height: { ideal: 480 },
  frameRate: { ideal: 30, max: 30 },
  facingMode: "user",
};

const TROUBLES = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** A stream, or the word for why there is none. */
async function get(constraints) {
  if (!navigator.mediaDevices) return { trouble: "insecure" };
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(constraints) };
  } catch (error) {
    return { trouble: TROUBLES[error.name] ?? "busy" };
  }
}

/**
 * Open what there is: both, else the microphone alone, else the camera alone, else nothing.
 * Answers { microphone, camera: "ok" | "denied" | "none" | "busy" | "insecure" | "unasked",
 * audio, video: MediaStreamTrack | null }.
 */
async function openBest(wantVideo) {
  const unasked = { microphone: "unasked", camera: "unasked", audio: null, video: null };
  if (wantVideo) {
    const both = await get({ audio: AUDIO, video: VIDEO });
    if (both.stream) {
      return {
        microphone: "ok",
        camera: "ok",
        audio: both.stream.getAudioTracks()[0],
        video: both.stream.getVideoTracks()[0],
      };
    }
  }
  const sound = await get({ audio: AUDIO });
  const picture = wantVideo ? await get({ video: VIDEO }) : { trouble: "unasked" };
  // Each alone may open where both together do not, such as when two programs share a camera.
  return {
    ...unasked,
    microphone: sound.trouble ?? "ok",
    camera: picture.trouble ?? "ok",
    audio: sound.stream?.getAudioTracks()[0] ?? null,
    video: picture.stream?.getVideoTracks()[0] ?? null,
  };
}

export class LocalMedia {
  audio = null;
  video = null;
  microphoneOn = true;
  cameraOn = true;
  /** What the last attempt found, in the words of `openBest`. */
  found = { microphone: "unasked", camera: "unasked" };
  #opening = 0;

  constructor(onChange) {
    this.onChange = onChange;
  }

  /** Try camera and microphone, and let go of them at once. */
  async check() {
    const best = await openBest(true);
    best.audio?.stop();
    best.video?.stop();
    this.found = { microphone: best.microphone, camera: best.camera };
    this.onChange();
  }

  /** Open for a call. A `stop` in the meantime wins. */
  async open(wantVideo) {
    this.stop();
    const turn = this.#opening;
    const best = await openBest(wantVideo);
    if (turn !== this.#opening) {
      best.audio?.stop();
      best.video?.stop();
      return;
    }
    this.audio = best.audio;
    this.video = best.video;
    this.found = {
      microphone: best.microphone,
      camera: wantVideo ? best.camera : this.found.camera,
    };
    for (const track of [this.audio, this.video]) {
      track?.addEventListener("ended", () => this.#unplugged(track));
    }
    this.#apply();
  }

  #unplugged(track) {
    if (track === this.audio) {
      this.audio = null;
      this.found.microphone = "none";
    } else if (track === this.video) {
      this.video = null;
      this.found.camera = "none";
    }
    this.onChange();
  }

  setMicrophone(on) {
    this.microphoneOn = on;
    this.#apply();
  }

  setCamera(on) {
    this.cameraOn = on;
    this.#apply();
  }

  #apply() {
    if (this.audio) this.audio.enabled = this.microphoneOn;
    if (this.video) this.video.enabled = this.cameraOn;
    this.onChange();
  }

  /** Close the devices (the camera's light goes off) and forget what was switched off. */
  stop() {
    this.#opening += 1;
    this.audio?.stop();
    this.video?.stop();
    this.audio = null;
    this.video = null;
    this.microphoneOn = true;
    this.cameraOn = true;
  }
}
