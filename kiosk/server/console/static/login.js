// Signing in.

import { callElsewhere } from "./calling.js";
import { fillTexts, switchLanguage, t } from "./strings.js";

const PATH = "/api/v1/console/session";

const form = document.getElementById("form");
const error = document.getElementById("error");
const button = document.getElementById("submit");
const words = button.querySelector("span");
let fault = null;
let asked = false; // whether a call in another window may end

function render() {
  fillTexts();
  document.title = t("login.page_title");
  error.hidden = fault === null;
  error.textContent = fault ? t(fault) : "";
  document.body.dataset.state = fault ?? "ready";
}

async function signIn() {
  const login = form.elements.login.value.trim();
  const password = form.elements.password.value;
  if (!login || !password) return "login.missing";
  if (!asked && (await callElsewhere())) {
    asked = true;
    return "login.calling";
  }
  try {
    const response = await fetch(PATH, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ login, password }),
    });
    if (response.ok) return null;
    if (response.status === 429) return "login.too_many";
    return response.status < 500 ? "login.refused" : "login.server";
  } catch {
    return "login.unreachable";
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  words.textContent = t("login.busy");
  fault = await signIn();
  if (fault === null) {
    location.replace("/console");
    return;
  }
  button.disabled = false;
  render();
  const field = form.elements[form.elements.login.value.trim() ? "password" : "login"];
  field.focus();
  field.select();
});

document.getElementById("language").addEventListener("click", () => {
  switchLanguage();
  render();
});

render();
form.elements.login.focus();
