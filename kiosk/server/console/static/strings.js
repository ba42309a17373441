// Every word of the console, in Chinese and English, and the forms of times and durations.

import { recall, remember } from "./store.js";

const STORE = "kiosk.language";
const OFFICE_ZONE = "Asia/Shanghai";

export const TEXT = {
  zh: {
    title: "律师工作台",
    "language.other": "English",
    signout: "退出",
    example: "{name}（示例）",
    "rail.label": "律师工作台",

    "login.page_title": "登录 · 律师工作台",
    "login.motto": "居民在门口，等着和您说话。",
    "login.login": "账号",
    "login.password": "密码",
    "login.enter": "登录",
    "login.busy": "请稍等…",
    "login.help": "忘了密码，请找区里的管理员重设。",
    "login.missing": "账号和密码都要填。",
    "login.refused": "账号或密码不对，请再试一次。",
    "login.too_many": "试的次数太多了，请过几分钟再试。",
    "login.server": "服务器出了问题，不是您的错。请过一会儿再试。",
    "login.unreachable": "没连上服务器。请看看网络，再试一次。",

    "duty.on_title": "您在岗",
    "duty.off_title": "您不在岗",
    "duty.on_text": "居民一点“咨询律师”，这里就会响铃。请让这一页开着。",
    "duty.off_text": "上岗以后，居民才能找到您。点一下，铃声也就能响了。",
    "duty.away_title": "居民现在找不到您",
    "duty.away_text": "这一页连上服务器以后，您还是在岗。",
    "duty.stopped_title": "这一页停下了",
    "duty.stopped_text": "同一个账号，同时只在一个窗口接电话。",
    "duty.go_on": "上岗，开始接电话",
    "duty.go_off": "在岗中 · 点一下下岗",
    "duty.changing": "请稍等…",
    "duty.tag_on": "在岗",
    "duty.tag_until": "在岗到 {time}",
    "duty.tag_off": "不在岗",

    "device.microphone": "麦克风",
    "device.camera": "摄像头",
    "device.sound": "铃声",
    "device.ok": "能用",
    "device.none": "没找到",
    "device.denied": "浏览器没允许",
    "device.busy": "被别的程序占着",
    "device.insecure": "要用 https 打开",
    "device.unasked": "上岗时试一下",
    "device.sound_ready": "能响",
    "device.sound_blocked": "要点一下才响",
    "device.retry": "再试一次",
    "device.note_denied": "浏览器不让用{what}。点地址栏左边的图标，改成“允许”，再试一次。",
    "device.note_none_microphone": "没找到麦克风，居民会听不到您。请插上耳麦，再试一次。",
    "device.note_none_camera": "没找到摄像头。照样能接：居民听得到您，看不到您。",
    "device.note_busy": "{what}被别的程序占着。关掉那个程序，再试一次。",
    "device.note_insecure": "这个地址不是 https，浏览器不给{what}。请用 https 地址打开。",
    "sound.blocked": "点一下这里，来电时才有铃声",

    "line.connecting": "正在连服务器",
    "line.online": "已连上",
    "line.lost": "没连上，正在重连",
    "line.taken": "已在别处打开",
    "line.lost_title": "和服务器断开了",
    "line.lost_text": "不是您的问题。正在重新连，连上以前居民找不到您。",
    "taken.title": "这个账号在另一个窗口打开了",
    "taken.text": "来电会到那边响，这一页先停下。",
    "taken.back": "改在这里接",
    "reloaded.title": "刚才的通话已经结束",
    "reloaded.text": "通话时页面被刷新或在别处打开，原来的通话接不回来了。请等居民再打来。",

    "ring.title": "有居民找您",
    "ring.page_title": "● 有居民找您",
    "ring.notification": "点这里去接。",
    "ring.place": "{place} · 值班中",
    "ring.topic": "想问",
    "ring.media": "方式",
    "ring.waited": "已经等了",
    "ring.left": "还响 {n} 秒，没接就去找下一位",
    "ring.answer": "接通",
    "ring.answer_voice": "只用声音接",
    "ring.decline": "现在不方便",
    "ring.announce": "有居民找您：{topic}，{media}，{place}",

    "call.title": "通话",
    "call.connecting_title": "正在接通",
    "call.remote": "居民的画面",
    "call.self": "您的画面",
    "call.mute": "静音",
    "call.unmute": "取消静音",
    "call.camera_off": "关画面",
    "call.camera_on": "开画面",
    "call.hangup": "挂断",
    "call.no_recording": "本平台不录音不录像。",
    "call.voice": "语音通话，没有画面",
    "call.no_picture": "对方的画面还没到",
    "call.waiting_picture": "正在接通，请稍等",
    "call.self_off": "画面已关",
    "call.self_none": "没有摄像头",
    "call.self_voice": "只用声音",
    "call.self_denied": "摄像头没允许",
    "call.self_opening": "正在打开",
    "call.note_no_camera": "没有摄像头：对方听得到您，看不到您。",
    "call.note_no_microphone": "没有麦克风：对方听不到您。请挂断，插上耳麦再接。",
    "call.note_nothing": "没有麦克风和摄像头：您能看能听，对方看不到也听不到您。",
    "call.note_denied": "浏览器不让用{what}，对方{cannot}。点地址栏左边的图标，改成“允许”，下一次就好了。",
    "call.note_muted": "您静音了，对方听不到您。",
    "call.cannot_hear": "听不到您",
    "call.cannot_see": "看不到您",
    "call.cannot_both": "看不到也听不到您",
    "quality.connecting": "正在接通",
    "quality.good": "线路良好",
    "quality.fair": "线路一般，请说慢一点",
    "quality.poor": "线路不好，可以关画面，只留声音",
    "quality.silent": "对方的声音和画面断了，正在重新接",
    "quality.server": "和服务器断开了，正在重新连",
    "caller.title": "来人情况",
    "caller.only_now": "只在本次通话中可见",
    "caller.terminal": "在哪里",
    "caller.organisation": "社区",
    "caller.waited": "等了",
    "caller.answered": "接通时间",

    "ended.done": "通话结束",
    "ended.duration": "通话时长",
    "ended.back": "回到等候",
    "ended.resident_hung_up": "对方挂断了。",
    "ended.lawyer_hung_up": "您挂断了。",
    "ended.resident_cancelled_title": "对方先走了",
    "ended.resident_cancelled": "您接起来以前，对方取消了。",
    "ended.declined_title": "这一位没有接",
    "ended.declined": "您说现在不方便，系统会去找下一位律师。您还在岗。",
    "ended.no_answer_title": "没接到",
    "ended.no_answer": "响铃的时间到了，系统会去找下一位律师。您还在岗。",
    "ended.nobody_on_duty": "没有人在岗，呼叫已经结束。",
    "ended.lawyer_lost_title": "您这边断开过",
    "ended.lawyer_lost": "断开的时间长了，通话已经结束。请等居民再打来。",
    "ended.terminal_lost_title": "终端断开了",
    "ended.terminal_lost": "居民那边的终端断开了，不是您的问题。居民可能会再打来。",
    "ended.media_failed_title": "没有接通",
    "ended.media_failed": "声音和画面没能接通，不是您的问题。居民可能会再打来。",
    "ended.server_lost_title": "服务器断开",
    "ended.server_lost": "和服务器断开了，不是您的问题。连上以后接着等居民来电。",
    "ended.taken_title": "通话已经转走",
    "ended.taken": "这个账号在另一个窗口打开，这里的通话结束了。",
    "ended.answered_elsewhere_title": "在别的设备上接了",
    "ended.answered_elsewhere": "您在另一台设备或另一个浏览器里接起了这个电话。",
    "ended.taken_elsewhere_title": "已经结束了",
    "ended.taken_elsewhere": "您接起来以前，这个呼叫已经结束，或者有人接了。",

    "queue.title": "等候",
    "queue.people": "位在等",
    "queue.minutes": "分钟，等得最久",
    "queue.seconds": "秒，等得最久",
    "queue.none": "现在没有人在等。",
    "queue.some": "您一空下来，就轮到下一位。",
    "queue.tag": "等候 {n} 位 · 等了 {time}",
    "today.title": "今天的来电",
    "today.count": "共 {n} 个",
    "today.empty_on": "今天还没有来电。来了会响铃。",
    "today.empty_off": "今天还没有来电。上岗以后，来电会响铃。",
    "today.running": "正在通话",
    "today.ringing": "正在响铃",
    "today.resident_hung_up": "没接到",
    "today.lawyer_hung_up": "没接到",
    "today.resident_cancelled": "对方先走了",
    "today.declined": "不方便接",
    "today.no_answer": "没接到",
    "today.nobody_on_duty": "没人在岗",
    "today.lawyer_lost": "您断开了",
    "today.terminal_lost": "终端断开",
    "today.media_failed": "没接通",
    "today.server_lost": "服务器断开",

    "media.video": "视频",
    "media.voice": "语音",
    // The words that the resident has touched on the terminal.
    "topic.none": "没有细说",
    "topic.labour": "工钱和工作",
    "topic.family": "婚姻家庭",
    "topic.housing": "租房买房",
    "topic.elder": "养老",
    "topic.fraud": "防骗",
    "topic.traffic": "撞车受伤",
    "topic.consumer": "消费",
    "topic.injury": "工伤",
    "topic.debt": "欠钱借钱",
    "topic.inheritance": "遗产遗嘱",
    "topic.neighbours": "邻居物业",
    "topic.safety": "人身安全",
    "topic.aid": "法律援助",
    "topic.events": "活动",
    "topic.courts": "打官司",
    "duration.seconds": "{s} 秒",
    "duration.minutes": "{m} 分 {s} 秒",
    "duration.minutes_only": "{m} 分钟",
  },
  en: {
    title: "Lawyers' console",
    "language.other": "中文",
    signout: "Sign out",
    example: "{name} (example)",
    "rail.label": "Lawyers' console",

    "login.page_title": "Sign in · Lawyers' console",
    "login.motto": "Someone is at the door and would like to talk to you.",
    "login.login": "Login",
    "login.password": "Password",
    "login.enter": "Sign in",
    "login.busy": "One moment…",
    "login.help": "Forgot the password? The district's administrator can set a new one.",
    "login.missing": "Fill in both login and password.",
    "login.refused": "Login or password is wrong. Please try again.",
    "login.too_many": "Too many tries. Please wait a few minutes.",
    "login.server": "The server has a problem; it is not your fault. Please try again later.",
    "login.unreachable": "The server does not answer. Check the network and try again.",

    "duty.on_title": "You are on duty",
    "duty.off_title": "You are off duty",
    "duty.on_text": "When a resident asks for a lawyer, it rings here. Keep this page open.",
    "duty.off_text": "Residents can reach you once you are on duty. The click also allows the bell to ring.",
    "duty.away_title": "Residents cannot reach you",
    "duty.away_text": "Once this page is connected again, you are on duty as before.",
    "duty.stopped_title": "This page has stopped",
    "duty.stopped_text": "One account answers in one window at a time.",
    "duty.go_on": "Go on duty",
    "duty.go_off": "On duty · click to go off",
    "duty.changing": "One moment…",
    "duty.tag_on": "On duty",
    "duty.tag_until": "On duty until {time}",
    "duty.tag_off": "Off duty",

    "device.microphone": "Microphone",
    "device.camera": "Camera",
    "device.sound": "Bell",
    "device.ok": "works",
    "device.none": "not found",
    "device.denied": "not allowed",
    "device.busy": "used by another program",
    "device.insecure": "needs https",
    "device.unasked": "tried when on duty",
    "device.sound_ready": "will ring",
    "device.sound_blocked": "needs a click",
    "device.retry": "Try again",
    "device.note_denied": "The browser does not allow the {what}. Click the icon left of the address, choose Allow, and try again.",
    "device.note_none_microphone": "No microphone was found: residents will not hear you. Plug one in and try again.",
    "device.note_none_camera": "No camera was found. You can still answer: residents hear you, but do not see you.",
    "device.note_busy": "Another program uses the {what}. Close it and try again.",
    "device.note_insecure": "This address is not https, so the browser gives no {what}. Open the https address.",
    "sound.blocked": "Click here, or calls will not ring",

    "line.connecting": "Connecting",
    "line.online": "Connected",
    "line.lost": "No connection, trying again",
    "line.taken": "Open elsewhere",
    "line.lost_title": "The server is out of reach",
    "line.lost_text": "It is not your fault. Trying again; until then residents cannot reach you.",
    "taken.title": "This account was opened in another window",
    "taken.text": "Calls ring there now; this page has stopped.",
    "taken.back": "Use this one",
    "reloaded.title": "The call has ended",
    "reloaded.text": "The page was reloaded or opened elsewhere in the call, which cannot be picked up again. The resident may call again.",

    "ring.title": "A resident is calling",
    "ring.page_title": "● A resident is calling",
    "ring.notification": "Click to answer.",
    "ring.place": "{place} · on duty",
    "ring.topic": "About",
    "ring.media": "By",
    "ring.waited": "Waiting for",
    "ring.left": "Rings for {n} s more, then the next lawyer is asked",
    "ring.answer": "Answer",
    "ring.answer_voice": "Voice only",
    "ring.decline": "Not now",
    "ring.announce": "A resident is calling: {topic}, {media}, {place}",

    "call.title": "In call",
    "call.connecting_title": "Connecting",
    "call.remote": "The resident's picture",
    "call.self": "Your picture",
    "call.mute": "Mute",
    "call.unmute": "Unmute",
    "call.camera_off": "Picture off",
    "call.camera_on": "Picture on",
    "call.hangup": "Hang up",
    "call.no_recording": "This platform records neither sound nor picture.",
    "call.voice": "A voice call, without picture",
    "call.no_picture": "Their picture has not arrived yet",
    "call.waiting_picture": "Connecting, one moment",
    "call.self_off": "Picture is off",
    "call.self_none": "No camera",
    "call.self_voice": "Voice only",
    "call.self_denied": "Not allowed",
    "call.self_opening": "Opening",
    "call.note_no_camera": "No camera: they hear you, but do not see you.",
    "call.note_no_microphone": "No microphone: they do not hear you. Hang up, plug one in and answer again.",
    "call.note_nothing": "Neither microphone nor camera: you see and hear them, they do not see or hear you.",
    "call.note_denied": "The browser does not allow the {what}: they {cannot}. Click the icon left of the address and choose Allow for the next call.",
    "call.note_muted": "You are muted: they do not hear you.",
    "call.cannot_hear": "do not hear you",
    "call.cannot_see": "do not see you",
    "call.cannot_both": "neither see nor hear you",
    "quality.connecting": "Connecting",
    "quality.good": "Good line",
    "quality.fair": "Fair line: speak slowly",
    "quality.poor": "Poor line: try without your picture",
    "quality.silent": "Their sound and picture have stopped; reconnecting",
    "quality.server": "The server is out of reach; trying again",
    "caller.title": "Who is calling",
    "caller.only_now": "Shown in this call only",
    "caller.terminal": "Where",
    "caller.organisation": "Community",
    "caller.waited": "Waited",
    "caller.answered": "Answered at",

    "ended.done": "The call has ended",
    "ended.duration": "Duration",
    "ended.back": "Back to waiting",
    "ended.resident_hung_up": "The resident hung up.",
    "ended.lawyer_hung_up": "You hung up.",
    "ended.resident_cancelled_title": "The resident left",
    "ended.resident_cancelled": "The call was cancelled before you answered.",
    "ended.declined_title": "Not answered",
    "ended.declined": "You said not now; the next lawyer is asked. You are still on duty.",
    "ended.no_answer_title": "Missed",
    "ended.no_answer": "The ringing time is over; the next lawyer is asked. You are still on duty.",
    "ended.nobody_on_duty": "Nobody was on duty, and the call ended.",
    "ended.lawyer_lost_title": "You were disconnected",
    "ended.lawyer_lost": "You were away too long, and the call ended. The resident may call again.",
    "ended.terminal_lost_title": "The terminal was disconnected",
    "ended.terminal_lost": "The resident's terminal was cut off. It is not your fault. They may call again.",
    "ended.media_failed_title": "Not connected",
    "ended.media_failed": "Sound and picture could not be connected. It is not your fault. They may call again.",
    "ended.server_lost_title": "The server was lost",
    "ended.server_lost": "The server is out of reach. It is not your fault. Once it is back, calls ring again.",
    "ended.taken_title": "The call moved away",
    "ended.taken": "This account was opened in another window, and the call ended here.",
    "ended.answered_elsewhere_title": "Answered elsewhere",
    "ended.answered_elsewhere": "You answered this call on another device or in another browser.",
    "ended.taken_elsewhere_title": "Already over",
    "ended.taken_elsewhere": "Before you answered, the call had ended or was taken by somebody else.",

    "queue.title": "Queue",
    "queue.people": "waiting",
    "queue.minutes": "min, the longest wait",
    "queue.seconds": "s, the longest wait",
    "queue.none": "Nobody is waiting.",
    "queue.some": "The next one rings when you are free.",
    "queue.tag": "{n} waiting · {time}",
    "today.title": "Calls today",
    "today.count": "{n} in all",
    "today.empty_on": "No calls yet today. It will ring.",
    "today.empty_off": "No calls yet today. Once you are on duty, it will ring.",
    "today.running": "In call",
    "today.ringing": "Ringing",
    "today.resident_hung_up": "Missed",
    "today.lawyer_hung_up": "Missed",
    "today.resident_cancelled": "They left",
    "today.declined": "Not now",
    "today.no_answer": "Missed",
    "today.nobody_on_duty": "Nobody on duty",
    "today.lawyer_lost": "You were cut off",
    "today.terminal_lost": "Terminal lost",
    "today.media_failed": "Not connected",
    "today.server_lost": "Server lost",

    "media.video": "video",
    "media.voice": "voice",
    "topic.none": "Not said",
    "topic.labour": "Work and wages",
    "topic.family": "Marriage and family",
    "topic.housing": "Rent and housing",
    "topic.elder": "Care of elders",
    "topic.fraud": "Fraud",
    "topic.traffic": "Traffic accident",
    "topic.consumer": "Purchases and refunds",
    "topic.injury": "Work injury",
    "topic.debt": "Loans and debts",
    "topic.inheritance": "Inheritance",
    "topic.neighbours": "Neighbours, property",
    "topic.safety": "Personal safety",
    "topic.aid": "Legal aid",
    "topic.events": "Events",
    "topic.courts": "Going to court",
    "duration.seconds": "{s} s",
    "duration.minutes": "{m} min {s} s",
    "duration.minutes_only": "{m} min",
  },
};

let language = recall(STORE) === "en" ? "en" : "zh";

export function currentLanguage() {
  return language;
}

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  remember(STORE, language);
}

/** The text of a key; `{name}` is replaced by a parameter. An unknown key is a bug and throws. */
export function t(key, parameters = {}) {
  const text = TEXT[language][key];
  if (text === undefined) throw new Error(`No text for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => parameters[name]);
}

export function hasText(key) {
  return key in TEXT[language];
}

/** Fill every element with data-text (its content) or data-label (its accessible name). */
export function fillTexts() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = t(element.dataset.text);
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset.label));
  }
}

export const topicWord = (topic) => t(topic && hasText(`topic.${topic}`) ? `topic.${topic}` : "topic.none");
export const mediaWord = (media) => t(`media.${media}`);

/** 15:26 on the office's wall clock. */
export function officeTime(ms) {
  return new Intl.DateTimeFormat("zh-CN", {
    timeZone: OFFICE_ZONE,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(ms);
}

/** 6 分 42 秒. */
export function durationWords(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [m, s] = [Math.floor(whole / 60), whole % 60];
  return m ? t("duration.minutes", { m, s }) : t("duration.seconds", { s });
}

/** 06:42. */
export function clockWords(seconds) {
  const pad = (n) => String(n).padStart(2, "0");
  return `${pad(Math.floor(seconds / 60))}:${pad(Math.floor(seconds) % 60)}`;
}

/** A device's name inside a sentence. */
export function deviceName(device) {
  const name = t(`device.${device}`);
  return language === "en" ? name.toLowerCase() : name;
}
